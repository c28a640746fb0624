"""Requests by somebody who never saw this program, with the sentence each was given of what must be true then.

They were run as they came before anything was changed for them; `python -m bench requests` counts them by themselves.
Where the clip that was named would not show what is asked (hiss, shaking), one that does is in its place.
"""

from __future__ import annotations

from typing import Final

from bench.requests import checks as must
from bench.requests.cases import ASK, NO, Case
from bench.requests.checks import BOTTOM, BOTTOM_LEFT, BOTTOM_RIGHT, MIDDLE, TOP, TOP_LEFT, TOP_RIGHT, WHOLE, Check
from bench.requests.material import LATER_HZ, SONG_HZ, VOICE_HZ


def _a(words: str, *checks: Check, want: str = "") -> Case:
    return Case(words, ("A.mp4",), checks, want=want)


def _ab(words: str, *checks: Check) -> Case:
    return Case(words, ("A.mp4", "B.mp4"), checks)


def _abc(words: str, *checks: Check) -> Case:
    return Case(words, ("A.mp4", "B.mp4", "C.mp4"), checks)


def _with(words: str, files: str, *checks: Check) -> Case:
    return Case(words, tuple(files.split()), checks)


def _no(words: str, files: str = "A.mp4") -> Case:
    return Case(words, tuple(files.split()), (must.same_picture, must.same_sound, must.same_length), want=NO)


def _ask(words: str, files: str = "A.mp4") -> Case:
    return Case(words, tuple(files.split()), (must.same_length,), want=ASK)


PHOTOS: Final = "one.jpg two.jpg three.jpg four.jpg"
_AB: Final = must.both(must.length(14), must.plays({0.5: "A0", 7.5: "A7", 8.5: "B0", 13.5: "B5"}))
_BA: Final = must.both(must.length(14), must.plays({0.5: "B0", 5.5: "B5", 6.5: "A0", 13.5: "A7"}))
_CAB: Final = must.both(must.length(18), must.plays({0.5: "C0", 4.5: "A0", 12.5: "B0"}))
_CBA: Final = must.both(must.length(18), must.plays({0.5: "C0", 4.5: "B0", 10.5: "A0"}))
_FROM2: Final = must.both(must.length(6), must.plays({0.5: "A2", 5.5: "A7"}))
_FROM3: Final = must.both(must.length(5), must.plays({0.5: "A3", 4.5: "A7"}))
_TO5: Final = must.both(must.length(5), must.plays({0.5: "A0", 4.5: "A4"}))
_2TO6: Final = must.both(must.length(4), must.plays({0.5: "A2", 3.5: "A5"}))
_NOT_3TO5: Final = must.both(must.length(6), must.plays({2.5: "A2", 3.5: "A5"}))
_ENDS_OFF: Final = must.both(must.length(6), must.plays({0.5: "A1", 5.5: "A6"}))
_SLOW_3TO5: Final = must.both(must.length(10), must.seen({2.5: "A2", 4: "A3", 6: "A4", 7.5: "A5"}))
_SECOND_2X: Final = must.both(must.length(11), must.seen({0.5: "A0", 7.5: "A7", 8.25: "B0", 10.75: "B5"}))
_BESIDE: Final = must.patches({(0.1, 0.2): "red", (0.4, 0.8): "yellow", (0.6, 0.2): "magenta", (0.9, 0.8): "white"})
_B_ABOVE: Final = must.patches({(0.2, 0.15): "magenta", (0.8, 0.4): "white", (0.2, 0.6): "red", (0.8, 0.9): "yellow"})
_A_ABOVE: Final = must.patches({(0.2, 0.15): "red", (0.8, 0.4): "yellow", (0.2, 0.6): "magenta", (0.8, 0.9): "white"})
_GRID: Final = must.patches({(0.25, 0.25): "red", (0.75, 0.25): "green", (0.25, 0.75): "blue", (0.75, 0.75): "yellow"})
_MUTE_2TO4: Final = must.both(must.heard({1.5: "A1", 2.5: "-", 3.5: "-", 4.5: "A4"}), must.same_picture)
_GREY_TO3: Final = must.both(must.grey(0, 3), must.same_length)
_A_GREY: Final = must.both(must.grey(0, 8), must.length(14))
_SLIDES: Final = must.both(
    must.length(12), must.corners("red red red red", 1), must.corners("green green green green", 4),
    must.corners("blue blue blue blue", 7), must.corners("yellow yellow yellow yellow", 10),
)  # fmt: skip
_LOWER_LEFT: Final = (0.02, 0.62, 0.55, 0.95)
_UNDER: Final = must.original(-9, 3)  # the clip's own sound is kept
_GONE: Final = must.original(-200, -18)  # and is not

