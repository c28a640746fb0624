"""The editor: what one message does to a timeline, and the three functions the server calls (probe, edit, render).

It works by rules, says what it did, and quotes what it did not understand.
"""

import asyncio
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sandbox.abilities import abilities
from sandbox.film.ffmpeg import FFmpegError, NoFFmpeg, ffmpeg_exe, filters
from sandbox.film.probe import probe
from sandbox.film.render import Film, Quality, RenderFailed, render, sweep
from sandbox.film.silence import silent_spans
from sandbox.film.tempo import song_tempo
from sandbox.follow_ups import Files, Heard, Situation, heard
from sandbox.model.assets import Asset, Unreadable
from sandbox.model.bounds import LONGEST_MS, READING_SECONDS
from sandbox.model.draft import CARD, BadDraft, Shot, Timeline, Words
from sandbox.model.tempo import Tempo
from sandbox.model.wire import asked_to_wire, from_wire, to_wire
from sandbox.operations.aspect import canvas_for
from sandbox.operations.beat import beat_again
from sandbox.operations.context import EditContext
from sandbox.operations.logo import is_logo
from sandbox.operations.music import add_music
from sandbox.operations.pinned import carry_out
from sandbox.operations.registry import BORROWS, CARRY_OUT, NEVER, OF_WISH, REMAKES
from sandbox.operations.tempo import said_tempo
from sandbox.operations.voice import add_voice
from sandbox.renumbered import by_their_names
from sandbox.versions import revision, undo
from sandbox.wording.files import is_spoken
from sandbox.wording.lexicon import bounded
from sandbox.wording.phrases import APPENDED, UNTITLED, Phrase
from sandbox.wording.traditional import simplified
from sandbox.wording.wishes import Reading, Wish

__all__ = [
    "Asset", "Edit", "FFmpegError", "Film", "NoFFmpeg", "Quality", "RenderFailed", "Unreadable", "edit", "ffmpeg_exe",
    "probe", "render", "sweep",
]  # fmt: skip

CARD_MS = 5000
CARDS_FILM_MS = 15_000
LINE_MS = 3000
MOST_QUOTED = 60  # letters of what was not understood

