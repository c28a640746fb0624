"""What a message asks for. It is read as a whole: an export is only what asks for an export and nothing else.

Pure. The vocabulary is data in `core.words.triggers`. Whether there is a clip, and whether the person may ask this, is
checked elsewhere.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from core.words.about_bot import Topic, topic
from core.words.han import simplified
from core.words.per_file import each, together
from core.words.quotes import QUOTED
from core.words.triggers import AGREES, ANSWERS, ASIDES, FILLERS, JOINED, RULES, VAGUE, Rule
from core.words.triggers.rule import NUMBER, SIZE, UNSUPPORTED, VERSION
from core.words.wishes import holds_no_wish


class Wish(StrEnum):
    """What a person wants; everything that is not clearly something else is an edit.

    `SLOW` is "too slow": said of the work while it runs, else of the film.
    """

    EDIT = "edit"
    EXPORT = "export"
    CREDITS = "credits"
    STATUS = "status"
    UPLOAD = "upload"
    CANCEL = "cancel"
    NEW = "new"
    PROJECTS = "projects"
    VERSIONS = "versions"
    UNDO = "undo"
    HELP = "help"
    LANGUAGE = "language"
    SKILL = "skill"
    START = "start"
    THANKS = "thanks"
    WAIT = "wait"
    SHOW = "show"
    SLOW = "slow"
    FORGET = "forget"
    PRIVACY = "privacy"
    LIMITS = "limits"
    QUOTA = "quota"
    LOGIN = "login"
    LOGOUT = "logout"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message asks for, in detail.

    Attributes:
        wish: what it asks for.
        film: an edit that also asks for the video.
        hold: the video is not to be exported yet.
        each: one video for each file.
        together: one video of all files.
        answer: after a question these words are its answer, and an edit; without one, an edit of them asks nothing.
        agrees: it says yes to what we asked ourselves.
        vague: it says nothing concrete.
        doubtful: an edit, though the words hold nothing that a wish is made of.
        about: what doubtful words ask about the bot itself.
        resolution: a size that a render can have, such as "1080p".
        unsupported: sizes and formats that a render cannot have, such as "4K" and "GIF".
        version: the number of a version.
        argument: the rest of a command; without a command, the language ("en", "zh") or the number of a project.
    """

    wish: Wish
    film: bool = False
    hold: bool = False
    each: bool = False
    together: bool = False
    answer: bool = False
    agrees: bool = False
    vague: bool = False
    doubtful: bool = False
    about: Topic | None = None
    resolution: str | None = None
    unsupported: tuple[str, ...] = ()
    version: int | None = None
    argument: str = ""


_ASIDES: Final = (Wish.THANKS, Wish.WAIT, Wish.SHOW, Wish.SLOW)
_COMMANDS: Final[dict[str, Wish]] = {
    **{wish.value: wish for wish in Wish if wish not in {Wish.EDIT, Wish.UPLOAD, *_ASIDES}},
    "balance": Wish.CREDITS,
    "download": Wish.EXPORT,
    "lang": Wish.LANGUAGE,
    "skills": Wish.SKILL,
    "stop": Wish.CANCEL,
    "tracks": Wish.STATUS,
    "upload": Wish.UPLOAD,
}
_OF_FILES: Final = {Wish.EXPORT, Wish.NEW, Wish.UNDO, Wish.UPLOAD}
_EDGE_CHARACTERS: Final = 2_000
_COMMAND: Final = re.compile(r"/([a-z_]{1,32})(?:@\w{1,64})?(?=\s|$)(.*)", re.IGNORECASE | re.DOTALL)
_MENTION: Final = re.compile(r"(?<![\w.])@\w+|<@!?\d+>")
_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)
# as chats write out an emoji that is no character; a colon of Han script stands between words
_EMOJI_NAMES: Final = re.compile(r"(?<![A-Za-z0-9:])(?::[A-Za-z_~][A-Za-z0-9_~]{1,31}:)+(?![A-Za-z0-9:])")
_WHOLLY_QUOTED: Final = re.compile(rf"({QUOTED.pattern})\W*")
_PLACEHOLDER: Final = " \ufffc "  # in the place of quoted words and links; no rule knows this character

