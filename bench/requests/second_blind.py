"""A second set of requests by somebody who never saw the program, with the sentence each was given as a measure.

Like the first (`blind`), they were run as they came before anything was changed for them.
"""

from __future__ import annotations

from typing import Final

from bench.requests import checks as must
from bench.requests.cases import ASK, NO, Case
from bench.requests.checks import BOTTOM, BOTTOM_LEFT, BOTTOM_RIGHT, MIDDLE, TOP, TOP_LEFT, TOP_RIGHT, Check
from bench.requests.material import LATER_HZ, SONG_HZ, VOICE_HZ


def _a(words: str, *checks: Check) -> Case:
    return Case(words, ("A.mp4",), checks)


def _b(words: str, *checks: Check) -> Case:
    return Case(words, ("B.mp4",), checks)


def _c(words: str, *checks: Check) -> Case:
    return Case(words, ("C.mp4",), checks)


def _with(words: str, files: str, *checks: Check, said: tuple[str, ...] = ()) -> Case:
    return Case(words, tuple(files.split()), checks, said)


def _no(words: str, files: str = "A.mp4") -> Case:
    return Case(words, tuple(files.split()), (must.same_picture, must.same_sound, must.same_length), want=NO)


_ABC: Final = must.both(must.length(18), must.plays({0.5: "A0", 8.5: "B0", 14.5: "C0"}))
_CAB: Final = must.both(must.length(18), must.plays({0.5: "C0", 4.5: "A0", 12.5: "B0"}))
_CBA: Final = must.both(must.length(18), must.plays({0.5: "C0", 4.5: "B0", 10.5: "A0"}))
_LEFT_HALF: Final = must.patches({(0.1, 0.2): "red", (0.4, 0.8): "yellow", (0.6, 0.2): "magenta", (0.9, 0.8): "white"})
_A_ABOVE: Final = must.patches({(0.2, 0.15): "red", (0.8, 0.4): "yellow", (0.2, 0.6): "magenta", (0.8, 0.9): "white"})
_GRID: Final = must.patches({(0.25, 0.25): "red", (0.75, 0.25): "green", (0.25, 0.75): "blue", (0.75, 0.75): "yellow"})
_UNDER: Final = must.original(-9, 3)  # the clip's own sound is kept
_GONE: Final = must.original(-200, -18)  # and is not
_PHOTOS: Final = "one.jpg two.jpg three.jpg four.jpg"
_NAME: Final = (0.02, 0.62, 0.55, 0.95)