_PUT = Phrase("Put {names} on the timeline ({length}).", "已把 {names} 放到时间线上（{length}）。")
_FRESH = Phrase("Started a fresh timeline.", "已新建时间线。")
_FRESH_FILE = Phrase("Started a fresh timeline with {names} only.", "已用 {names} 新建时间线。")
_CARDS = Phrase(
    "There is no clip or photo here, so I drew title cards: {length}, “{title}”.",
    "没有可用的视频或照片，我画了 {length} 的标题卡：“{title}”。",
)
_NO_CLIP = Phrase(
    (
        "There is nothing on the timeline yet: send a clip or photos, or say “create a 30-second video "
        "with background music”."
    ),
    "时间线上还没有素材：请先发一段视频或照片，或者说“制作一个30秒带背景音乐的视频”。",
)
_READY = Phrase("The timeline is ready: {length}.", "时间线已就绪：{length}。")
_UNUSED_AUDIO = Phrase(
    "I use one music file at a time; {names} stays unused.", "一次只能用一首音乐，{names} 暂未使用。"
)
_UNKNOWN_FILE = Phrase("I have no file called “{name}” here.", "这里没有名为“{name}”的文件。")
_MISSED = Phrase(
    (
        "I did not understand {quotes}. I am a rule-based sandbox, not the NemoVideo AI: I cannot see or hear what is "
        "in a clip."
    ),
    "没有听懂{quotes}。我是按规则工作的沙盒，不是 NemoVideo AI：看不到画面里有什么，也听不懂声音。",
)
_DOUBTED = Phrase(
    (
        "I do not understand “{words}” in “{clause}”, so I left that; I cannot see or hear what is in a clip. "
        "I can do this: {ability}. Say it without those words, and I do it."
    ),
    (
        "“{clause}”里的“{words}”我没听懂，所以这一句没有做：我看不到画面里有什么，也听不懂声音。我能做的是：{ability}；"
        "不带这几个字再说一遍，我就照做。"
    ),
)
_REMARKED = Phrase("I took {quotes} as a remark.", "{quotes}我当作说明。")
_UNREADABLE_DRAFT = Phrase(
    "I could not read the earlier timeline and started a new one.",
    "读不懂之前的时间线，已新建一个。",
)
_LEFT_ALONE = Phrase("Understood; I left that as it is.", "好的，保持不变。")
_HELLO = Phrase(
    "Tell me what to do, for example: “cut the silences”, “add lo-fi music and sync the cuts to the beat”.",
    "请告诉我要做什么，例如：“去掉静音片段”“加轻松的音乐并卡点”。",
)
_GLAD = Phrase("Good. Tell me if something shall be changed.", "好的，需要再改就告诉我。")
_NOTHING = Phrase("Nothing changed.", "没有改动。")
_IS_LONG = Phrase("The film is {length} long, {width}×{height}.", "影片全长 {length}，{width}×{height}。")
_CONTENTS = Phrase(
    "On the timeline: {names}; {music}; {words} texts; {length} in all.",
    "时间线上有：{names}；{music}；{words} 处文字；全长 {length}。",
)
_ASK = Phrase("“What can you do?” lists what I can do.", "问“你能做什么？”，我会列出我能做的。")
_ABILITY = re.compile(
    r"(?<![a-z])(?:can|could|able|abilit\w+|capab\w+|feature\w*|help|support\w*|commands?|options?|do)(?![a-z])"
    r"|能|会|可以|功能|帮助|支持|怎么用",
    re.IGNORECASE,
)
_HOW_LONG = bounded(
    r"(?<![a-z])(?:how\s+long\s+(?:is|are)(?![a-z])|which\W.*?(?:long|short)e(?:r|st))|多长|多久|几秒|哪.{0,6}[长短]"
)
_SENT = Phrase("{name} is {length} long.", "{name} 长 {length}。")
_WITH_MUSIC = Phrase("background music {name}", "背景音乐 {name}")
_NO_MUSIC = Phrase("no background music", "没有背景音乐")

_MAKES_A_FILM = frozenset({"create", "slideshow", "script"})


@dataclass(frozen=True, slots=True)
class Edit:
    """What one message did: the new draft (None = nothing on the timeline), words for the user, and what changed."""

    draft: dict[str, Any] | None
    said: str
    done: tuple[str, ...]
    changed: bool
    missed: tuple[str, ...]
    is_question: bool
    doubts: tuple[str, ...] = ()  # clauses that were left out for a word that nobody explained


async def edit(
    text: str,
    draft: dict[str, Any] | None,
    history: Sequence[dict[str, Any]],
    assets: Sequence[Asset],
    work: Path,
) -> Edit:
    """Carry out one message. `history` are the earlier drafts, newest last; `assets` in the order they came."""
    at_hand = {asset.id: asset for asset in assets}
    timeline = _loaded(draft)
    files = Files({asset.id: asset.name for asset in assets}, _shapes(assets))
    what = heard(text, _situation(timeline, at_hand), files)
    reading = what.reading
    context = EditContext(
        timeline or Timeline(), at_hand, reading.chinese, script=reading.script, subtitles=reading.subtitles
    )
    if timeline is None and draft:
        context.note(_UNREADABLE_DRAFT)
    if reading.wishes:
        async with asyncio.timeout(READING_SECONDS):
            if any(wish.op == "silence" for wish in reading.wishes):
                context.silences = await _silences(at_hand)
            context.tempos = await _tempos(context, reading.wishes, work)
        if any(wish.op == "steady" for wish in reading.wishes):
            context.filters = await filters()
        await asyncio.to_thread(_carry_out, context, reading, draft, history)
    for name in reading.unknown_files:
        context.note(_UNKNOWN_FILE, name=name)
    if reading.questions:
        _answer(context, reading.questions)
    return _result(context, what, draft, history)


def _shapes(assets: Sequence[Asset]) -> dict[str, str]:
    """Of each clip, whether it is "upright" or "wide"; a picture that is called no logo is a "photo"."""
    seen = [asset for asset in assets if asset.kind == "video" and asset.width != asset.height]
    shapes = {asset.id: "upright" if asset.height > asset.width else "wide" for asset in seen}
    return shapes | {asset.id: "photo" for asset in assets if asset.kind == "image" and not is_logo(asset.name)}


