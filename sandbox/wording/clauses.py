"""A message cut into sentences and clauses, with the polite shell, the audience and the script set apart. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.wording.lexicon import VERBS, bounded, tags_of
from sandbox.wording.marks import MARK, MARKS, Literals
from sandbox.wording.traditional import simplified
from sandbox.wording.vocabulary import AUDIENCES, INSTEAD, REASONS

_LETTER = re.compile("[A-HJ-Z]")
_DISTINCT = re.compile(r"\w[\d_-]|[\d_-]\w")
_HAN = re.compile(r"[\u3400-\u9fff]")
_AUDIENCE = bounded(
    r"(?:instead of|rather than|and not)\s+(?:just\s+)?(?:an?\s+)?(?:hard\s+|plain\s+|straight\s+)?cut(?:s|ting)?"
    r"(?![a-z]|\s+\w)"
    r"|without (?:any )?(?:paid|expensive) (?:software|tools)|for (?:[\w-]+ ){0,3}(?:creators|marketers"
    r"|students|beginners|youtubers)"
    r"(?:(?: and |, )(?:[\w-]+ )?(?:creators|marketers|students|beginners|youtubers))*"
    r"|from (?:my )?(?:images|photos) or (?:clips|videos)"
    r"|^\W*(?:there(?:'s| is)\s+)?no\s+(?:clips?|videos?|footage)\s*,"
    r"|[(（](?:not|不是)[^()（）\n]{0,60}[)）]"
    r"|(?:when|once|if) you(?:'?re| are) (?:happy|done|ready|finished|satisfied)(?: with (?:it|this|that))?"
)
# a version's timeline, behind its number
_ITS_TIMELINE = re.compile("(?:, this earlier timeline: |，即之前的这个时间线：).*", re.DOTALL)
_SIDE = r"(?:top|bottom|upper|lower|left|right|above|below)"
_TOGETHER = (
    # what is not to be used is taken away
    (
        re.compile(
            r"\b(?:don'?t|do not)\s+(?:use|want|need|play|keep)\s+(?:any\s+(?:of\s+)?)?((?:the\s+)?(?:camera|original"
            r"|real|own|live)\s+(?:sound|audio)"
            r"|what(?:ever)?\s+the\s+(?:camera|mic|microphone|phone)\s+(?:recorded|heard|picked\s+up|caught))\b",
            re.IGNORECASE,
        ),
        r"remove \1",
    ),
    (re.compile("(原声|原音)(?:都|就)?别留着?"), r"不要\1"),
    # one thing at two places, and of two things
    (
        re.compile(
            r"\b(fad(?:e|ing) (?:(?:in|out|down|the|my) ){0,2}(?:picture|video|image|music|song|sound|audio)) and"
            r" ((?:(?:the|my) )?(?:picture|video|image|music|song|sound|audio))\b",
            re.IGNORECASE,
        ),
        r"\1 & \2",
    ),
    (
        re.compile(
            rf"\b({_SIDE}(?:[ -](?:{_SIDE}|corner))?) and ((?:(?:the|in|at|on) ){{0,2}}{_SIDE})\b"
            r"(?! (?:half|clip|video|one|of)\b)",
            re.IGNORECASE,
        ),
        r"\1 & \2",
    ),
    (re.compile(r"\bin and out\b", re.IGNORECASE), "in & out"),
    (re.compile(r"\b(first) and (?:the )?last\b", re.IGNORECASE), r"\1 & last"),
    (re.compile(r"\b(start|beginning) and (?:the )?end\b", re.IGNORECASE), r"\1 & end"),
)
_SENTENCE = bounded(r"(?<=[!?。！？])\s*|(?<=\S\.)(?!\d)\s*|\n+")
_CLAUSE = re.compile(
    r"[,;，；、]|(?<=[a-z])\s\+\s(?=[a-z])|(?<![a-z])(?:and then|and also|and|then|plus|as well as|after that"
    r"|(?<!nothing )(?<!all )(?<!everything )but(?!\s+(?:for\s+)?the\s+[\ue000-\uefff]\W*$))(?![a-z])"
    r"|然后|接着|并且|(?<!合)并(?![排列])|再(?=[把将加配剪删去添放调改变])|同时|还有|另外|以及"
    r"|(?<![片频])最后(?=[把将加配剪删去添导输])|(?<![柔饱温平缓])和(?![谐声弦平缓]|[^，,。]{1,4}一(?:块|起|同))"
    # a space between two Chinese words stands for a comma, unless a text without quotation marks comes after it
    r"|(?<=[\u3400-\u9fff])(?<![题幕字本印写])[ \u3000]{1,9}(?=[\u3400-\u9fff])(?!能|可以|[行好][吗不])"
    # "A调亮一点B调暗一点"
    r"|(?<=[点些下了倍])(?=[\ue000-\uefff][调变加减放静改剪倒])"
    r"|(?<=[\ue000-\uefff])[ \u3000]{1,9}(?=不要|其[他余它]|剩下|[^，,。\s]{0,4}别)",
    re.IGNORECASE,
)
_STRETCH_ALONE = bounded(rf"^\W*{MARK}\W*$")
# "except for 4 to 6 s, all of it grey"
_ALL_BUT = bounded(
    rf"^\W*(?:except(?:\s+for)?|apart\s+from|other\s+than|besides)\s+{MARK}\W*$|^\W*除了?{MARK}[^，,。]{{0,6}}$"
)
# what is named at both ends: 前两秒和后三秒
BOTH_EDGES = bounded(
    rf"(?:最?前面?|开头|开始|片头|头)的?{MARK}\s*(?:和|跟|与|同|及|以及|还有|、|加上?)\s*(?:最后|最?后面?|结尾|末尾|片尾|尾巴?|末)的?{MARK}"
)
# two clips that are named together
_BOTH = bounded(rf"{MARK}\s*(?:and|&|和|跟|与|、)\s*(?:the\s+)?(?=({MARK}))")
_POLITE = bounded(
    r"(?:^\W*|[,，]\s*)(?:can|could|would|will) (?:you|u|we)(?! (?:do|tell|explain|help)\b)"
    r"|[,，]\s*(?:like|maybe|say|perhaps)\b"
    r"|,\s?(?:ok(?:ay)?|please|pls|alright)\s?\?\s*$|^\W*(?:how|what) about\b"
    r"|(?<![a-z])(?:can|could) (?:that|this|it|they|those|these)(?: (?:bit|part|one|go|come|be))"
    rf"|^\W*(?:can|could) (?:(?:the|my|this|that) )?(?:{MARK}|titles?|music|songs?|text|logo|photos?|sound)"
    r"|please|帮我|请(?!问)|麻烦"
    r"|(?<=\w)[,，]?\s?(?:可以|可不可以|行|行不行|好|好不好|成)[吗嘛么]?[?？]?\s*$"
    r"|(?:能不能|能否|可不可以|可以|能)(?:帮我|给我|把|将|加|配|剪|去|删|添|做|放|让)"
)
_OPEN = bounded(
    r"^\W*(?:what(?! about)|how(?! about)|which|who|why"
    r"|where\W*$|(?:when|where)(?= (?:is|are|was|were|do|does|did|will|would|can|could|should)\b)|can i|could i"
    r"|is there|are there|is it|do you)\b"
    r"|什么|怎么|如何|多少|多长|多久|几个(?!字)|几段|为什么|有没有|哪些|[能会](?:干|做|弄|搞)?(?:点|些)?[啥嘛]|哪[个一段条个]{1,2}(?:视频|片段)?(?:更|比较|最)?[长短]"
)
# who begins with what shall be done asks for it, and not about it
_ORDERS = bounded(
    r"^\W*(?:(?:so|and|then|maybe|just|also|ok|okay|now|please|pls)\s+){0,3}(?:add|put|cut|trim|make|turn|rotate|flip|mirror|crop|mute|remove|delete"
    r"|steady|stabili[sz]e|speed|slow|reverse|loop|repeat|blur|brighten|darken|fade|join|merge|swap|zoom|compress|lower|raise|start|keep|use|set)"
    r"\s+(?!(?:is|are|was|were|do|does|did|will|would)(?![a-z]))"
)
_MARKS = ("?", "？", "吗", "呢")
# "the bit that I don't like" says which, and forbids nothing
_RELATIVE = bounded(
    r"(?<=\w\s)(?:(?:that|which|where)\s+)?(?:i|we)\s+(?:really\s+)?(?:don'?t|do not|never)\s+(?:really\s+)?"
    r"(?:like|want|need|care for)(?![a-z]).*"
)
# what stands still from then on is a wish
_HELD = bounded(r"(?:定|停|站|保持)(?:住|在)?[^，,。]{0,8}?(?:别|不)(?:要|再)?动")
# what shall not begin before a moment shall begin then
_NOT_UNTIL = r"(?!\s+(?:start|begin|play|bring|kick|come|add|let)(?![a-z])[^,;.]{0,40}(?<![a-z])(?:un)?till?(?![a-z]))"
# no hard cuts: the asker wants softer ones, which is a wish
_HARD_CUTS = r"(?!\s+(?:[a-z]+\s+){0,3}?(?:hard|abrupt|harsh|jarring|straight)[\s-]+cuts?(?![a-z]))"
_HARD_CUTS_HAN = r"(?!(?:再|用|这么|那么|直接|都是){0,2}(?:硬切|直接切|直切|生硬))"
# what there is shall stay: "text can stay", "the logo stays where it is"
_STAYS = (
    r"^\W*(?:and\s+|but\s+)?(?:(?:the|my|that|this|all)\s+)?[a-z]+(?:\s+[a-z]+)?\s+"
    r"(?:(?:can|should|may|could|must|has\s+to|gets\s+to)\s+)?stays?"
    r"(?:\s+(?:in|put|there|on|too|though|please|pls|(?:as|where|how)\s+(?:it|they)\s+(?:is|are)))*\W*$"
    r"|^\W*(?:那?[个行]?)(?:字|文字|标题|字幕|水印|标志|音乐|歌|滤镜)(?:可以|就|还是|都)?(?:留着|留下)(?:吧|就[行好])?\W*$"
)
_NORMAL = r"(?:normal(?:ly)?|unchanged|untouched|as (?:it|they) (?:is|are)|as is|as (?:shot|filmed)|the same(?! time))"
# what there is stays as it is
_LEFT_ALONE = (
    rf"{_STAYS}|(?<![a-z])(?:rest|(?<!each )others?|remainder|everything else)(?:\s+of\s+(?:it|the\s+\w+))?"
    rf"(?:\s+(?:stays?|should|be|is|are|at|as))*\s+{_NORMAL}(?![a-z])"
    r"|(?<![a-z])rest\s+(?:of\s+it\s+)?(?:stays|remains)(?![a-z])|原[声音](?:就好|就行|就可以|够了)"
    r"|(?<![a-z])original (?:sound|audio) is (?:fine|enough|ok)"
    rf"|(?:carry|go|continue|keep)(?:ing)?(?:\s+(?:on|playing|going))*\s+(?:as\s+)?normal(?:ly)?(?![a-z])"
    rf"|^\W*(?:(?:and|but)\s+)?(?:the\s+)?{MARK}\s*(?:stays?\s+|is\s+|at\s+)?{_NORMAL}\W*$"
    r"|^\W*normal\s+again\W*$|^\W*(?:go(?:es)?\s+)?back\s+to\s+normal(?:\s+(?:speed|again))?\W*$"
    r"|^\W*no\s+(?:louder|quieter|brighter|darker|faster|slower|longer|bigger|smaller)\W*$"
    r"|^\W*(?:之?后面?|以后|然后|其余|再)(?:部分|的)?(?:都|就|再)?恢复(?:正常|原速|原样|原来的?(?:速度|样子))?\W*$"
    r"|(?<![\ue000-\uefff] )(?<!bit )(?<![a-z])later\W*$|(?:以后|稍后|回头|过后|待会儿?)再"
    r"|(?<![a-z])keep\s+(?:us|me|him|her|them|people)\s+(?:talking|speaking|audible)(?![a-z])"
    r"|(?<![a-z])(?:without changing|(?<!only )(?<!just )leave"
    r"(?!\s+(?:\S+\s+){0,3}(?:out|off)\b)(?! (?:only|just|in)\b)"
    r"|keep\s+[^,.;]{0,40}?(?:normal|unchanged|untouched|as (?:it|they) (?:is|are)|as is|the same|alone))(?![a-z])"
    r"|(?:其余|其他|其它|别的|剩下的?|后面的?|前面的?)(?:部分|时间|地方|的)?(?:都|还是|保持|就)?(?:不变|正常|照旧|原样|不动)"
    r"|^\W*[\ue000-\uefff]\s*(?:都|还是|保持|就)?(?:不变|正常|照旧|原样|不动)"
)
NEGATED = bounded(
    rf"{_LEFT_ALONE}|(?<![a-z])(?:(?:don'?t|do not)(?!\s+(?:need|want)\s+(?:the\s+)?{MARK}\W*$)"
    rf"{_NOT_UNTIL}{_HARD_CUTS}|never"
    r"|(?<!'m )(?<!im )(?<!is )(?<!are )(?<!am )(?<!was )(?<!were )(?<!'s )(?<!'re )not(?! (?:only|just|more)\b))"
    r"(?![a-z])(?!.{0,40}(?:(?:larger|bigger|more|longer) than|exceed|go over))"
    rf"|(?<![识特区类级性分鉴辨])别{_HARD_CUTS_HAN}(?!出声|有声|响|超过"
    r"|大于|高于|的|[扭人致墅])"
    r"|不要(?=再?(?:加|添|剪|裁|改"
    r"|动|用|删|配|导|变|调|自动))|不用(?!了)|无需|不必|先不"
)
# what forbids no more than to change something, or to do it now
LEAVES = bounded(
    rf"{_LEFT_ALONE}|(?<![a-z])(?:don'?t|do\s+not|never)\s+(?:\w+\s+)?(?:touch|change|alter|mess|move)(?![a-z])"
    r"|(?<![a-z])yet\W*$|(?:别|不用|不要|无需|不必|先不)(?:再|去)?[变动改碰裁剪切删加添]"
)
_HEADER = bounded(r"^\W*(?:the |my )?(?:script|captions?|subtitles|lines|脚本|文案|字幕|台词)\W*[::]\s*")
_SCRIPT_WORD = re.compile(
    r"(?<![a-z])(?:script|captions?|subtitles|slide-?\s?show|photos?|images?)(?![a-z])|脚本|文案|字幕|照片|图片|台词",
    re.IGNORECASE,
)
_BULLET = bounded(r"^\s*(?:[-*•·#>]+|\d{1,2}[.)、]|scene \d+\s*:)\s*")
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked: its words with marks, its tags, its literals, and whether it forbids instead of asks."""

    text: str
    typed: str
    tags: frozenset[str]
    marks: tuple[tuple[str, Any], ...]
    forbids: bool = False
    carried: frozenset[str] = frozenset()

    def has(self, *tags: str, carried: bool = True) -> bool:
        """Whether any of the tags is there; a verb that was carried over counts, unless it shall not."""
        return not (self.tags if carried else tags_of(MARKS.sub(" ", self.text))).isdisjoint(tags)

    def one(self, kind: str) -> Any:
        """Value of the first literal of a kind, or None."""
        return next((value for each, value in self.marks if each == kind), None)

    def less(self, match: re.Match[str]) -> "Clause":
        """The clause without the words that were matched; the marks among them stay for whoever matched them."""
        text = f"{self.text[: match.start()]} {self.text[match.end() :]}"
        before = len(MARKS.findall(self.text[: match.start()]))
        after = before + len(MARKS.findall(match[0]))
        tags = tags_of(MARKS.sub(" ", text))
        return replace(
            self,
            text=text,
            tags=tags if tags & VERBS else tags | self.carried,
            marks=self.marks[:before] + self.marks[after:],
        )

    def heard(self) -> "Clause":
        """The clause without instead of what it is wished; without why and for whom, unless it says nothing else."""
        plain = INSTEAD.sub(" ", self.text)
        text = AUDIENCES.sub(" ", REASONS.sub(" ", plain))
        text = text if tags_of(MARKS.sub(" ", text)) else plain
        if text == self.text:
            return self
        tags = tags_of(MARKS.sub(" ", text))
        return replace(self, text=text, tags=tags if tags & VERBS else tags | self.carried)

    @property
    def folded(self) -> str:
        """The clause as it was typed, in simplified characters: for words that may be among its literals."""
        return simplified(self.typed)

    def as_typed(self, words: str) -> str:
        """Words of the clause that are to be shown, as they were typed."""
        at = self.folded.find(words)
        return words if at < 0 else self.typed[at : at + len(words)]

    @property
    def files(self) -> tuple[str, ...]:
        """All files that are named: those to be seen ("asset") and those to be heard ("song", "voice")."""
        return tuple(value for kind, value in self.marks if kind in {"asset", "song", "voice"})

    def every(self, kind: str) -> tuple[Any, ...]:
        """Values of all literals of a kind."""
        return tuple(value for each, value in self.marks if each == kind)