TIME: Final = (
    _a("just the first 3 secs pls", must.length(3), must.plays({0.5: "A0", 2.5: "A2"})),
    _b("start it at second 2, nothing happens before that", must.length(4), must.plays({0.5: "B2", 3.5: "B5"})),
    _a("只要最后两秒", must.length(2), must.plays({0.5: "A6", 1.5: "A7"})),
    _c("trim half a sec off both ends", must.length(3), must.plays({0.25: "C0", 2.75: "C3"})),
    _a("take out the bit between 3 and 5 sec, rest stays", must.length(6), must.plays({2.5: "A2", 3.5: "A5"})),
    _b("somebody coughs, chop 1.5 to 2.5", must.length(5), must.plays({1.2: "B1", 1.75: "B2", 4.5: "B5"})),
    _b("把第2秒到第4秒那段删掉", must.length(4), must.plays({1.5: "B1", 2.5: "B4"})),
    _a("keep 0-1, 3-4 and 6-7, bin the rest", must.length(3), must.plays({0.5: "A0", 1.5: "A3", 2.5: "A6"})),
    _a("i only want the first second and the very last second lol",
       must.length(2), must.plays({0.5: "A0", 1.5: "A7"})),
    _a("只留1到2秒还有5到7秒 别的都不要了", must.length(3), must.plays({0.5: "A1", 1.5: "A5", 2.5: "A6"})),
    _with("put these together", "A.mp4 B.mp4", must.length(14), must.plays({0.5: "A0", 8.5: "B0"})),
    _with("join all 3, no effects or anything fancy", "A.mp4 B.mp4 C.mp4", _ABC),
    _with("這三段幫我接起來，謝謝～", "A.mp4 B.mp4 C.mp4", _ABC),
    _with("first 2 sec of each and glue em together", "A.mp4 B.mp4 C.mp4",
          must.length(6), must.plays({0.5: "A0", 1.5: "A1", 2.5: "B0", 4.5: "C0"})),
    _with("order shld be the 3rd one first then 1st then 2nd", "A.mp4 B.mp4 C.mp4", _CAB),
    _with("最短的放最前面，最长的放最后", "A.mp4 B.mp4 C.mp4", _CBA),
    _with("wide clip first, then stick the vertical one at the end", "portrait.mp4 A.mp4",
          must.length(14), must.heard({0.5: "A0", 8.5: "B0"})),
    _a("swap the first half and second half", must.length(8), must.plays({0.5: "A4", 3.5: "A7", 4.5: "A0"})),
    _with("swap first n last clip", "A.mp4 B.mp4 C.mp4", _CBA),
    _with("两段换一下位置再拼", "A.mp4 B.mp4", must.length(14), must.plays({0.5: "B0", 6.5: "A0"})),
    _a("2x", must.length(4), must.seen({0.25: "A0", 3.75: "A7"})),
    _a("speed it up a little, like 1.25?", must.length(6.4), must.seen({0.4: "A0", 6: "A7"})),
    _b("加速到3倍 声音别变成花栗鼠那种", must.length(2), must.seen({0.15: "B0", 1.8: "B5"}), must.heard({0.83: "B2"})),
    _a("only the middle is boring, 2 to 6 go 4x there", must.length(5), must.seen({1.5: "A1", 2.1: "A2", 3.5: "A6"})),
    _c("half speed please", must.length(8), must.seen({1: "C0", 7: "C3"})),
    _b("slow mo just for the jump, its at 2 to 4 s", must.length(8),
       must.seen({1.5: "B1", 3: "B2", 5: "B3", 7.5: "B5"})),
    _c("放慢一點，0.5倍，原本的聲音不用了", must.length(8), must.silent(), must.seen({1: "C0", 7: "C3"})),
    _a("start normal then ramp up to like 4x by the end", must.length(4.5, 1.5), must.seen({0.4: "A0", 4.1: "A7"})),
    _b("speed ramp into slowmo around 3s then back to normal", must.length(9, 2.8), must.seen({0.5: "B0"})),
    _a("前半段快后半段慢，过渡要顺", must.seen({0.3: "A0"}), must.changed),
    _c("play it backwards", must.length(4), must.seen({0.5: "C3", 3.5: "C0"})),
    _b("画面倒放，声音正常放就行", must.length(6),
       must.seen({0.5: "B5", 5.5: "B0"}), must.heard({0.5: "B0", 5.5: "B5"})),
    _a("reverse only the last 3 seconds", must.length(8), must.seen({4.5: "A4", 5.5: "A7", 7.5: "A5"})),
    _c("boomerang!!", must.length(8, 0.5), must.seen({0.5: "C0", 3.5: "C3", 4.5: "C3", 7.4: "C0"})),
    _c("做成来回播放那种 来回两次", must.length(16, 0.5), must.seen({0.5: "C0", 7.4: "C0", 11.5: "C3", 15.4: "C0"})),
    _with("boomerang the first 2 secs x3", "portrait.mp4",
          must.length(12, 0.5), must.shape(9, 16), must.seen({0.5: "B0", 1.5: "B1", 3.5: "B0", 9.5: "B1"})),
    _c("loop 4 times", must.length(16), must.plays({0.5: "C0", 4.5: "C0", 12.5: "C0"})),
    _b("循环到30秒", must.length(30), must.plays({0.5: "B0", 24.5: "B0", 29.5: "B5"})),
    _with("loop it til the song is over", "B.mp4 tune.mp3", must.length(20), must.tone(LATER_HZ, 11, 19),
          must.seen({6.5: "B0", 18.5: "B0"})),
    _a("freeze on the last frame for 2 sec", must.length(10), must.frozen(8.2, 9.8), must.seen({7.5: "A7"})),
    _b("freeze at 0:03 for a sec then carry on", must.length(7), must.frozen(3.2, 3.8),
       must.seen({2.5: "B2", 6.5: "B5"})),
    _c("在第一秒的地方定格三秒鐘", must.length(7), must.frozen(1.2, 3.8), must.seen({0.5: "C0", 6.5: "C3"})),
)  # fmt: skip