async def _silences(assets: Mapping[str, Asset]) -> dict[str, list[tuple[int, int]]]:
    return {key: await silent_spans(asset) for key, asset in assets.items() if asset.kind == "video"}


async def _tempos(context: EditContext, wishes: Sequence[Wish], work: Path) -> dict[str, Tempo]:
    """The beat of every song that may play after this message, where the message has to do with the beat."""
    timeline = context.timeline
    if not timeline.on_beat and not any(wish.op in {"beat", "tempo"} for wish in wishes):
        return {}
    songs = {key for wish in wishes if wish.op == "bgm" for key in wish.files}
    songs |= {key for key, asset in context.assets.items() if asset.kind == "audio" and key not in timeline.known}
    if timeline.music is not None:
        songs.add(timeline.music.source)
    found: dict[str, Tempo] = {}
    for key in songs & context.assets.keys():
        playing = timeline.music if timeline.music is not None and timeline.music.source == key else None
        if playing and playing.bpm and not any(wish.op == "tempo" for wish in wishes):
            continue  # known already
        if tempo := await song_tempo(context.assets[key], work, said_tempo(playing, wishes)):
            found[key] = tempo
    return found


def _loaded(draft: dict[str, Any] | None) -> Timeline | None:
    """The timeline of a draft; None where there is none that can be read."""
    try:
        return from_wire(draft) if draft else None
    except BadDraft:
        return None


def _situation(timeline: Timeline | None, assets: Mapping[str, Asset]) -> Situation | None:
    """What a message may speak of besides what it says itself."""
    if timeline is None or not timeline.shots:
        return None
    sounds = any(
        shot.volume > 0 and (a := assets.get(shot.source)) is not None and a.has_audio for shot in timeline.shots
    )
    return Situation(timeline.asked, tuple(timeline.sources), plays=timeline.music is not None, sounds=sounds)


def _carry_out(
    context: EditContext, reading: Reading, draft: dict[str, Any] | None, history: Sequence[dict[str, Any]]
) -> None:
    wishes = list(reading.wishes)
    if wishes[0].op == "undo":
        then = any(wish.op not in {"undo", "export"} for wish in wishes)
        if not undo(context, wishes.pop(0), draft, history, then=then) or not then:
            return
    if all(wish.op in NEVER for wish in wishes):  # a film of everything that was sent is not what was asked for
        _say_what_cannot_be_done(context, wishes)
        return
    _add_uploads(context, wishes)
    wishes = by_their_names(context, wishes)
    if not context.timeline.shots and not all(wish.op == "card" and wish.text for wish in wishes):
        _say_what_cannot_be_done(context, wishes)
        context.note(_NO_CLIP)
        return
    for wish in wishes:
        if wish.op in REMAKES and context.timeline.on_beat and context.timeline.uncut:
            _uncut_first(context)
        carry_out(CARRY_OUT[wish.op], context, wish)
    _realign_beat_cuts(context, wishes)
    if any(wish.op == "export" for wish in wishes):
        context.note(_READY, length=context.long())
    context.timeline.known = tuple(dict.fromkeys((*context.timeline.known, *context.assets)))


def _say_what_cannot_be_done(context: EditContext, wishes: Sequence[Wish]) -> None:
    for wish in wishes:
        if wish.op in NEVER:
            CARRY_OUT[wish.op](context, wish)


def _uncut_first(context: EditContext) -> None:
    """Cutting and pacing work on the film as it was before the beat cuts, which are made anew afterwards."""
    context.timeline.shots, context.timeline.uncut = context.timeline.uncut, []


def _realign_beat_cuts(context: EditContext, wishes: Sequence[Wish]) -> None:
    timeline = context.timeline
    if timeline.on_beat and "sync_to_beat" not in context.done:
        music = any(wish.op in {"bgm", "bgm_remove", "tempo", "first_beat"} for wish in wishes)
        if music or not timeline.uncut:
            beat_again(context)