def is_chinese(text: str) -> bool:
    """Whether any Han character is in it."""
    return _HAN.search(text) is not None


def split_script(text: str) -> tuple[str, tuple[str, ...]]:
    """The wish, and the lines of a script that came with it (without bullets and numbers)."""
    lines = [line.strip() for line in text.splitlines()]
    for place, line in enumerate(lines):
        if header := _HEADER.match(simplified(line)):
            script = [line[header.end() :], *lines[place + 1 :]]
            # "captions: hello" alone is a caption, not a script
            if sum(map(bool, script)) > 1:
                return "\n".join(lines[:place]), _script(script)
    wish = next((place for place, line in enumerate(lines) if line), 0)
    rest = [line for line in lines[wish + 1 :] if line]
    if len(rest) > 1 and _SCRIPT_WORD.search(simplified(lines[wish])) and not all(map(_is_wish, rest)):
        return lines[wish], _script(rest)
    return text, ()


def _script(lines: Sequence[str]) -> tuple[str, ...]:
    bare = (_BULLET.sub("", line).strip(' *_`"“”') for line in lines)
    return tuple(line for line in bare if line)[:MOST_LINES]


def _is_wish(line: str) -> bool:
    return not tags_of(simplified(line)).isdisjoint(VERBS)


def sentences(literals: Literals) -> Iterator[tuple[str, bool]]:
    """Each sentence with its marks, and whether it asks instead of wishes."""
    text = _AUDIENCE.sub(" ", _ITS_TIMELINE.sub("", literals.text))
    for pattern, joined in _TOGETHER:
        text = pattern.sub(joined, text)
    for sentence in _SENTENCE.split(text):
        if sentence.strip(" .!?。！？"):
            yield sentence, _is_question(sentence)