PICTURE: Final = (
    _a("black n white", must.grey_picture, must.same_length, must.same_sound),
    _b("old film look w grain and scratches", must.less("saturation", 8), must.same_sound),
    _a("调成电影感的青橙色调", must.changed, must.same_sound),
    _with("join them but make only the second one b&w", "A.mp4 B.mp4", must.length(14), must.grey(8, 14)),
    _a("its too dark can u brighten it up", must.more("brightness", 5), must.same_sound),
    _with("有点暗 提亮一点点就行 别过曝", "portrait.mp4", must.more("brightness", 2), must.shape(9, 16)),
    _b("warmer, like golden hour", must.more("warmth", 5), must.same_sound),
    _a("太黃了，調冷一點", must.less("warmth", 5), must.same_sound),
    _c("more contrast", must.more("contrast", 1)),
    _b("对比度低一点，柔和些", must.less("contrast", 1)),
    _a("make the colours pop!!", must.more("saturation", 4), must.no_music),
    _a("颜色鲜艳点，顺便剪到5秒", must.length(5), must.more("saturation", 4)),
    _a("it came out sideways, turn it 90 clockwise", must.shape(9, 16), must.corners("blue red yellow green")),
    _b("拍倒了，画面转180度", must.shape(16, 9), must.corners("white orange cyan magenta")),
    _with("mirror it pls the text on my shirt is backwards", "portrait.mp4",
          must.corners("magenta orange cyan white"), must.shape(9, 16), must.same_sound),
    _c("flip it upside down (not rotate, flip)", must.corners("pink lime purple brown")),
    _a("crop to a square, keep the left side", must.shape(1, 1), must.filled, must.patches({(0.3, 0.2): "red"})),
    _b("cut off the bottom quarter of the pic theres a banner there",
       must.shape(64, 27), must.patches({(0.2, 0.9): "orange", (0.2, 0.55): "magenta"})),
    _a("裁成正方形，留右邊", must.shape(1, 1), must.filled, must.patches({(0.7, 0.2): "green"})),
    _a("need this vertical for tiktok, no black bars", must.shape(9, 16), must.filled, must.same_length),
    _a("make it 1:1 with blurred background, dont crop anything", must.shape(1, 1), must.filled),
    _b("4:5 发小红书用的", must.shape(4, 5), must.same_length),
    _with("turn my vertical vid into normal wide one, blurry sides", "portrait.mp4", must.shape(16, 9), must.filled),
    _a("cinematic black bars top n bottom", must.shape(16, 9), must.bars_above),
    _b("加2.35:1的黑边", must.bars_above, must.patches({(0.5, 0.08): "black", (0.2, 0.16): "magenta"})),
    _with("竖的加黑边变横屏", "portrait.mp4", must.shape(16, 9), must.bars_beside),
    _with("blur the whole thing a bit, using it as a background", "shaky.mp4", must.less("detail", 5)),
    _with("blur top right corner, theres a licence plate", "shaky.mp4",
          must.detailed(TOP_RIGHT, 2, 0, 0.9), must.detailed(MIDDLE, 2, 0.9, 1.1)),
    _with("左下角打个马赛克", "shaky.mp4", must.detailed(BOTTOM_LEFT, 2, 0, 0.8), must.detailed(MIDDLE, 2, 0.9, 1.1)),
    _no("blur everyones face except mine"),
    _a("slow zoom in over the whole clip", must.changed, must.same_sound, must.seen({0.3: "A0"})),
    _b("zoom 2x on the center between 2s and 4s", must.length(6), must.patches({(0.35, 0.45): "brown"}, at=2.5),
       must.corners("magenta cyan orange white", 5)),
    _a("画面慢慢推近右上角", must.patches({(0.7, 0.6): "green"}, at=7.8), must.same_length),
    _a("make it 720p", must.shape(16, 9), must.same_length),
    _no("can u upscale to 4k", "B.mp4"),
    _a("尺寸改成1080x1080 两边裁掉没事", must.shape(1, 1), must.filled, must.patches({(0.2, 0.04): "red"})),
    _a("60fps pls", must.rate(60), must.same_length),
    _b("改成24帧", must.rate(24), must.same_length),
    _a("under 1 mb please, whatsapp keeps complaining", must.weighs(1_000_000), must.same_length),
    _b("壓到500KB以內可以嗎", must.weighs(500_000), must.same_length),
    _a("smaller file, quality doesnt matter much", must.lighter, must.same_length),
    _with("super shaky, can u stabilise?", "shaky.mp4", must.steadier, must.same_sound),
    _with("第二段太晃了，幫我穩一下再接起來", "A.mp4 shaky.mp4", must.length(16), must.steadier,
          must.seen({0.5: "A0"})),
    _with("手抖得厉害，稳一下，再调亮点", "shaky.mp4", must.more("brightness", 3)),
    _no("can you erase the tv channel logo that's burned into the picture so nobody can tell", "B.mp4"),
    _no("remove that guy in the background"),
    _no("generate a clip of a cat surfing a big wave", ""),
    _no("幫我生成一段海邊日落的影片，10秒", ""),
)  # fmt: skip