def _add_uploads(context: EditContext, wishes: Sequence[Wish]) -> None:
    """Uploads the timeline has not seen come onto it; without any, a film may be drawn."""
    fresh = next((wish for wish in wishes if wish.op == "fresh"), None)
    if fresh is not None:
        context.timeline = Timeline(rev=context.timeline.rev)
    borrowed = {key for wish in wishes for key in BORROWS[wish.op](context, wish)}
    named = [key for key in _named(context, wishes, fresh) if key not in borrowed]
    new = named or [key for key, asset in context.assets.items() if asset.kind != "audio" and _is_new(context, key)]
    new = [key for key in new if key not in borrowed]
    if context.timeline.shots:
        _append(context, [key for key in new if _is_new(context, key)])
    else:
        _begin(context, new, wishes, fresh)
    _add_songs(context, wishes, fresh, borrowed)


def _is_new(context: EditContext, key: str) -> bool:
    return key not in context.timeline.known and key not in context.timeline.sources


def _named(context: EditContext, wishes: Sequence[Wish], fresh: Wish | None) -> list[str]:
    """Files a first or fresh film is to be made of, where the words name some."""
    if fresh is not None and fresh.files:
        return [key for key in fresh.files if context.assets[key].kind != "audio"]
    if context.timeline.shots:
        return []
    names = [key for wish in wishes if wish.op in {"create", "only", "put"} for key in wish.files]
    return [key for key in dict.fromkeys(names) if context.assets[key].kind != "audio"]


def _append(context: EditContext, new: Sequence[str]) -> None:
    if not new:
        return
    if context.timeline.on_beat and context.timeline.uncut:
        _uncut_first(context)
    context.timeline.shots += [context.shot_of(context.assets[key]) for key in new]
    context.did("append_clip", APPENDED, names=context.called(new), length=context.long())


def _begin(context: EditContext, new: Sequence[str], wishes: Sequence[Wish], fresh: Wish | None) -> None:
    timeline = context.timeline
    if new:
        assets = [context.assets[key] for key in new]
        timeline.shots = [context.shot_of(asset) for asset in assets]
        timeline.canvas = canvas_for([(a.width, a.height) for a in assets], assets[0].fps)
        timeline.title = timeline.shots[0].name
        if fresh is not None:
            context.did("new_timeline", _FRESH_FILE if fresh.files else _FRESH, names=context.called(new))
        context.did("put_clip", _PUT, names=context.called(new), length=context.long())
    elif any(wish.op == "create" and wish.kind for wish in wishes):
        CARRY_OUT["impossible"](context, Wish("impossible", kind="generate"))
    elif any(wish.op in _MAKES_A_FILM for wish in wishes) or any(a.kind == "audio" for a in context.assets.values()):
        _draw_cards(context, wishes)
    elif fresh is not None:
        context.did("new_timeline", _FRESH)


def _draw_cards(context: EditContext, wishes: Sequence[Wish]) -> None:
    """A film without any material: drawn backgrounds and a title, as long as asked."""
    created = next((wish.text for wish in wishes if wish.op == "create" and wish.text), "")
    song = max((asset.duration_ms for asset in context.assets.values()), default=0)
    asked = next((wish.ms for wish in wishes if wish.op == "target" and wish.ms), None)
    total = min(asked or len(context.script) * LINE_MS or song or CARDS_FILM_MS, LONGEST_MS)
    count = len(context.script) or min(24, max(1, round(total / CARD_MS)))
    edges = [round(total * place / count) for place in range(count + 1)]
    title = created[:1].upper() + created[1:] or context.said(UNTITLED)
    context.timeline.shots = [
        Shot(f"{CARD}{number % 6}", title, 0, max(1, stop - start), still=True)
        for number, (start, stop) in enumerate(pairwise(edges))
    ]
    context.timeline.title = title
    if not context.script:
        context.timeline.words.append(Words(title, length=min(4000, total)))
    context.did("draw_title_cards", _CARDS, length=context.long(), title=title)