def _is_question(sentence: str) -> bool:
    if _OPEN.search(sentence):
        return True
    return sentence.rstrip().endswith(_MARKS) and _POLITE.search(sentence) is None and not _ORDERS.search(sentence)


def clauses(sentence: str, literals: Literals, whole: Sequence[re.Pattern[str]] = ()) -> Iterator[Clause]:
    """The clauses of a sentence; one without a verb takes that of the one before.

    `whole` are the words that belong together whatever stands in them: "black and white" is one thing.
    """
    carried: frozenset[str] = frozenset()
    for piece in _when_first(list(_pieces(sentence, literals, whole)), literals):
        typed = literals.as_typed(piece).replace(" & ", " and ").strip(" .!?。！？\t")
        if not typed:
            continue
        tags = tags_of(MARKS.sub(" ", piece))
        own = tags & VERBS
        yield Clause(
            piece,
            typed,
            tags if own else tags | carried,
            tuple(literals.within(piece)),
            NEGATED.search(_HELD.sub(" ", _RELATIVE.sub(" ", piece) if own & {"REMOVE", "CUT"} else piece)) is not None,
            carried,
        )
        carried = own or carried


def _when_first(pieces: list[str], literals: Literals) -> list[str]:
    """The pieces with a stretch that stands alone at the beginning put to what it is about: "0:02-0:04, mute"."""
    if len(pieces) > 1 and _ALL_BUT.match(pieces[0]) and not tags_of(MARKS.sub(" ", pieces[0])) & VERBS:
        return [f"{pieces[0]} {pieces[1]}", *pieces[2:]]
    if len(pieces) < 2 or not _STRETCH_ALONE.match(pieces[0]) or literals.within(pieces[0])[0][0] != "range":
        return pieces
    about = tags_of(MARKS.sub(" ", pieces[1]))
    timed = any(kind in {"range", "time", "span"} for kind, _ in literals.within(pieces[1]))
    if timed or about & {"KEEP", "REMOVE", "CUT", "TRIM", "JOIN", "EXPORT"}:
        return pieces
    return [f"{pieces[0]} {pieces[1]}", *pieces[2:]]


