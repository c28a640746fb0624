"""What people ask for, in their words, and what the film must measure then.

A (8 s) and B (6 s) are the clips of `material`; without anything else said a film of both is A and then B. A request
that no program of this kind can do (hear speech, know a face) is right when its film stays as it is and the answer says
so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bench.requests import checks as must
from bench.requests.checks import BOTTOM, BOTTOM_LEFT, BOTTOM_RIGHT, MIDDLE, TOP, TOP_LEFT, TOP_RIGHT, Check
from bench.requests.material import VOICE_HZ

NO, ASK = "no", "ask"


@dataclass(frozen=True, slots=True)
class Case:
    """One request: its words, the files that come with it, what was said before it, what the film must measure.

    What is wanted is a film, unless it is a plain `NO` to what cannot be done, or an `ASK` for what is too vague.
    """

    words: str
    files: tuple[str, ...]
    checks: tuple[Check, ...]
    said: tuple[str, ...] = ()
    want: str = ""


def _a(words: str, *checks: Check, said: tuple[str, ...] = ()) -> Case:
    return Case(words, ("A.mp4",), checks, said)


def _ab(words: str, *checks: Check, said: tuple[str, ...] = ()) -> Case:
    return Case(words, ("A.mp4", "B.mp4"), checks, said)


def _with(words: str, files: str, *checks: Check, said: tuple[str, ...] = ()) -> Case:
    return Case(words, tuple(files.split()), checks, said)


_LAST, _FIRST = must.plays({0.5: "A3", 4.5: "A7"}), must.plays({0.5: "A0", 3.5: "A3"})

TIMING: Final = (
    _a("trim it to the first 4 seconds", must.length(4), _FIRST),
    _a("keep only 0:02 to 0:06", must.length(4), must.plays({0.5: "A2", 3.5: "A5"})),
    _a("cut out the part from 3s to 5s", must.length(6), must.plays({2.5: "A2", 3.5: "A5"})),
    _a("start at 3s", must.length(5), _LAST),
    _a("start the video at 0:03", must.length(5), _LAST),
    _a("remove the first 3 seconds", must.length(5), _LAST),
    _a("cut the last two seconds off", must.length(6), must.plays({0.5: "A0", 5.5: "A5"})),
    _a("end it at 5 seconds", must.length(5), must.plays({0.5: "A0", 4.5: "A4"})),
    _a("only use the last 3 seconds", must.length(3), must.plays({0.5: "A5", 2.5: "A7"})),
    _a("shorten this to 5 seconds", must.length(5)),
    _a("make it twice as fast", must.length(4), must.seen({0.25: "A0", 3.75: "A7"})),
    _a("slow it down to half speed", must.length(16), must.seen({1: "A0", 15: "A7"})),
    _a("speed up 1.5x", must.length(8 / 1.5)),
    _a("play it at 2x but keep the pitch", must.length(4), must.heard({0.25: "A0", 3.75: "A7"})),
    _a("slow motion from 2s to 4s", must.length(10), must.seen({0.5: "A0", 3: "A2", 5: "A3", 7.5: "A5"})),
    _a(
        "speed up the part between 0:04 and 0:06 two times",
        must.length(7),
        must.seen({3.5: "A3", 4.25: "A4", 6.5: "A7"}),
    ),
    _a(
        "speed ramp: start slow and end fast", must.either(must.length(8, 4), must.length(6, 3)), must.seen({0.4: "A0"})
    ),
    _a("play it backwards", must.length(8), must.seen({0.5: "A7", 7.5: "A0"})),
    _a("reverse the video", must.length(8), must.seen({0.5: "A7", 7.5: "A0"})),
    _a("make a boomerang", must.length(16, 0.5), must.seen({0.5: "A0", 7.5: "A7", 8.5: "A7", 15.4: "A0"})),
    _a("loop it three times", must.length(24), must.plays({0.5: "A0", 8.5: "A0", 16.5: "A0", 23.5: "A7"})),
    _a("repeat the clip twice", must.length(16), must.plays({0.5: "A0", 8.5: "A0"})),
    _a(
        "freeze the frame at 3 seconds for 2 seconds",
        must.length(10),
        must.frozen(3.3, 4.7),
        must.seen({2.5: "A2", 9.5: "A7"}),
    ),
    _a("hold the last frame for 3 seconds", must.length(11), must.frozen(8.3, 10.7), must.seen({0.5: "A0"})),
    _with("cut out the silent parts", "pauses.mp4", must.length(5, 0.9)),
    _with("remove the pauses", "pauses.mp4", must.length(5, 0.9)),
    _a("裁剪到前4秒", must.length(4), _FIRST),
    _a("只保留2秒到6秒", must.length(4), must.plays({0.5: "A2", 3.5: "A5"})),
    _a("剪掉3到5秒", must.length(6), must.plays({2.5: "A2", 3.5: "A5"})),
    _a("从第3秒开始", must.length(5), _LAST),
    _a("去掉开头三秒", must.length(5), _LAST),
    _a("把最后2秒剪掉", must.length(6), must.plays({0.5: "A0", 5.5: "A5"})),
    _a("加速两倍", must.length(4), must.seen({0.25: "A0", 3.75: "A7"})),
    _a("放慢一半", must.length(16)),
    _a("倒放", must.length(8), must.seen({0.5: "A7", 7.5: "A0"})),
    _a("循环播放3遍", must.length(24)),
    _a("在第3秒定格2秒", must.length(10), must.frozen(3.3, 4.7)),
    _with("去掉没有声音的部分", "pauses.mp4", must.length(5, 0.9)),
    _a("2到4秒慢动作", must.length(10), must.seen({0.5: "A0", 3: "A2", 5: "A3", 7.5: "A5"})),
)

CLIPS: Final = (
    _ab("join these two clips", must.length(14), must.plays({0.5: "A0", 7.5: "A7", 8.5: "B0", 13.5: "B5"})),
    _ab("put B.mp4 first", must.length(14), must.plays({0.5: "B0", 6.5: "A0"})),
    _ab("swap the two clips", must.length(14), must.plays({0.5: "B0", 6.5: "A0"})),
    _ab("move the second clip to the beginning", must.length(14), must.plays({0.5: "B0", 6.5: "A0"})),
    _ab("remove the second clip", must.length(8), must.plays({7.5: "A7"}), said=("join them",)),
    _ab("use only the second video", must.length(6), must.plays({0.5: "B0", 5.5: "B5"})),
    _ab(
        "use the first 3 seconds of each clip", must.length(6), must.plays({0.5: "A0", 2.5: "A2", 3.5: "B0", 5.5: "B2"})
    ),
    _ab("join them with a crossfade", must.length(14, 1.2), must.seen({0.5: "A0"})),
    _ab("trim the second clip to 2 seconds", must.length(10), must.plays({7.5: "A7", 8.5: "B0", 9.5: "B1"})),
    _ab("mute the first clip only", must.heard({1.5: "-", 9.5: "B1"}), must.seen({1.5: "A1"})),
    _ab("make the second clip black and white", must.length(14), must.seen({1.5: "A1"})),
    _ab("speed up the first clip 2x", must.length(10), must.plays({4.5: "B0", 9.5: "B5"})),
    _ab("put them side by side", must.length(8, 2.2), must.shape(16, 9)),
    _ab("split screen, one above the other", must.length(8, 2.2)),
    _ab(
        "put the second video in the corner as picture in picture",
        must.length(8),
        must.either(must.laid(BOTTOM_RIGHT, 0, 6, only=False), must.laid(TOP_RIGHT, 0, 6, only=False)),
        must.seen({1.5: "A1"}),
    ),
    _ab("picture-in-picture: B.mp4 top left", must.length(8), must.laid(TOP_LEFT, 0, 6, only=False)),
    _with(
        "make a slideshow of these photos, 2 seconds each",
        "one.jpg two.jpg three.jpg",
        must.length(6),
        must.corners("red red red red", 1),
        must.corners("green green green green", 3),
        must.corners("blue blue blue blue", 5),
    ),
    _with("turn the pictures into a 9 second video", "one.jpg two.jpg three.jpg", must.length(9)),
    _with("show logo.png as the end card for 3 seconds", "A.mp4 logo.png", must.length(11)),
    _with(
        "put the photo at the start for 2 seconds",
        "A.mp4 one.jpg",
        must.length(10),
        must.corners("red red red red", 1),
        must.plays({2.5: "A0", 9.5: "A7"}),
    ),
    _ab("把两段视频拼接起来", must.length(14), must.plays({0.5: "A0", 8.5: "B0"})),
    _ab("交换两个片段的顺序", must.length(14), must.plays({0.5: "B0", 6.5: "A0"})),
    _ab("把第二段放到最前面", must.length(14), must.plays({0.5: "B0", 6.5: "A0"})),
    _ab("删掉第二段", must.length(8), must.plays({7.5: "A7"}), said=("拼在一起",)),
    _ab("每段只取前3秒", must.length(6), must.plays({0.5: "A0", 2.5: "A2", 3.5: "B0"})),
    _ab("左右分屏", must.length(8, 2.2), must.shape(16, 9)),
    _ab("把第二个视频做成画中画放右下角", must.length(8), must.laid(BOTTOM_RIGHT, 0, 6, only=False)),
    _ab("第一段静音", must.heard({1.5: "-", 9.5: "B1"})),
    _with(
        "把照片做成幻灯片，每张2秒",
        "one.jpg two.jpg three.jpg",
        must.length(6),
        must.corners("green green green green", 3),
    ),
)

LOOK: Final = (
    _a("make it black and white", must.grey_picture, must.same_length, must.same_sound),
    _a("turn it grayscale please", must.grey_picture, must.same_sound),
    _a("give it a sepia look", must.more("warmth", 5), must.less("saturation", 10), must.same_sound),
    _a("rotate it 90 degrees clockwise", must.shape(9, 16), must.corners("blue red yellow green"), must.same_sound),
    _a("rotate 90° to the left", must.shape(9, 16), must.corners("green yellow red blue")),
    _a("it's upside down, turn it around", must.shape(16, 9), must.corners("yellow blue green red")),
    _a("rotate by 180 degrees", must.shape(16, 9), must.corners("yellow blue green red")),
    _a("flip it horizontally", must.corners("green red yellow blue"), must.same_sound),
    _a("mirror the video", must.corners("green red yellow blue")),
    _a("flip vertically", must.corners("blue yellow red green")),
    _a("make it brighter", must.more("brightness", 6), must.same_sound, must.same_length),
    _a("it's too dark, brighten it up", must.more("brightness", 6)),
    _a("make it darker", must.less("brightness", 6), must.same_sound),
    _a("more contrast", must.more("contrast", 3)),
    _a("make the colours pop", must.more("saturation", 4), must.no_music, must.same_sound),
    _a("desaturate it a little", must.less("saturation", 4)),
    _a("warmer colours please", must.more("warmth", 5), must.same_sound),
    _a("make it look colder", must.less("warmth", 5)),
    _a("give it a cinematic look", must.changed, must.same_length, must.no_music),
    _a("add a vintage filter", must.changed, must.same_length, must.no_music),
    _a("blur the whole picture", must.less("detail", 5), must.same_sound),
    _with("sharpen it", "shaky.mp4", must.changed, must.same_length, must.same_sound),
    _a("zoom in slowly", must.changed, must.same_length, must.same_sound, must.seen({0.5: "A0"})),
    _a("zoom in on the middle", must.changed, must.same_length, must.same_sound),
    _a("add a vignette", must.same_length, must.same_sound, must.laid(TOP_LEFT, 0, 8, only=False)),
    _with("stabilize the footage", "shaky.mp4", must.same_length, must.steadier),
    _a("make it vertical for tiktok", must.shape(9, 16), must.same_length, must.same_sound),
    _a("9:16 please, crop to fill", must.shape(9, 16), must.filled),
    _a("make it square", must.shape(1, 1), must.same_length),
    _a("crop to 1:1", must.shape(1, 1), must.filled),
    _a("crop it to the left half", must.corners("red red blue blue")),
    _a("4:5 for instagram", must.shape(4, 5)),
    _a("widescreen 21:9 letterbox", must.either(must.bars_above, must.shape(21, 9))),
    _a("add cinematic black bars", must.bars_above, must.shape(16, 9)),
    _a("make it 720p", must.shape(16, 9)),
    _a("export in 4k", must.shape(16, 9)),
    _a("make it 60 fps", must.rate(60), must.same_length),
    _a("convert to 24 frames per second", must.rate(24), must.same_length),
    _a("compress it to under 200 KB", must.weighs(200_000), must.same_length),
    _a("make the file smaller than 1 MB", must.weighs(1_000_000), must.same_length),
    _a("变成黑白的", must.grey_picture, must.same_sound),
    _a("顺时针旋转90度", must.shape(9, 16), must.corners("blue red yellow green")),
    _a("左右翻转", must.corners("green red yellow blue")),
    _a("上下颠倒", must.either(must.corners("blue yellow red green"), must.corners("yellow blue green red"))),
    _a("亮一点", must.more("brightness", 6), must.same_sound),
    _a("画面暗一些", must.less("brightness", 6)),
    _a("颜色鲜艳一点", must.more("saturation", 4), must.no_music),
    _a("色调暖一点", must.more("warmth", 5)),
    _a("加个复古滤镜", must.changed, must.same_length, must.no_music),
    _a("把画面模糊一下", must.less("detail", 5)),
    _a("裁剪成正方形", must.shape(1, 1), must.filled),
    _a("改成竖屏", must.shape(9, 16), must.same_length),
    _a("裁剪成9:16", must.shape(9, 16), must.filled),
    _a("慢慢放大", must.changed, must.same_length, must.same_sound, must.seen({0.5: "A0"})),
    _with("画面防抖", "shaky.mp4", must.same_length, must.steadier),
    _a("帧率改成30", must.rate(30)),
    _a("压缩到1MB以内", must.weighs(1_000_000), must.same_length),
    _a("加电影黑边", must.bars_above),
    _a("undo that", must.same_length, must.same_sound, said=("make it black and white",)),
)

TEXT: Final = (
    _a('add a title "Summer 2026"', must.laid(MIDDLE, 0, 2.6), must.same_length, must.same_sound),
    _a(
        "add text saying Hello at 0:04 for 2 seconds",
        must.either(must.laid(MIDDLE, 4, 6), must.laid(BOTTOM, 4, 6), must.laid(TOP, 4, 6)),
    ),
    _a('put "Day one" at the bottom from 2s to 5s', must.laid(BOTTOM, 2, 5), must.clear(TOP)),
    _a(
        'write "SALE" at the top', must.either(must.laid(TOP, 0, 2.6, only=False), must.always(TOP)), must.clear(BOTTOM)
    ),
    _a('show the caption "so good" for the whole video', must.laid(BOTTOM, 0, 8)),
    _a(
        'add the text "NEW" in red in the top right corner',
        must.laid(TOP_RIGHT, 0, 2.6, only=False),
        must.clear(BOTTOM_LEFT),
    ),
    _a(
        'add a lower third with "Anna Lee, chef"',
        must.laid((0.02, 0.62, 0.55, 0.95), 0, 3, only=False),
        must.clear(TOP),
    ),
    _a('add a watermark "@nemo"', must.changed, must.same_length, must.same_sound),
    _a('end card saying "Thanks for watching" for 3 seconds', must.length(11), must.seen({7.5: "A7"})),
    _a(
        'add an intro title card "My trip" of 2 seconds before the video',
        must.length(10),
        must.seen({2.5: "A0", 9.5: "A7"}),
    ),
    _a("remove the title", must.laid(MIDDLE, 0, 2.6), said=('add a title "Hi there"',)),
    _a('change the title to "Winter"', must.laid(MIDDLE, 0, 2.6), said=('add a title "Summer"',)),
    _with("burn in the subtitles", "A.mp4 subs.srt", must.laid(BOTTOM, 1, 3), must.laid(BOTTOM, 4, 6)),
    _with("add these captions", "A.mp4 subs.srt", must.laid(BOTTOM, 1, 3)),
    _with("make the captions larger", "A.mp4 subs.srt", must.laid(BOTTOM, 1, 3), said=("burn these in",)),
    _with("make the subtitles yellow", "A.mp4 subs.srt", must.laid(BOTTOM, 1, 3), said=("burn these in",)),
    _with("put the captions at the top", "A.mp4 subs.srt", must.laid(TOP, 1, 3), said=("burn these in",)),
    _with("remove the captions", "A.mp4 subs.srt", must.laid(BOTTOM, 1, 3), said=("burn these in",)),
    _a('change the title "Sun" to "Winter"', must.laid(MIDDLE, 0, 2.6), said=('add a title "Sun"',)),
    _a("move the title to the top", must.laid(TOP, 0, 2.6), said=('add a title "Summer"',)),
    _a("make the text bigger", must.laid(MIDDLE, 0, 2.6), said=('add a title "Summer"',)),
    _with(
        "put my logo in the top right corner",
        "A.mp4 logo.png",
        must.laid(TOP_RIGHT, 0, 8, only=False),
        must.length(8),
        must.clear(BOTTOM_LEFT),
    ),
    _with(
        "use logo.png as a watermark bottom left, half transparent",
        "A.mp4 logo.png",
        must.laid(BOTTOM_LEFT, 0, 8, only=False),
        must.length(8),
        must.clear(TOP_RIGHT),
    ),
    _with("overlay the logo from 2s to 4s in the middle", "A.mp4 logo.png", must.laid(MIDDLE, 2, 4), must.length(8)),
    _a("加标题“夏天”", must.laid(MIDDLE, 0, 2.6), must.same_sound),
    _a("在第4秒显示“你好”两秒", must.either(must.laid(MIDDLE, 4, 6), must.laid(BOTTOM, 4, 6), must.laid(TOP, 4, 6))),
    _a("底部加字幕“真好吃”，2秒到5秒", must.laid(BOTTOM, 2, 5), must.clear(TOP)),
    _a("片尾加上“谢谢观看”3秒", must.either(must.length(11), must.laid(MIDDLE, 5, 8))),
    _a("右上角加水印“尼莫”", must.laid(TOP_RIGHT, 0, 8, only=False), must.clear(BOTTOM_LEFT)),
    _with("把logo放在右上角", "A.mp4 logo.png", must.laid(TOP_RIGHT, 0, 8, only=False), must.length(8)),
    _with("左下角加logo水印，半透明", "A.mp4 logo.png", must.laid(BOTTOM_LEFT, 0, 8, only=False), must.length(8)),
    _with("把字幕文件压进视频", "A.mp4 subs.srt", must.laid(BOTTOM, 1, 3)),
    _with("加上这个字幕文件", "A.mp4 subs.srt", must.laid(BOTTOM, 1, 3), must.laid(BOTTOM, 4, 6)),
    _with("字幕用黄色", "A.mp4 subs.srt", must.laid(BOTTOM, 1, 3), must.clear(TOP), said=("把字幕文件压进视频",)),
    _a("标题放大一点", must.laid(MIDDLE, 0, 2.6), said=("加标题“夏天”",)),
    _a("标题改成“再见”", must.laid(MIDDLE, 0, 2.6), said=("加标题“夏天”",)),
)

SOUND: Final = (
    _a("mute it", must.silent(), must.same_picture, must.same_length),
    _a("remove the sound", must.silent(), must.same_picture),
    _a("mute from 2s to 4s", must.heard({1.5: "A1", 3: "-", 5.5: "A5"}), must.same_picture),
    _a("make it louder", must.louder(2), must.same_picture),
    _a("turn the volume down by half", must.quieter(4), must.same_picture),
    _a("set the original sound to 30%", must.original(-13, -8)),
    _with("normalize the loudness to -14 LUFS", "quiet.mp4", must.loud(-14, 1.5)),
    _with("the sound is too quiet, even it out", "quiet.mp4", must.louder(6)),
    _with("remove the background noise", "noisy.mp4", must.less_hiss, must.same_length),
    _with("clean up the audio hiss", "noisy.mp4", must.less_hiss),
    _a("fade the sound in and out", must.sound_fades_in, must.sound_fades_out, must.stays_lit),
    _a("fade out the audio at the end", must.sound_fades_out, must.stays_lit),
    _a("fade out the music at the end", must.stays_lit, must.same_length, said=("add lo-fi music",)),
    _a("fade to black at the end", must.fades_out),
    _a("fade in from black", must.fades_in),
    _a("fade in the picture and fade it out again", must.fades_in, must.fades_out),
    _a("add background music", must.music, must.same_picture, must.original(-12, 3)),
    _a("add upbeat music", must.music, must.same_picture),
    _a("put some chill lo-fi under it, quietly", must.music, must.original(-9, 3)),
    _a("replace the sound with cinematic music", must.music, must.original(-90, -18), must.same_picture),
    _a("remove the music", must.no_music, said=("add upbeat music",)),
    _a("make the music quieter", must.quieter(0.3), must.music, said=("add energetic music",)),
    _a("music only, no original sound", must.music, must.original(-90, -18)),
    _with("use my song as background music", "A.mp4 song.mp3", must.song(1, 7), must.length(8), must.same_picture),
    _with("add song.mp3 and mute the original", "A.mp4 song.mp3", must.song(1, 7), must.original(-90, -18)),
    _with("add my song starting at 3 seconds", "A.mp4 song.mp3", must.song(4, 7), must.no_tone(3000, 0.5, 2.7)),
    _with(
        "put the voice-over on it",
        "A.mp4 voice.mp3",
        must.voice(0.5, 2.5),
        must.no_tone(VOICE_HZ, 4, 7),
        must.length(8),
    ),
    _with(
        "lay voice.mp3 over the video starting at 2 seconds",
        "A.mp4 voice.mp3",
        must.voice(2.5, 4.5),
        must.no_tone(VOICE_HZ, 0.3, 1.7),
        must.no_tone(VOICE_HZ, 5.6, 7.5),
    ),
    _with(
        "song.mp3 as music and voice.mp3 as the voice-over, duck the music",
        "A.mp4 song.mp3 voice.mp3",
        must.voice(0.5, 2.5),
        must.ducked,
    ),
    _with("add the song and cut to the beat", "A.mp4 song.mp3", must.song(1, 7), must.cuts(6)),
    _a("add energetic music and sync the cuts to the beat", must.music, must.cuts(6), must.same_length),
    _with("the song is 96 BPM, sync the cuts to it", "A.mp4 song.mp3", must.song(1, 7), must.cuts_on(96)),
    _a("静音", must.silent(), must.same_picture),
    _a("去掉原声", must.silent(), must.same_picture),
    _a("声音大一点", must.louder(2), must.same_picture),
    _a("音量减半", must.quieter(4), must.same_picture),
    _a("加背景音乐", must.music, must.same_picture),
    _a("配一段欢快的音乐", must.music, must.same_picture),
    _a("去掉背景音乐", must.no_music, said=("加欢快的音乐",)),
    _with("去除背景噪音", "noisy.mp4", must.less_hiss),
    _with("把我的歌作为背景音乐，原声静音", "A.mp4 song.mp3", must.song(1, 7), must.original(-90, -18)),
    _with("从第2秒开始加上旁白", "A.mp4 voice.mp3", must.voice(2.5, 4.5), must.no_tone(VOICE_HZ, 0.3, 1.7)),
    _a("结尾声音淡出", must.sound_fades_out, must.stays_lit),
    _a("画面淡入淡出", must.fades_in, must.fades_out),
    _with("响度调到-14 LUFS", "quiet.mp4", must.loud(-14, 1.5)),
    _a("加动感音乐并卡点", must.music, must.cuts(6)),
)

TOGETHER: Final = (
    _a("trim it to 5 seconds, make it vertical and add upbeat music", must.length(5), must.shape(9, 16), must.music),
    _a(
        'cut the first 2 seconds, add a title "Go" and fade out at the end',
        must.length(6),
        must.plays({0.5: "A2"}),
        must.fades_out,
    ),
    _a("black and white, slow motion, no sound", must.length(16), must.grey_picture, must.silent()),
    _ab(
        "join both clips, mute them and add lo-fi music", must.length(14), must.music, must.seen({0.5: "A0", 8.5: "B0"})
    ),
    _a("mirror it and make it twice as fast", must.length(4), must.corners("green red yellow blue")),
    _a("剪到5秒，改成竖屏，加欢快的音乐", must.length(5), must.shape(9, 16), must.music),
    _a("黑白，慢放一半，静音", must.length(16), must.grey_picture, must.silent()),
    _ab("拼接两段，加标题“旅行”，配轻松的音乐", must.length(14), must.music, must.seen({8.5: "B0"})),
    _a("add music but leave the picture alone", must.music, must.same_picture),
    _a("don't add music, just make it brighter", must.no_music, must.more("brightness", 6)),
    _with("create a 10 second video about the sea with background music", "", must.length(10), must.music),
    _with("制作一个10秒带背景音乐的视频", "", must.length(10), must.music),
)

REFUSED: Final = tuple(
    Case(words, ("A.mp4",), (must.same_picture, must.same_sound, must.same_length), want=NO)
    for words in (
        "write captions from what I say",
        "translate my speech into Spanish",
        "remove the person in the background",
        "make my face look younger",
        "replace the sky with a sunset",
        "swap my face with a celebrity's",
        "colorize it with AI",
        "generate a talking avatar",
        "read this text with an AI voice",
        "cut out all the um's and ah's",
        "remove the green screen",
        "自动生成字幕",
        "把背景里的人去掉",
        "美颜磨皮",
        "换脸",
        "用AI配音朗读",
    )
)

CASES: Final = (*TIMING, *CLIPS, *LOOK, *TEXT, *SOUND, *TOGETHER, *REFUSED)