def _add_songs(context: EditContext, wishes: Sequence[Wish], fresh: Wish | None, borrowed: Collection[str]) -> None:
    """A song sent along becomes the background music, unless the words ask for other music."""
    songs = [key for key, asset in context.assets.items() if asset.kind == "audio" and _is_new(context, key)]
    songs = [key for key in songs if key not in borrowed]
    if not songs or not context.timeline.shots or any(wish.op == "bgm" for wish in wishes):
        return
    if _speaks(context, wishes) and (spoken := [key for key in songs if is_spoken(context.assets[key].name)]):
        add_voice(context, Wish("voice", files=(spoken[-1],)))  # a recording of a voice, which the music steps back for
        songs = [key for key in songs if key != spoken[-1]]
    if songs and context.timeline.music is None and (fresh is None or not fresh.files or set(songs) & set(fresh.files)):
        add_music(context, Wish("bgm", files=(songs[0],)))
        songs = songs[1:]
    if songs:
        context.note(_UNUSED_AUDIO, names=context.called(songs))


def _speaks(context: EditContext, wishes: Sequence[Wish]) -> bool:
    """Whether a recording of a voice shall be heard over the film: the music ducks, and no voice is there yet."""
    return context.timeline.voice is None and any(wish.op == "duck" and not wish.kind for wish in wishes)


def _answer(context: EditContext, questions: Sequence[str]) -> None:
    timeline = context.timeline
    if timeline.shots:
        music, canvas = timeline.music, timeline.canvas
        heard = context.said(_WITH_MUSIC, name=music.name) if music else context.said(_NO_MUSIC)
        context.note(_IS_LONG, length=context.long(), width=canvas.width, height=canvas.height)
        context.note(
            _CONTENTS,
            names=context.called(timeline.sources),
            music=heard,
            words=len(timeline.words),
            length=context.long(),
        )
    sent = [each for each in context.assets.values() if each.duration_ms and not timeline.shots]
    if sent and all(_HOW_LONG.search(simplified(each)) for each in questions):
        context.notes += [context.said(_SENT, name=each.name, length=context.long(each.duration_ms)) for each in sent]
        return
    if not timeline.shots or any(_ABILITY.search(simplified(each)) for each in questions):
        context.notes.append(abilities(chinese=context.chinese))
    else:
        context.note(_ASK)


def _quoted(pieces: Sequence[str], *, chinese: bool) -> str:
    """Pieces of the message in quotation marks, a long one only as far as one knows it by."""
    return ("、" if chinese else ", ").join(f"“{_short(each)}”" for each in pieces)


def _short(piece: str) -> str:
    return piece if len(piece) <= MOST_QUOTED else f"{piece[:MOST_QUOTED].rstrip()}…"


def _result(context: EditContext, what: Heard, draft: dict[str, Any] | None, history: Sequence[dict[str, Any]]) -> Edit:
    reading = what.reading
    for doubt in reading.doubts:
        ability = context.said(OF_WISH[doubt.op].ability)
        context.note(_DOUBTED, words=_short(doubt.words), clause=_short(doubt.clause), ability=ability)
    if reading.missed:
        context.note(_MISSED, quotes=_quoted(reading.missed, chinese=context.chinese))
    if reading.remarks:
        context.explain(_REMARKED, quotes=_quoted(reading.remarks, chinese=context.chinese))
    made = to_wire(context.timeline) if context.done else draft
    changed = made != draft
    if changed and made is not None and context.done != ["undo"]:
        made["m"]["rev"] = 1 + max([revision(draft), *(revision(each) for each in history)])
        made["m"]["asked"] = asked_to_wire(what.asked(revision(draft)))
    if (reading.missed or reading.doubts) and not (reading.wishes or reading.questions):
        context.note(_HELLO)
    if not context.notes:
        left = _GLAD if what.content else _LEFT_ALONE if reading.forbids else _HELLO
        context.note(_NOTHING if reading.wishes else left)
    joint = "" if context.chinese else " "
    return Edit(
        draft=made,
        said="\n\n".join(joint.join(part) for part in (context.notes, context.asides) if part),
        done=tuple(context.done) if changed else (),
        changed=changed,
        missed=reading.missed,
        is_question=reading.is_question,
        doubts=tuple(doubt.clause for doubt in reading.doubts),
    )