SOUND: Final = (
    _with("so much wind noise ugh, clean up the audio", "noisy.mp4", must.less_hiss, must.same_picture),
    _with("有嗡嗡的底噪 能去掉吗", "noisy.mp4", must.less_hiss, must.same_picture),
    _a("normalise loudness for youtube", must.loud(-14, 1.5), must.same_length),
    _with("三段声音大小不一样，弄成一样响然后接起来", "A.mp4 weak.mp4 C.mp4", must.length(18),
          must.own_level("A", 2, 2.5, -22, -6), must.own_level("B", 2, 10.5, -22, -6)),
    _b("sound twice as loud", must.louder(4.5), must.same_picture),
    _a("声音调小一半", must.original(-7.5, -4.5), must.same_picture),
    _a("volume down just in the last 3 secs its way too loud there", must.quieter(3, 5, 8), must.original(-1.5, 1.5)),
    _c("mute", must.silent(), must.same_picture),
    _b("mute between 2 and 4, someone swears lol", must.heard({1.5: "B1", 2.5: "-", 3.5: "-", 4.5: "B4"})),
    _with("把原声去掉，只要画面", "portrait.mp4", must.silent(), must.shape(9, 16)),
    _with("join and mute only the 2nd clip", "A.mp4 C.mp4",
          must.length(12), must.heard({7.5: "A7", 8.5: "-", 11.5: "-"})),
    _a("put some chill lofi under it", must.music, _UNDER),
    _with("配個輕快一點的背景音樂", "silent.mp4", must.length(6), must.music),
    _b("epic dramatic music and no original sound", must.music, must.no_tone(1050, 1.1, 1.9, most=-40)),
    _a("加点温馨的钢琴曲，声音轻轻的", must.music, must.original(-3, 3)),
    _b("3到5秒靜音，其他照舊", must.heard({2.5: "B2", 3.5: "-", 4.5: "-", 5.5: "B5"}), must.same_picture),
    _with("use my song instead of the sound", "A.mp4 song.mp3", must.song(1, 7), _GONE, must.length(8)),
    _with("用這首歌當配樂，從歌的第10秒開始放", "B.mp4 tune.mp3",
          must.tone(LATER_HZ, 0.5, 5.5), must.no_tone(SONG_HZ, 0.5, 5.5)),
    _with("song comes in at 4s, keep the original audio too", "A.mp4 song.mp3",
          must.song(4.5, 7.5), must.no_tone(SONG_HZ, 0.5, 3.7), _UNDER),
    _with("music should go quiet while my voice talks then come back up", "A.mp4 song.mp3 voice.mp3",
          must.voice(0.5, 2.5), must.ducked),
    _with("说话的时候音乐自动压低", "A.mp4 song.mp3 voice.mp3", must.voice(0.5, 2.5), must.ducked),
    _with("cut the clips on the beat of the song", "A.mp4 B.mp4 C.mp4 tune.mp3", must.cuts_on(96), must.song(1, 9)),
    _with("照片跟着节拍换", f"{_PHOTOS} song.mp3", must.cuts_on(96), must.song(1, 10)),
    _with("quick cuts synced 2 the music, one every 4 beats, 10 sec total", "A.mp4 B.mp4 song.mp3",
          must.length(10), must.cuts_on(96), must.song(1, 9)),
    _with("speed the song up to 120 bpm n put it on the vid", "A.mp4 song.mp3",
          must.length(8), must.either(must.tone(SONG_HZ * 1.25, 1, 7), must.song(1, 7))),
    _with("歌放慢到80拍，音调别变，配到视频上", "silent.mp4 song.mp3", must.length(6), must.song(1, 5)),
    _with("heres my voice over, put it from 2s on", "A.mp4 voice.mp3",
          must.voice(2.5, 4.5), must.no_tone(VOICE_HZ, 0.2, 1.7), must.own_level("A", 6, 6.5, -22, -8)),
    _with("voice at the start, and turn the original way down under it", "A.mp4 voice.mp3",
          must.voice(0.5, 2.5), must.original(-40, -5)),
    _with("旁白从第3秒开始", "silent.mp4 voice.mp3", must.silent(0.2, 2.7), must.voice(3.4, 5.6), must.length(6)),
    _no("translate what she says to spanish and dub it in her voice"),
    Case("把人声去掉只留伴奏，再配到视频里", ("silent.mp4", "song.mp3"),
         (must.same_picture, must.same_length), want=NO),
)  # fmt: skip