ENGLISH: Final = (
    _a("cut the first 2 seconds", _FROM2),
    _a("trim it to 5 sec", _TO5),
    _a("just keep 0:02 to 0:06", _2TO6),
    _a("get rid of the bit between 3 and 5 seconds", _NOT_3TO5),
    _a("chop off the last three seconds pls", _TO5),
    _a("i only want the last 4 seconds", must.length(4), must.plays({0.5: "A4", 3.5: "A7"})),
    _a("remove the first second and the last second", _ENDS_OFF),
    _a("cut out half a second at 0:04", must.length(7.5), must.plays({3.5: "A3", 4.75: "A5"})),
    _a("split it at 0:03 and swap the two halves", must.length(8), must.plays({0.5: "A3", 4.5: "A7", 5.5: "A0"})),
    _ab("put B before A", _BA),
    _ab("join these two", _AB),
    _ab(
        "first 3 seconds of A then the last 2 seconds of B",
        must.length(5), must.plays({0.5: "A0", 2.5: "A2", 3.5: "B4", 4.5: "B5"}),
    ),
    _abc("use them in this order: C, A, B", _CAB),
    _abc("swap the first and the last clip", _CBA),
    _abc("leave out the second one", must.length(12), must.plays({0.5: "A0", 8.5: "C0"})),
    _abc("put them together, no gaps, hard cuts", must.length(18), must.plays({0.5: "A0", 8.5: "B0", 14.5: "C0"})),
    _ab("take 2 secs of each", must.length(4), must.plays({0.5: "A0", 1.5: "A1", 2.5: "B0", 3.5: "B1"})),
    _a("speed it up 2x", must.length(4), must.seen({0.25: "A0", 3.75: "A7"})),
    _a("half speed please", must.length(16), must.seen({1: "A0", 15: "A7"})),
    _a("make it 50% faster", must.length(8 / 1.5), must.seen({0.3: "A0", 5: "A7"})),
    _a("slow mo from 3 to 5 secs", _SLOW_3TO5),
    _ab("make the second clip twice as fast, leave the first alone", _SECOND_2X),
    _a("play it backwards", must.length(8), must.seen({0.5: "A7", 7.5: "A0"})),
    _a("play it forwards then backwards, like a boomerang",
       must.length(16, 0.5), must.seen({0.5: "A0", 7.5: "A7", 8.5: "A7", 15.4: "A0"})),
    _a("loop it three times", must.length(24), must.plays({0.5: "A0", 8.5: "A0", 16.5: "A0"})),
    _a("freeze on the last frame for two secs", must.length(10), must.frozen(8.2, 9.8), must.seen({7.5: "A7"})),
    _a("freeze frame at 0:05 for 3 seconds then carry on",
       must.length(11), must.frozen(5.2, 7.8), must.seen({4.5: "A4", 10.5: "A7"})),
    _a("crop it to a square", must.shape(1, 1), must.filled, must.same_length),
    _a("make it vertical for tiktok", must.shape(9, 16), must.same_length, must.same_sound),
    _a("16:9 with blurred sides instead of black bars", must.shape(16, 9), must.filled),
    _a("fit it into 9:16, dont crop anything, black bars ok", must.shape(9, 16), must.bars_above, must.same_length),
    _a("rotate 90 degrees clockwise", must.shape(9, 16), must.corners("blue red yellow green")),
    _a("its upside down, fix it", must.shape(16, 9), must.corners("yellow blue green red"), must.stays_lit),
    _a("mirror it", must.corners("green red yellow blue")),
    _a("flip it vertically", must.corners("blue yellow red green")),
    _a("make it black and white", must.grey_picture, must.same_length),
    _a("b&w but only the first 3 seconds", _GREY_TO3),
    _ab("first clip in black n white, second in colour", _A_GREY),
    _a("brighten it up a bit", must.more("brightness", 3)),
    _a("more contrast and less saturation", must.more("contrast", 0.5), must.less("saturation", 4)),
    _a("warmer colours plz", must.more("warmth", 5)),
    _a("give it an old film sepia look", must.more("warmth", 5), must.less("saturation", 10)),
    _with("blur the whole thing slightly", "shaky.mp4", must.less("detail", 5), must.same_length),
    _with("blur the bottom right corner", "shaky.mp4",
          must.detailed(BOTTOM_RIGHT, 2, 0, 0.8), must.detailed(MIDDLE, 2, 0.9, 1.1)),
    _no("blur the background behind her"),
    _no("blur everyones faces"),
    _a("slow zoom in over the whole clip", must.changed, must.same_length, must.seen({0.5: "A0"})),
    _a("zoom in on the center from 2 to 4 sec", must.laid(WHOLE, 2, 4), must.same_length),
    _with("make a 5 second video out of this photo with a slow zoom", "one.jpg", must.length(5)),
    _with("slideshow, 3 seconds each", PHOTOS, _SLIDES),
    _with("slideshow of these with crossfades and the whole thing should be 20 seconds", PHOTOS,
          must.length(20, 0.5), must.corners("red red red red", 1), must.corners("yellow yellow yellow yellow", 19)),
    _with("make a slideshow to the music, two and a half seconds per picture", f"{PHOTOS} song.mp3",
          must.length(10), must.song(1, 9), must.corners("green green green green", 3.7)),
    _a("fade in from black at the start and fade out at the end", must.fades_in, must.fades_out, must.same_length),
    _a("1 sec fade to white at the end", must.fades_to_white, must.same_length),
    _ab("crossfade between the two, one second", must.length(14, 1.2), must.blends(7.4, 9.2)),
    _abc("wipe between every clip", must.length(18, 2.2), must.blends(7.6, 8.9), must.blends(13.6, 14.9)),
    _ab("fade through black between them", must.length(14, 1.2), must.dips(7.2, 9)),
    _abc("crossfade A to B but a hard cut from B to C", must.length(18, 1.2), must.blends(7.6, 8.8),
         must.either(must.seen({14.1: "C0"}), must.seen({13.1: "C0"}))),
    _a("mute it", must.silent(), must.same_length, must.same_picture),
    _a("mute from 2 to 4 sec", _MUTE_2TO4),
    _ab("mute the first clip only", must.heard({1.5: "-", 6.5: "-", 8.5: "B0", 13.5: "B5"})),
    _ab("mute A between 0:02 and 0:04", must.heard({1.5: "A1", 2.5: "-", 3.5: "-", 4.5: "A4", 10.5: "B2"})),
    _a("make the sound twice as loud", must.louder(4.5), must.same_picture),
    _a("turn it down to 40%", must.original(-9.5, -6.5), must.same_picture),
    _with("B is way quieter than A, even them out", "A.mp4 weak.mp4",
          must.own_level("A", 2, 2.5, -22, -8), must.own_level("B", 2, 10.5, -22, -8)),
    _with("normalise the audio", "quiet.mp4", must.louder(6)),
    _with("theres an annoying hiss in the background can you clean it", "noisy.mp4", must.less_hiss),
    _a("fade the sound out over the last 2 secs", must.sound_fades_out, must.stays_lit, must.heard({5.5: "A5"})),
    _with("put the song under it at 30%", "A.mp4 song.mp3", must.song(1, 7), _UNDER, must.tone_at(SONG_HZ, -44, -27)),
    _with("replace the audio with the song", "A.mp4 song.mp3", must.song(1, 7), _GONE, must.length(8)),
    _with("add the music starting at 3 seconds", "A.mp4 song.mp3",
          must.song(4, 7), must.no_tone(SONG_HZ, 0.5, 2.7), _UNDER),
    _with("use the song from 0:45 on", "A.mp4 minute.mp3",
          must.tone(LATER_HZ, 1, 7), must.no_tone(SONG_HZ, 1, 7), must.length(8)),
    _with("music in the background, quiet, fade it out at the end", "A.mp4 song.mp3",
          must.song(1, 5), _UNDER, must.no_tone(SONG_HZ, 7.9, 8.1, most=-50), must.same_picture),
    _with("music for the first 5 seconds only", "A.mp4 song.mp3", must.song(1, 4), must.no_tone(SONG_HZ, 5.6, 7.8)),
    _with("voice over on top and duck the music while im talking", "A.mp4 song.mp3 voice.mp3",
          must.voice(0.5, 2.5), must.ducked),
    _with("use voice.mp3 as narration starting one second in and mute the original", "A.mp4 voice.mp3",
          must.voice(1.5, 3.5), must.no_tone(VOICE_HZ, 0.1, 0.8), _GONE),
    _with("add the voiceover but keep the original sound at 20 percent", "A.mp4 voice.mp3",
          must.voice(0.5, 2.5), must.own_level("A", 5, 5.5, -32, -20)),
    _a("add some happy upbeat music", must.music, _UNDER),
    _a("some calm piano in the background at like 20%", must.music, _UNDER),
    _a('put "Our Trip" at the start as a title', must.laid(MIDDLE, 0, 2.6)),
    _a('title "SUMMER" in big yellow letters in the middle for the first 3 sec', must.laid(MIDDLE, 0, 3)),
    _a("white text at the bottom saying see you soon, last two seconds only", must.laid(BOTTOM, 6, 8)),
    _a("lower third: Jane Miller, Head of Sales, from 1 to 5 s", must.laid(_LOWER_LEFT, 1, 5), must.clear(TOP)),
    _a("title card on black before the video that says Chapter One, 2 secs",
       must.length(10), must.black(0.5, 1.5), must.seen({2.5: "A0", 9.5: "A7"})),
    _a("captions: 0:00 hello, 0:03 this is my dog, 0:06 bye", must.laid(BOTTOM, 0, 2, only=False),
       must.laid(BOTTOM, 3.2, 5, only=False), must.laid(BOTTOM, 6.2, 8, only=False)),
    _no("add subtitles of what I'm saying"),
    _no("translate it to french and dub it"),
    _a("the text should say 50% off!! not more", must.either(must.laid(MIDDLE, 0, 2.6, only=False),
       must.laid(BOTTOM, 0, 2.6, only=False)), must.same_length),
    _with("logo top right", "A.mp4 logo.png", must.laid(TOP_RIGHT, 0, 8, only=False), must.length(8)),
    _with("watermark bottom left, half transparent, small", "A.mp4 logo.png",
          must.laid(BOTTOM_LEFT, 0, 8, only=False), must.length(8), must.clear(TOP_RIGHT)),
    _with("logo in the middle at 20% opacity the whole time", "A.mp4 logo.png",
          must.laid(MIDDLE, 0, 8, only=False, step=5), must.length(8)),
    _with("show the logo for the first three seconds only, upper left", "A.mp4 logo.png",
          must.laid(TOP_LEFT, 0, 3), must.length(8)),
    _with("make the logo bigger, like a quarter of the width, bottom right", "A.mp4 logo.png",
          must.laid((0.76, 0.55, 0.92, 0.92), 0, 8, only=False), must.length(8)),
    _with("logo on the first clip only", "A.mp4 B.mp4 logo.png", must.length(14),
          must.either(*(must.laid(box, 0, 8) for box in (TOP_RIGHT, BOTTOM_RIGHT, TOP_LEFT)))),
    _with("end with the logo on white for 2 seconds", "A.mp4 logo.png",
          must.length(10), must.white(8.5, 9.5), must.seen({7.5: "A7"})),
    _a('end card "Thanks for watching" 3 seconds, black background',
       must.length(11), must.black(8.6, 10.5), must.seen({7.5: "A7"})),
    _ab("put B small in the corner of A, bottom right", must.length(8), must.laid(BOTTOM_RIGHT, 0, 6, only=False),
        must.seen({1.5: "A1"})),
    _ab("pip: B top left from 2 to 5 seconds", must.length(8), must.laid(TOP_LEFT, 2, 5), must.seen({7.5: "A7"})),
    _ab("side by side", must.length(8, 2.2), _BESIDE),
    _ab("stack them, A on top B below", must.length(8, 2.2), _A_ABOVE),
    _with("2x2 grid of the pictures, 5 sec", PHOTOS, must.length(5), _GRID),
    _abc("split screen with all three", must.length(8, 0.3), must.changed),
    _with("show the photo for 2 secs before the clip", "A.mp4 one.jpg",
          must.length(10), must.corners("red red red red", 1), must.plays({2.5: "A0", 9.5: "A7"})),
    _with("put the picture over the video from second 3 to 5", "A.mp4 one.jpg",
          must.length(8), must.laid(WHOLE, 3, 5)),
    _with("one.jpg as the opening 3s, then A, song over everything", "A.mp4 song.mp3 one.jpg",
          must.length(11), must.corners("red red red red", 1), must.song(0.8, 10), must.seen({3.5: "A0"})),
    _no("export as gif"),
    _no("gif of the first 3 seconds, small, 10 fps"),
    _a("60 fps", must.rate(60), must.same_length),
    _a("make it 720p", must.shape(16, 9), must.same_length),
    _a("compress it under 5 mb", must.weighs(5_000_000), must.same_length),
    _no("need it as .mov"),
    _no("just give me the audio as mp3"),
    _no("grab me a still from 0:03"),
    _a("cut the first 2 seconds, make it black and white and add a title saying Noir",
       must.length(6), must.grey_picture, must.heard({0.5: "A2"}), must.stays_lit),
    _with("A then B with a crossfade, song at 50%, fade out at the end", "A.mp4 B.mp4 song.mp3",
          must.length(14, 1.2), must.blends(7.4, 9.2), must.song(1, 7), must.fades_out),
    _ab("trim A to 4 sec, B to 2 sec, slow B down to half and join",
        must.length(8), must.seen({0.5: "A0", 3.5: "A3", 5: "B0", 7: "B1"})),
    _with("9:16, logo top left, song instead of original sound, last 2 sec gone", "A.mp4 song.mp3 logo.png",
          must.length(6), must.shape(9, 16), must.song(1, 5), must.no_tone(450, 1.1, 1.9, most=-40)),
    _ab("everything 2x except the second clip", must.length(10), must.seen({0.25: "A0", 3.75: "A7", 4.5: "B0"})),
    _ab("speed up the first clip 2x. no, the other clip", _SECOND_2X),
    _a("slow it to half and zoom in. actually undo the zoom only",
       must.length(16), must.corners("red green blue yellow", 14), must.seen({15: "A7"})),
    _a("cut 3 secs from the start, no wait, from the end", _TO5),
    _a("rotate it left. sorry, right", must.shape(9, 16), must.corners("blue red yellow green")),
    _with("song at 80%... hmm no, 30", "A.mp4 song.mp3", must.song(1, 7), must.tone_at(SONG_HZ, -44, -27)),
    _a("dont change the colours, just mute it", must.silent(), must.same_picture),
    _ab("no music, no titles, just stick them together", _AB, must.no_music),
    _a("cut teh frist two secnods an mak it blck and wite", must.length(6), must.grey_picture),
    _a("tirm to 4s n add fdae out", must.length(4), must.fades_out),
    _ask("make it nicer"),
    _ask("do something cool"),
    _ask("use the good part", "A.mp4 B.mp4"),
    _ask("move it over there a bit"),
    _ask("change the text to the other one"),
    _with("cut out all the parts where im not talking", "pauses.mp4", must.length(5, 0.9)),
    _no("remove the guy in the red shirt"),
    _no("make a clip of a dragon flying over the city at the end"),
    _no("keep only the parts where the dog is visible"),
    _with("stabilise it, its super shaky", "shaky.mp4", must.same_length, must.steadier),
    _a("add a vignette and a bit of film grain", must.laid(TOP_LEFT, 0, 8, only=False), must.same_length,
       must.detailed(BOTTOM, 2, 1.2, 99)),
    _a("put a white border around it", must.patches({(0.01, 0.5): "white", (0.99, 0.5): "white", (0.5, 0.01): "white"}),
       must.same_length),
    _a("timer counting down from 8 in the corner", must.changed, must.clear(MIDDLE), must.same_length),
    _ab("play B in reverse after A", must.length(14), must.seen({0.5: "A0", 7.5: "A7", 8.5: "B5", 13.5: "B0"})),
    _a("cut 0:01-0:02 and 0:05-0:06 out", must.length(6), must.plays({0.5: "A0", 1.5: "A2", 3.5: "A4", 4.5: "A6"})),
    _with("loop the clip till it's as long as the song", "A.mp4 song.mp3",
          must.length(12, 0.4), must.seen({0.5: "A0", 8.5: "A0"}), must.song(1, 11)),
    _with("make the song louder than the clip, like 70 30", "A.mp4 song.mp3",
          must.song(1, 7), must.original(-18, -7)),
)  # fmt: skip