_SIZE: Final = re.compile(r"(?<![a-z0-9.])(360|480|540|720|1080)\s?p(?![a-z0-9])")
_FORMATS: Final = "gif webm mov avi mkv mp3 wav flv wmv prores hevc h265 h.265 av1"
_UNSUPPORTED: Final = re.compile(
    r"(?<![a-z0-9.])([2568]k|4k|uhd|1440p|2160p|4320p|\d{2,3}\s?fps|"
    + "|".join(re.escape(one) for one in _FORMATS.split())
    + r")(?![a-z0-9])"
)
_SPELLED: Final = {"webm": "WebM", "prores": "ProRes", "1440p": "1440p", "2160p": "2160p", "4320p": "4320p"}
_DIGITS: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_VERSION: Final = re.compile(
    r"(?:\bversion|\bver\.?|\bdraft)\s{0,3}(?:no\.?\s{0,3}|number\s{0,3}|#\s{0,3})?(\d{1,4})\b|(?<![a-z0-9])v\.?(\d{1,4})(?![a-z0-9])"
    r"|第\s{0,3}([一二两三四五六七八九十]|\d{1,4})\s{0,3}(?:个版本|号版本|版)"  # 三个版本 are three, and 一版 is any
    r"|([一二两三四五六七八九十]|\d{1,4})\s{0,3}号版本|(?<![上下前后每这那\d])(\d{1,4})\s{0,3}版(?!本)"
    r"|版本\s{0,3}(\d{1,4}|[一二两三四五六七八九十])"
)
_PROJECT: Final = re.compile(
    r"(?:\bproject|项目)\s{0,3}(?:no\.?\s{0,3}|number\s{0,3}|#\s{0,3}|编号\s{0,3})?(\d{1,4})|第\s{0,3}(\d{1,4})\s{0,3}个项目"
)

_AGREES: Final = re.compile("[👍👌✅🆗💯🤝]")
_REFUSES: Final = re.compile("[👎❌🙅]")
_APPLAUDS: Final = re.compile("[❤🧡💛💚💙💜🙏😍🥰🤩😘🔥🎉👏🥳💪✨]")

_HOLD: Final = re.compile(
    r"\b(?:don'?t|do not|no need to|not|without|never|hold off(?: on)?|wait (?:with|before)|hold)\s+(?:the\s+)?"
    r"(?:export|render|download|deliver|send|film)(?:ing)?(?:\s+(?:it|me|anything|the (?:video|film|result|export)))*"
    r"(?:\s+just)?(?:\s+(?:yet|now|for now|until\b.*|before\b.*|at the moment|this time))?\s*(?=$|[.,;!?\n)]|but\b"
    r"|and\b|just\b|i\b)"
    r"|\bno export(?:s|ing)?(?:\s+(?:yet|for now|please))?\s*(?=$|[.,;!?\n)])"
    r"|(?:先|暂时|暂|现在|目前)?(?:不要|(?<![分个特区级类性])别|不用|无需|不必|不需要|先不|暂不|别急着|不急着)(?:先|急着|马上|立刻|自动)?"
    r"(?:导出|渲染|输出|出片|发给我|下载)"
)
_DELIVERED_AS: Final = re.compile(
    r"\b(?:into|as|to) (?:an? |one )?(?:[\w<>-]+ ){0,3}?(?:mp4|<unsupported>)"
    r"|(?:成|为|出)[^，。；,.;]{0,16}?(?:mp4|<unsupported>|成片|成品)"
)
_CLAUSES: Final = re.compile(
    r"[,.;!?\n，。；！？、…]+|\b(?:and then|and|then|after that|afterwards|finally)\b"
    r"|然后|接着|最后|并且|并|之后|以后|完成后|完了|好了再|再(?!来|次|见|导)|顺便|同时"
)
_DELIVERING: Final = frozenset({"export", "download", "导出", "下载", "输出"})
_NAMED_SO: Final = re.compile(  # a thing to show: "a download button", 导出两个字
    r"(?:(?:export|download)(?:ing)?[ -](?:(?:our|the|my|this) )?(?:apps?|games?|guides?"
    r"|signs?|buttons?|icons?|texts?|animations?|symbols?|badges?|stickers?"
    r"|labels?|words?|logos?|styles?|screens?|bars?|sounds?|arrows?|speed|progress|count(?:er)?|links?|numbers?)\b"
    r"|(?:导出|下载|输出)(?:我们的)?(?:app|两个字|二字|字样|这几个字|按钮|图标|动画|标志|进度条|速度|链接|次数))"
)
_EXPORTS: Final = tuple(rule for rule in RULES if rule.wish == "export")
_LANGUAGES: Final = (
    ("en", ("english", "英文", "英语")),
    ("zh", ("chinese", "mandarin", "中文", "汉语", "普通话", "简体", "国语")),
)