TOGETHER: Final = (
    _a("fade in from black, 1 sec", must.fades_in, must.same_length),
    _a("fade the picture to black at the end but keep the sound full",
       must.fades_out, must.heard({7.5: "A7"}), must.original(-1.5, 1.5)),
    _a("声音最后两秒慢慢没掉，画面不用动", must.sound_fades_out, must.stays_lit, must.heard({5.5: "A5"})),
    _a("pic fades in 1s, sound fades out 3s at the end",
       must.fades_in, must.sound_fades_out, must.heard({0.2: "A0"}), must.louder(-2, 0, 0.25)),
    _with("crossfade between them, 1 sec", "A.mp4 B.mp4", must.length(14, 1.2), must.blends(7.4, 9.2)),
    _with("三段之间加滑动转场，每个半秒", "A.mp4 B.mp4 C.mp4",
          must.length(17.5, 0.8), must.seen({0.5: "A0", 17: "C3"})),
    _with("white flash between the clips", "B.mp4 C.mp4", must.length(10, 1.2), must.seen({0.5: "B0", 9: "C3"}),
          must.either(*(must.plain(lambda level: level > 165, at, at) for at in (5.8, 5.9, 6.0, 6.1)))),
    _with("中間加個黑場轉場，不要太久", "A.mp4 C.mp4", must.length(12, 1.2), must.dips(7, 9)),
    _a("put JAKE TURNS 7 big in the middle for the first 3s", must.laid(MIDDLE, 0, 3)),
    _a("第2到5秒在上方写“周末去爬山”，黄色字", must.laid(TOP, 2, 5)),
    _b("右下角打「2024 台北」，全程都要", must.laid((0.55, 0.7, 0.99, 0.99), 0, 6, only=False), must.clear(TOP)),
    _c("the end in red, last 2 secs", must.either(must.laid(MIDDLE, 2, 4), must.laid(BOTTOM, 2, 4))),
    _c("write 'wait for it...' at the bottom from 1 to 3 and then BOOM in the center till the end",
       must.laid(BOTTOM, 1, 3), must.laid((0.3, 0.38, 0.7, 0.62), 3, 4, only=False)),
    _with("add the subs", "A.mp4 subs.srt", must.laid(BOTTOM, 1, 3), must.laid(BOTTOM, 4, 6)),
    _with("burn these subtitles in, yellow and bigger pls", "B.mp4 subs.srt",
          must.laid(BOTTOM, 1, 3), must.laid(BOTTOM, 4, 6)),
    _with("字幕整体晚一秒出来", "A.mp4 subs.srt", must.laid(BOTTOM, 2, 4), must.laid(BOTTOM, 5, 7)),
    _a("lower third w my name: Maria Lopez, Head Baker", must.laid(_NAME, 0, 4, only=False), must.clear(TOP)),
    _b("左下角出人名条：李伟 / 摄影师，1秒到4秒", must.laid(_NAME, 1, 4)),
    _a("end card 3 secs, black w 'thanks for watching'",
       must.length(11), must.black(8.6, 10.5), must.seen({7.5: "A7"})),
    _with("片尾加两秒，放logo，下面写“关注我们”", "B.mp4 logo.png", must.length(8), must.seen({5.5: "B5"})),
    _with("logo bottom right, kinda see-through", "A.mp4 logo.png", must.laid(BOTTOM_RIGHT, 0, 8, only=False),
          must.length(8)),
    _with("small logo top left at 30% opacity", "B.mp4 logo.png", must.laid(TOP_LEFT, 0, 6, only=False, step=6)),
    _with("浮水印放正中間，透明度五成", "A.mp4 logo.png", must.laid(MIDDLE, 0, 8, only=False, step=10), must.length(8)),
    _with("put B small in a corner while A plays", "A.mp4 B.mp4", must.length(8), must.seen({1.5: "A1", 7.5: "A7"}),
          must.either(*(must.laid(box, 0, 6, only=False) for box in (TOP_RIGHT, BOTTOM_RIGHT, TOP_LEFT, BOTTOM_LEFT)))),
    _with("竖屏那个做成小窗放左上角，小窗不要声音", "A.mp4 portrait.mp4", must.length(8), must.shape(16, 9),
          must.laid(TOP_LEFT, 0, 6, only=False), must.heard({1.5: "A1", 7.5: "A7"})),
    _with("side by side pls", "A.mp4 B.mp4", must.length(8, 2.2), _LEFT_HALF),
    _with("兩段左右並排，聲音用左邊那個", "A.mp4 B.mp4", must.length(8, 2.2), _LEFT_HALF, must.heard({1.5: "A1"})),
    _with("上下分屏，第一个在上第二个在下，只要上面的声音", "A.mp4 B.mp4", must.length(8, 2.2), _A_ABOVE,
          must.heard({1.5: "A1"})),
    _with("2x2 grid with all four", "A.mp4 B.mp4 C.mp4 silent.mp4", must.length(7, 1.2), must.changed),
    _with("四张照片拼成四宫格，五秒", _PHOTOS, must.length(5), _GRID),
    _with("slideshow, 2 sec each, w the song", f"{_PHOTOS} song.mp3", must.length(8), must.song(1, 7),
          must.corners("red red red red", 1), must.corners("yellow yellow yellow yellow", 7)),
    _with("照片做成影片，每張三秒，中間淡入淡出", _PHOTOS, must.length(11, 1.3),
          must.corners("red red red red", 1), must.corners("yellow yellow yellow yellow", 9.5)),
    _with("make a lil video from my pics with nice slow zooms, some happy music too", "one.jpg two.jpg three.jpg",
          must.music, must.corners("red red red red", 1), must.corners("blue blue blue blue", 7)),
    _with("actually take the text off again", "A.mp4 song.mp3", must.length(8), must.song(1, 7), must.laid(TOP, 0, 3),
          said=("put 'Beach day' on top and my song under it",)),
    _with("算了音乐去掉，原声就好", "A.mp4 song.mp3", must.length(8), must.grey_picture,
          must.no_tone(SONG_HZ, 1, 7), _UNDER, said=("加这首歌，转黑白",)),
    Case("cut out the bad part", ("A.mp4",), (must.same_length,), want=ASK),
    Case("看着改吧", ("A.mp4",), (must.same_length,), want=ASK),
    Case("用好看的那段就行", ("A.mp4", "B.mp4"), (must.same_length,), want=ASK),
    _with("vertical, b&w, and put the song on instead of the sound. max 5 sec", "A.mp4 song.mp3",
          must.length(5), must.shape(9, 16), must.grey_picture, must.song(1, 4), _GONE),
)  # fmt: skip

SECOND_BLIND: Final = TIME + PICTURE + SOUND + TOGETHER