CHINESE: Final = (
    _a("把前两秒剪掉", _FROM2),
    _a("只要前5秒", _TO5),
    _a("保留第2秒到第6秒", _2TO6),
    _a("3到5秒那段删了", _NOT_3TO5),
    _a("最后三秒不要", _TO5),
    _a("掐头去尾各一秒", _ENDS_OFF),
    _a("从0:04开始剪，前面的不要", must.length(4), must.plays({0.5: "A4", 3.5: "A7"})),
    _ab("把两个视频拼一起", _AB),
    _ab("B放前面，A放后面", _BA),
    _abc("顺序换成C、A、B", _CAB),
    _abc("第二个不要，其他的接起来", must.length(12), must.plays({0.5: "A0", 8.5: "C0"})),
    _abc("第一个和第三个对调", _CBA),
    _ab("每段取前两秒", must.length(4), must.plays({0.5: "A0", 1.5: "A1", 2.5: "B0", 3.5: "B1"})),
    _a("两倍速", must.length(4), must.seen({0.25: "A0", 3.75: "A7"})),
    _a("放慢一半", must.length(16), must.seen({1: "A0", 15: "A7"})),
    _a("第3秒到第5秒慢动作，其他正常", _SLOW_3TO5),
    _ab("第二段加速到1.5倍，第一段别动", must.length(12), must.seen({0.5: "A0", 7.5: "A7", 8.3: "B0", 11.7: "B5"})),
    _a("倒着放", must.length(8), must.seen({0.5: "A7", 7.5: "A0"})),
    _a("循环播放三遍", must.length(24), must.plays({0.5: "A0", 8.5: "A0", 16.5: "A0"})),
    _a("最后一帧定格两秒", must.length(10), must.frozen(8.2, 9.8), must.seen({7.5: "A7"})),
    _a("第五秒定格1秒再继续", must.length(9), must.frozen(5.2, 5.8), must.seen({4.5: "A4", 8.5: "A7"})),
    _a("裁成正方形", must.shape(1, 1), must.filled),
    _a("改成竖屏9:16，上下用模糊填充", must.shape(9, 16), must.filled, must.same_length),
    _a("横屏16比9，留黑边就行，别裁", must.shape(16, 9), must.same_length, must.corners("red green blue yellow")),
    _a("顺时针转90度", must.shape(9, 16), must.corners("blue red yellow green")),
    _a("画面倒过来了，帮我转正", must.shape(16, 9), must.corners("yellow blue green red")),
    _a("左右镜像一下", must.corners("green red yellow blue")),
    _a("变成黑白", must.grey_picture, must.same_length),
    _a("前三秒黑白，后面恢复彩色", _GREY_TO3),
    _ab("第一个黑白，第二个不变", _A_GREY),
    _a("亮一点，对比度高一点", must.more("brightness", 4)),
    _a("色调冷一点", must.less("warmth", 5)),
    _a("饱和度降低20%", must.less("saturation", 3)),
    _a("做旧一点，复古感", must.changed, must.same_length, must.no_music),
    _with("右下角打马赛克", "shaky.mp4", must.detailed(BOTTOM_RIGHT, 2, 0, 0.8), must.detailed(MIDDLE, 2, 0.9, 1.1)),
    _no("给所有人脸打码"),
    _a("画面慢慢推近", must.changed, must.same_length, must.seen({0.5: "A0"})),
    _a("2到4秒放大中间", must.laid(WHOLE, 2, 4), must.same_length),
    _with("做成相册，每张3秒", PHOTOS, _SLIDES),
    _with("照片配上音乐，一共20秒，中间叠化", f"{PHOTOS} song.mp3", must.length(20, 0.5), must.song(1, 19),
          must.corners("red red red red", 1), must.blends(4.5, 6)),
    _with("这张图做成5秒的视频", "one.jpg", must.length(5)),
    _a("开头淡入结尾淡出", must.fades_in, must.fades_out, must.same_length),
    _ab("中间加一秒叠化", must.length(14, 1.2), must.blends(7.4, 9.2)),
    _ab("两段之间黑场过渡", must.length(14, 1.2), must.dips(7.2, 9)),
    _abc("每个片段之间都加擦除转场", must.length(18, 2.2), must.blends(7.6, 8.9), must.blends(13.6, 14.9)),
    _a("静音", must.silent(), must.same_picture),
    _a("第2秒到第4秒静音", _MUTE_2TO4),
    _ab("只把第一个视频静音", must.heard({1.5: "-", 6.5: "-", 8.5: "B0", 13.5: "B5"})),
    _a("声音调到百分之四十", must.original(-9.5, -6.5), must.same_picture),
    _a("声音大一倍", must.louder(4.5), must.same_picture),
    _a("最后两秒声音渐弱", must.sound_fades_out, must.stays_lit, must.heard({5.5: "A5"})),
    _with("去一下底噪", "noisy.mp4", must.less_hiss),
    _with("两段音量不一样，弄成一样大", "A.mp4 weak.mp4",
          must.own_level("A", 2, 2.5, -22, -8), must.own_level("B", 2, 10.5, -22, -8)),
    _with("配上这首歌，音量三成", "A.mp4 song.mp3", must.song(1, 7), _UNDER, must.tone_at(SONG_HZ, -44, -27)),
    _with("原声去掉，换成song.mp3", "A.mp4 song.mp3", must.song(1, 7), _GONE, must.length(8)),
    _with("音乐从第三秒开始进", "A.mp4 song.mp3", must.song(4, 7), must.no_tone(SONG_HZ, 0.5, 2.7), _UNDER),
    _with("用歌的0:45之后那段，结尾淡出", "A.mp4 minute.mp3", must.tone(LATER_HZ, 1, 6), must.no_tone(SONG_HZ, 1, 7),
          must.length(8), must.sound_fades_out),
    _with("加上旁白，说话的时候音乐压低", "A.mp4 song.mp3 voice.mp3", must.voice(0.5, 2.5), must.ducked),
    _with("配音从第1秒开始，原声留20%", "A.mp4 voice.mp3", must.voice(1.5, 3.5), must.no_tone(VOICE_HZ, 0.1, 0.8),
          must.own_level("A", 5, 5.5, -32, -20)),
    _a("来点轻松欢快的背景音乐", must.music, _UNDER),
    _a("开头加标题“我们的旅行”", must.laid(MIDDLE, 0, 2.6)),
    _a("前三秒中间显示黄色大字“夏天”", must.laid(MIDDLE, 0, 3)),
    _a("最后两秒底部写白色字：再见", must.laid(BOTTOM, 6, 8)),
    _a("1到5秒左下角放人名条：王小明 产品经理", must.laid(_LOWER_LEFT, 1, 5), must.clear(TOP)),
    _a("字幕：0秒 大家好，3秒 这是我家猫，6秒 拜拜", must.laid(BOTTOM, 0, 2, only=False),
       must.laid(BOTTOM, 3.2, 5, only=False), must.laid(BOTTOM, 6.2, 8, only=False)),
    _no("自动识别我说的话加字幕"),
    _no("翻译成英文配音"),
    _with("logo放右上角", "A.mp4 logo.png", must.laid(TOP_RIGHT, 0, 8, only=False), must.length(8)),
    _with("左下角加水印，半透明，小一点", "A.mp4 logo.png",
          must.laid(BOTTOM_LEFT, 0, 8, only=False), must.length(8), must.clear(TOP_RIGHT)),
    _with("logo只在前三秒出现，左上角", "A.mp4 logo.png", must.laid(TOP_LEFT, 0, 3), must.length(8)),
    _with("片尾白底放logo两秒", "A.mp4 logo.png", must.length(10), must.white(8.5, 9.5), must.seen({7.5: "A7"})),
    _a("片尾黑底写“感谢观看”，3秒", must.length(11), must.black(8.6, 10.5), must.seen({7.5: "A7"})),
    _ab("画中画，B放右下角", must.length(8), must.laid(BOTTOM_RIGHT, 0, 6, only=False), must.seen({1.5: "A1"})),
    _ab("左右分屏", must.length(8, 2.2), _BESIDE),
    _ab("上下分屏，B在上面", must.length(8, 2.2), _B_ABOVE),
    _with("四张图拼成四宫格，5秒", PHOTOS, must.length(5), _GRID),
    _with("视频前面先放两秒照片", "A.mp4 one.jpg",
          must.length(10), must.corners("red red red red", 1), must.plays({2.5: "A0", 9.5: "A7"})),
    _no("转成gif，只要前3秒"),
    _a("导出720p 30帧", must.rate(30), must.same_length, must.shape(16, 9)),
    _a("压缩到5M以内", must.weighs(5_000_000), must.same_length),
    _no("只要声音，导出mp3"),
    _no("第3秒截个图给我"),
    _a("前两秒剪掉，再变黑白，加个标题“回忆”", must.length(6), must.grey_picture, must.heard({0.5: "A2"})),
    _with("A接B，中间叠化，配乐音量一半，结尾淡出", "A.mp4 B.mp4 song.mp3",
          must.length(14, 1.2), must.blends(7.4, 9.2), must.song(1, 7), must.fades_out),
    _ab("第一段加速两倍，不对，是第二段", _SECOND_2X),
    _a("慢放一半再放大，算了放大不要了", must.length(16), must.corners("red green blue yellow", 14),
       must.seen({15: "A7"})),
    _a("剪掉开头三秒，哦不，结尾三秒", _TO5),
    _a("颜色别动，静音就行", must.silent(), must.same_picture),
    _a("把钱两秒剪掉，变成黑百", must.length(6), must.grey_picture),
    _ask("弄好看点"),
    _ask("留精彩的部分", "A.mp4 B.mp4"),
    _ask("那个字改一下"),
    _no("把穿红衣服的人去掉"),
    _no("结尾生成一段飞龙的画面"),
    _with("防抖一下，太晃了", "shaky.mp4", must.same_length, must.steadier),
    _a("字幕写“第三秒见”，从第二秒显示到第四秒", must.laid(BOTTOM, 2, 4)),
)  # fmt: skip

BLIND: Final = (*ENGLISH, *CHINESE)