def _pieces(sentence: str, literals: Literals, whole: Sequence[re.Pattern[str]]) -> Iterator[str]:
    together = [
        match.span()
        for words in whole
        for match in words.finditer(sentence)
        # two texts are two wishes, whatever stands between them
        if [kind for kind, _ in literals.within(match[0])].count("text") < 2
    ]
    together += [
        (both.start(), both.end() + len(both[1]))
        for both in _BOTH.finditer(sentence)
        if all(kind in {"asset", "song", "voice", "file", "nth"} for kind, _ in literals.within(both[0] + both[1]))
    ]
    together += [edges.span() for edges in BOTH_EDGES.finditer(sentence)]
    start = 0
    for found in _CLAUSE.finditer(sentence):
        if not any(begin <= found.start() and begin < found.end() < end for begin, end in together):
            yield sentence[start : found.start()]
            start = found.end()
    yield sentence[start:]


def names_of(files: Mapping[str, str]) -> dict[str, list[str]]:
    """Spellings by which each file may be called: its name, and its stem where no ordinary word looks like it."""
    spellings = {}
    for key, name in files.items():
        stem = name.rsplit(".", 1)[0]
        plain = _DISTINCT.search(stem) is not None and len(stem) > 3
        spellings[key] = [name, stem] if plain or _LETTER.fullmatch(stem) else [name]
    return spellings