def meaning(text: str, *, has_media: bool = False) -> Meaning:
    """Return what a message asks for; `has_media`: a file came with it."""
    return _meaning(_without_mentions(text), has_media=has_media)


def is_about_no_file(text: str) -> bool:
    """Return whether a text is a command to be answered, and no wish stands behind it: a file does not change that."""
    command = _COMMAND.fullmatch(_without_mentions(text))
    wish = _COMMANDS.get(command[1].lower()) if command else None
    if command is None or wish is None or wish in _OF_FILES:
        return False
    return wish is Wish.ADMIN or not command[2].strip()


def _without_mentions(text: str) -> str:
    return _MENTION.sub(" ", _head_and_tail(text)).strip()


@lru_cache(maxsize=64)  # a message is read on arrival, and again when the request is complete
def _meaning(words: str, *, has_media: bool) -> Meaning:
    command = _COMMAND.fullmatch(words)
    if command is None:
        return _plain_meaning(words, has_media=has_media)
    name, rest = command[1].lower(), command[2].strip()
    if name == Wish.EDIT:
        return _plain_meaning(rest, has_media=has_media, wish=Wish.EDIT)
    return _command_meaning(_COMMANDS.get(name, Wish.HELP), rest, name if name not in _COMMANDS else rest)


def _head_and_tail(text: str) -> str:
    """Return the beginning and the end of a long text: what is asked stands before or after a script, not inside."""
    return text if len(text) <= 2 * _EDGE_CHARACTERS else f"{text[:_EDGE_CHARACTERS]}\n{text[-_EDGE_CHARACTERS:]}"


def _command_meaning(wish: Wish, rest: str, argument: str) -> Meaning:
    """Return the meaning of a command; for some commands a number alone is a version."""
    facts = _Facts.of(rest)
    version = facts.version
    if version is None and rest.isdecimal() and len(rest) <= 4 and wish in {Wish.EXPORT, Wish.UNDO, Wish.VERSIONS}:
        version = int(rest)
    return Meaning(wish, resolution=facts.resolution, unsupported=facts.unsupported, version=version, argument=argument)


def _plain_meaning(text: str, *, has_media: bool, wish: Wish | None = None) -> Meaning:
    facts = _Facts.of(text)
    tokens = frozenset(_tokens(facts.words))
    if not tokens and wish is None:
        return Meaning(Wish.UPLOAD) if has_media else _without_words(facts.words)
    found = wish or _wish(tokens, has_media=has_media)
    said = wish is None and not has_media
    answer = said and _answers(found, facts.words, tokens)
    agrees = said and any(rule.matches(tokens) for rule in AGREES)
    if found is not Wish.EDIT:
        return Meaning(
            found,
            resolution=facts.resolution,
            unsupported=facts.unsupported if found is Wish.EXPORT else (),
            version=facts.version,
            argument=_argument(found, facts),
            answer=answer,
            agrees=agrees,
        )
    vague = any(rule.matches(tokens, FILLERS) for rule in VAGUE)
    hold = _HOLD.search(facts.words) is not None
    doubtful = said and not (answer or vague or _WHOLLY_QUOTED.fullmatch(text)) and holds_no_wish(facts.words)
    deliveries = [clause for clause in _CLAUSES.split(facts.words) if _delivers(clause)]
    return Meaning(
        Wish.EDIT,
        film=bool(deliveries) and not hold,
        hold=hold,
        each=each(facts.words),
        together=together(facts.words),
        answer=answer,
        agrees=agrees,
        vague=vague,
        doubtful=doubtful,
        about=topic(facts.words) if doubtful else None,
        resolution=facts.resolution,
        unsupported=facts.unsupported if deliveries else (),
    )


def _without_words(signs: str) -> Meaning:
    """Return the meaning of emoji and punctuation: a thumb answers a question, or it is thanks."""
    if _REFUSES.search(signs):
        return Meaning(Wish.EDIT, answer=True)
    agrees = _AGREES.search(signs) is not None
    return Meaning(Wish.THANKS, answer=agrees) if agrees or _APPLAUDS.search(signs) else Meaning(Wish.START)


