"""A third set of requests by somebody who never saw the program: those of them that a film can be measured for.

Like the others, they were run as they came before anything was changed for them.
"""

from __future__ import annotations

from typing import Final

from bench.requests import checks as must
from bench.requests.cases import Case
from bench.requests.checks import BOTTOM, MIDDLE, TOP, TOP_LEFT, TOP_RIGHT, Check


def _on(files: str, words: str, *checks: Check) -> Case:
    return Case(words, tuple(files.split()), checks)


_GONE: Final = must.original(-200, -18)

THIRD_BLIND: Final = (
    _on("A.mp4", "half the volume", must.length(8), must.original(-8, -4)),
    _on("A.mp4 B.mp4", "other way round, the second one should open",
        must.length(14), must.plays({0.5: "B0", 6.5: "A0"})),
    _on("A.mp4", "first 4 secs only, black n white, and The End written over the last second",
        must.length(4), must.grey_picture),
    _on("C.mp4", "整段放慢一倍，看动作细节", must.length(8), must.seen({0.5: "C0", 7.5: "C3"})),
    _on("A.mp4 song.mp3", "put my song on it and drop the camera audio", must.length(8), must.song(1, 7), _GONE),
    _on("A.mp4 C.mp4", "reverse C and put it after A", must.length(12), must.seen({0.5: "A0", 8.5: "C3", 11.5: "C0"})),
    _on("A.mp4 B.mp4 C.mp4", "最短的放前面，最长的压轴",
        must.length(18), must.plays({0.5: "C0", 4.5: "B0", 10.5: "A0"})),
    _on("C.mp4", "店里电视用，循环到20秒", must.length(20), must.plays({0.5: "C0", 19.5: "C3"})),
    _on("B.mp4", "name strap for her, Maria Okafor / head baker, 1 to 4 s",
        must.length(6), must.laid((0.02, 0.62, 0.55, 0.95), 1, 4)),
    _on("A.mp4", "ad slot is 5 seconds. speed it up to fit, dont cut anything",
        must.length(5), must.seen({0.3: "A0", 4.7: "A7"})),
    _on("A.mp4", "mute it, double speed, then play that twice",
        must.length(8), must.silent(), must.seen({0.2: "A0", 4.2: "A0"})),
    _on("C.mp4", "spooky music instead of the real sound, halloween party", must.length(4), must.music),
    _on("A.mp4", "someone coughs between 3 and 4, snip that out", must.length(7), must.plays({2.5: "A2", 3.5: "A4"})),
    _on("A.mp4", "720p is plenty", must.length(8), must.shape(16, 9)),
    _on("A.mp4", "中间2到5秒不要了，前后接上", must.length(5), must.plays({1.5: "A1", 2.5: "A5"})),
    _on("C.mp4", "play it backwards lol", must.length(4), must.seen({0.5: "C3", 3.5: "C0"})),
    _on("A.mp4", "finish on a 3s black card saying Book at salonmira.com",
        must.length(11), must.seen({7.5: "A7"}), must.black(8.6, 10.5)),
    _on("B.mp4", "最后加个片尾两秒，写“谢谢观看”", must.length(8), must.seen({5.5: "B5"})),
    _on("A.mp4 B.mp4 song.mp3", "A和B接起来，只放我的歌，结尾画面和声音都淡出",
        must.length(14), must.song(1, 11), _GONE, must.fades_out),
    _on("B.mp4", "只要第1秒到第3秒，还有第5秒到第6秒", must.length(3), must.plays({0.5: "B1", 2.5: "B5"})),
    _on("A.mp4", "square for insta", must.length(8), must.shape(1, 1)),
    _on("A.mp4 B.mp4", "A 留前三秒、B 留後三秒，接起來，再墊輕快的音樂",
        must.length(6), must.music, must.seen({0.5: "A0", 3.5: "B3"})),
    _on("A.mp4 song.mp3", "song in the background, but it should dip whenever somebody speaks", must.length(8)),
    _on("B.mp4", "take out 0:01-0:02 and also 0:04 to 0:05 and close the gaps",
        must.length(4), must.plays({0.5: "B0", 1.5: "B2", 3.5: "B5"})),
    _on("C.mp4", "正着放一遍再倒着放一遍", must.length(8), must.seen({0.5: "C0", 4.5: "C3", 7.5: "C0"})),
    _on("A.mp4", "walking part is dull - first half double speed, rest normal",
        must.length(6), must.seen({0.2: "A0", 2.5: "A4"})),
    _on("B.mp4", "开头一秒在晃，掐掉", must.length(5), must.plays({0.5: "B1", 4.5: "B5"})),
    _on("silent.mp4 song.mp3 voice.mp3", "旁白从头开始，歌垫底，我说话的时候歌自己小下去",
        must.length(6), must.voice(0.5, 2.5), must.song(3.5, 5.5)),
    _on("portrait.mp4", "needs to be wide for youtube, blurry sides are fine", must.length(6), must.shape(16, 9)),
    _on("A.mp4 B.mp4", "把B塞到A的第4秒那儿",
        must.length(14), must.plays({3.5: "A3", 4.5: "B0", 9.5: "B5", 10.5: "A4"})),
    _on("B.mp4 logo.png", "标放左上，前3秒有就够了", must.length(6), must.laid(TOP_LEFT, 0, 3)),
    _on("A.mp4", "slow mo when she jumps (3 to 5), half speed, rest stays",
        must.length(10), must.seen({2.5: "A2", 4.5: "A3", 7.5: "A5"})),
    _on("C.mp4", "3 times in a row please, its for the shop window screen",
        must.length(12), must.plays({0.5: "C0", 8.5: "C0"})),
    _on("A.mp4", "Title: Nana turns 80. in the middle, first 3 seconds", must.length(8), must.laid(MIDDLE, 0, 3)),
    _on("B.mp4", "投籃那邊慢動作，第2到3秒，0.25倍，其他照舊",
        must.length(9), must.seen({1.5: "B1", 4.5: "B2", 6.5: "B3"})),
    _on("B.mp4", "最后一帧定住三秒", must.length(9), must.seen({5.5: "B5", 8.5: "B5"})),
    _on("B.mp4", "the hall was so dim, can u lift it some", must.length(6), must.more("brightness", 6)),
    _on("C.mp4", "let it dissolve into white at the end, dreamy", must.length(4), must.fades_to_white),
    _on("A.mp4", "幫我留最後三秒就好", must.length(3), must.plays({0.5: "A5", 2.5: "A7"})),
    _on("A.mp4", "big yellow GOAL!! at the top from 5 to 6", must.length(8), must.laid(TOP, 5, 6)),
    _on("B.mp4", "顺时针转90度，声音降噪，底下写“开学第一天”", must.length(6), must.shape(9, 16)),
    _on("A.mp4 B.mp4", "melt one into the other, one second long", must.length(14, 1.2), must.blends(7.4, 9.2)),
    _on("portrait.mp4", "呢條片淨係要中間兩秒", must.length(2), must.plays({0.5: "B2", 1.5: "B3"})),
    _on("A.mp4 B.mp4", "B做成小窗放右上角，声音只要A的", must.length(8), must.laid(TOP_RIGHT, 0, 6, only=False)),
    _on("A.mp4 subs.srt", "burn in the subtitle file",
        must.length(8), must.laid(BOTTOM, 1, 3), must.laid(BOTTOM, 4, 6)),
)  # fmt: skip