@dataclass(frozen=True, slots=True)
class _Facts:
    """A text in which sizes and numbers are replaced by marks, and these sizes and numbers."""

    words: str
    resolution: str | None
    unsupported: tuple[str, ...]
    version: int | None
    project: str

    @classmethod
    def of(cls, text: str) -> "_Facts":
        text = _EMOJI_NAMES.sub(" ", text)
        words = simplified(unicodedata.normalize("NFKC", text).replace("’", "'").lower().strip())
        whole = _WHOLLY_QUOTED.fullmatch(words)
        words = whole[1][1:-1] if whole else QUOTED.sub(_PLACEHOLDER, words)
        words = _LINK.sub(_PLACEHOLDER, words)
        for pattern, joined in JOINED:
            words = pattern.sub(joined, words)
        sizes, odd = _SIZE.findall(words), _UNSUPPORTED.findall(words)
        numbers, project = _VERSION.findall(words), _PROJECT.search(words)
        words = _SIZE.sub(f" {SIZE} ", _UNSUPPORTED.sub(f" {UNSUPPORTED} ", _VERSION.sub(f" {VERSION} ", words)))
        if project:
            words = _PROJECT.sub(f" {'project' if 'project' in project[0] else '项目'} {NUMBER} ", words)
        return cls(
            " ".join(words.split()) if "\n" not in words else words,
            f"{sizes[-1]}p" if sizes else None,
            tuple(dict.fromkeys(_SPELLED.get(one, one.upper().replace("FPS", "fps")) for one in odd)),
            next((_integer(one) for group in numbers for one in group if one), None),
            next((one for one in project.groups() if one), "") if project else "",
        )


def _integer(figure: str) -> int:
    return _DIGITS[figure] if figure in _DIGITS else int(figure)


def _wish(tokens: frozenset[str], *, has_media: bool) -> Wish:
    for rule in RULES:
        if (has_media or not rule.with_media) and rule.matches(tokens, FILLERS):
            return Wish(rule.wish)
    aside = next((Wish(rule.wish) for rule in ASIDES if rule.matches(tokens)), Wish.EDIT)
    return Wish.EDIT if aside is Wish.SLOW and has_media else aside  # of the file that came with it


def _answers(found: Wish, words: str, tokens: frozenset[str]) -> bool:
    """Whether a message can be the answer to a question. A wish that asks something itself is none: "ready?"."""
    asks = words.endswith("?") and found is not Wish.EDIT
    return not asks and any(rule.matches(tokens) for rule in ANSWERS)


def _argument(wish: Wish, facts: _Facts) -> str:
    if wish is Wish.PROJECTS:
        return facts.project
    if wish is Wish.LANGUAGE:
        return next((code for code, names in _LANGUAGES if any(name in facts.words for name in names)), "")
    return ""


def _delivers(clause: str) -> bool:
    """Whether a clause of an edit asks for the video."""
    tokens = _tokens(clause)
    first = next((token for token in tokens if token not in FILLERS), "")
    if (first in _DELIVERING and not _NAMED_SO.match(clause, clause.find(first))) or _DELIVERED_AS.search(clause):
        return True
    known = frozenset(tokens)
    return any(rule.matches(known, FILLERS) for rule in _EXPORTS)


def _vocabulary(rules: tuple[Rule, ...]) -> frozenset[str]:
    return FILLERS.union(*(rule.may.union(*rule.needs) for rule in rules))


_HAN: Final = "\u3400-\u9fff"
_TOKEN: Final = re.compile(
    r"<(?:size|unsupported|version|number)>|"
    + "|".join(
        sorted(
            (
                re.escape(word)
                for word in _vocabulary((*RULES, *VAGUE, *ASIDES, *ANSWERS, *AGREES))
                if "\u3400" <= word[0] <= "\u9fff"
            ),
            key=len,
            reverse=True,
        )
    )
    + rf"|[{_HAN}\ufffc]|[^\W{_HAN}]+(?:[':.%+#/-]*[^\W{_HAN}]+)*%?"
)


def _tokens(words: str) -> list[str]:
    """Return the words of a message; Han script is cut into the longest known words, other characters one by one."""
    return _TOKEN.findall(words.lower())
