"""The words people use, and the operations they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.operations.registry import ORDER
from sandbox.reading import read

FILES = {"a": "clip1.mp4", "b": "clip2.mp4", "m": "song.mp3"}

# The fifteen "Try saying" lines of the five skills (NemoVideo skill text).
EXAMPLES = {
    "edit a 2-minute travel video clip into a 1080p MP4": "resolution polish export",
    "add background music to my video and sync it to the cuts": "bgm beat",
    "adding free background music to videos without paid software for content creators": "bgm",
    "add a 90-second travel video clip into a 1080p MP4": "resolution export",
    "add background music that matches the mood of my video": "bgm",
    "adding AI-selected background music to videos for content creators": "bgm",
    "edit a 2-minute phone-recorded vlog clip into a 1080p MP4": "resolution polish export",
    "cut the silences, add transitions, and export a clean final video": "silence transition export",
    "editing raw footage into polished videos without paid software for content creators and students": "polish",
    "generate five product photos and a script into a 1080p MP4": "create slideshow resolution export",
    "create a 30-second video with free background music": "create target bgm",
    "generating videos with free background music from images or clips for content creators "
    "and marketers": "create bgm",
    "edit my video clips": "polish",
    "export 1080p MP4": "resolution export",
    "add background music and auto-sync cuts": "bgm beat",
}

ENGLISH = {
    "add background music and sync the cuts to the beat": "bgm beat",
    "add background music and auto-sync cuts to the beat": "bgm beat",
    "trim the first 5 seconds": "trim_start",
    "cut off the last 3 seconds": "trim_end",
    "remove the first five seconds": "trim_start",
    "keep the first 10 seconds": "keep",
    "keep only the last 10 seconds": "keep_last",
    "keep only 0:05-0:10": "keep",
    "I only need 0:10-0:25": "keep",
    "trim from 5s to 10s": "keep",
    "cut out everything after 20 seconds": "cut",
    "remove 0:03 to 0:06": "cut",
    "delete the part between 4 and 6 seconds": "cut",
    "shorten it to 15 seconds": "target",
    "trim to 10 seconds": "target",
    "make it 30 seconds long": "target",
    "remove the silences": "silence",
    "cut out the dead air": "silence",
    "get rid of the pauses": "silence",
    "speed it up 2x": "speed",
    "slow it down by half": "speed",
    "make it 1.5x faster": "speed",
    "slow motion please": "speed",
    "speed up 0:02-0:05 by 50%": "speed",
    "mute the video": "mute",
    "remove the audio": "mute",
    "mute the original sound and add lofi music at 40%": "mute bgm",
    "turn the volume down": "volume",
    "set the volume to 50%": "volume",
    "it's too loud": "volume",
    "the audio is too low": "volume",
    "I can't hear it": "volume",
    "声音太小了": "volume",
    "原声有点吵": "volume",
    "the music is too loud": "bgm_volume",
    "音乐太大声了": "bgm_volume",
    "make the music quieter": "bgm_volume",
    "music volume 20%": "bgm_volume",
    "remove the background music": "bgm_remove",
    "undo the music": "bgm_remove",
    "replace the music with something cinematic": "bgm",
    "change the music to upbeat": "bgm",
    "add epic music at 90 bpm": "bgm",
    "can you add some music?": "bgm",
    "don't change the length, just add music": "bgm",
    "use song.mp3 as background music": "bgm",
    "I'd like a chill soundtrack, about 30% volume": "bgm bgm_volume",
    "sync cuts to the beat": "beat",
    "cut to the beat of the music": "beat",
    "remove the beat cuts": "beat_remove",
    'add a title "Hello, World" at the top for 4 seconds': "text",
    "add a title saying Summer in Rome at the start": "text",
    "add title Summer Trip at the start": "text",
    "title: My Trip": "text",
    'put a caption "Look here" from 0:02 to 0:05 at the bottom': "text",
    'add a yellow watermark "@nemo"': "text",
    "remove the title": "text_remove",
    "remove all text": "text_remove",
    "crossfade between clips": "transition",
    "add wipe transitions of 1 second": "transition",
    "remove the transitions": "transition_remove",
    "fade in and out": "fade",
    "fade out at the end": "fade",
    "make it vertical for tiktok": "aspect",
    "convert to 9:16": "aspect",
    "crop it to 1:1": "aspect",
    "export in 720p": "resolution export",
    "resize to 1080x1920": "resolution",
    "merge my clips": "append",
    "append clip2.mp4": "append",
    "add this clip": "put",
    "Put the uploaded material on the timeline unchanged": "put",
    "put clip2.mp4 first": "move",
    "move the second clip to the beginning": "move",
    "remove clip1.mp4": "remove_clip",
    "delete the last clip": "remove_clip",
    "replace clip1.mp4 with clip2.mp4": "replace_clip",
    "make a slideshow of my photos, 2 seconds each": "create slideshow",
    "create a video about coffee with calm music": "create bgm",
    "undo": "undo",
    "go back to the previous version": "undo",
    "go back to version 2": "undo",
    "start over": "fresh",
    "Start a fresh timeline with clip2.mp4 only. trim the first 5 seconds": "fresh trim_start",
    "make it look better": "polish",
    "what can you do?": "",
    "how long is it?": "",
    "how many clips are there?": "",
    "don't export yet": "",
    "thanks!": "",
}

CHINESE = {
    "剪掉前5秒": "trim_start",
    "去掉最后三秒": "trim_end",
    "只保留第5秒到第10秒": "keep",
    "保留0:05到0:10": "keep",
    "保留前10秒": "keep",
    "剪掉5到10秒": "cut",
    "删除10秒之后的内容": "cut",
    "剪成15秒": "target",
    "把视频缩短到三十秒": "target",
    "去除静音片段": "silence",
    "把停顿剪掉": "silence",
    "加速到2倍": "speed",
    "慢放一半": "speed",
    "1.5倍速": "speed",
    "速度慢一点": "speed",
    "把原声静音": "mute",
    "把第1个视频静音": "mute",
    "去掉原声，加轻松的背景音乐，音量40%": "mute bgm bgm_volume",
    "音量调到50%": "volume",
    "音乐小声一点": "bgm_volume",
    "去掉背景音乐": "bgm_remove",
    "换成电影感的音乐": "bgm",
    "能不能加个音乐？": "bgm",
    "加背景音乐并卡点": "bgm beat",
    "给视频配乐，剪辑点对齐节拍": "bgm beat",
    "音乐卡点剪辑": "bgm beat",
    "加标题“城市之梦”，显示4秒": "text",
    "在底部加字幕“你好世界”": "text",
    "标题：我的旅行": "text",
    "加一个黄色的标题“夏天”": "text",
    "去掉标题": "text_remove",
    "添加转场效果": "transition",
    "淡入淡出": "fade",
    "改成竖屏": "aspect",
    "转成9:16": "aspect",
    "裁成1:1": "aspect",
    "导出1080P的MP4": "resolution export",
    "把两个片段合并": "append",
    "把clip2.mp4接在后面": "append",
    "删除第二个片段": "remove_clip",
    "把照片做成幻灯片，每张2秒": "create slideshow",
    "制作一个30秒带免费背景音乐的视频": "create target bgm",
    "用五张产品图和一段脚本生成1080p的MP4": "create slideshow resolution export",
    "撤销": "undo",
    "回到上一个版本": "undo",
    "重新开始": "fresh",
    "用 clip2.mp4 新建时间线。剪掉静音": "fresh silence",
    "把素材原样放到时间线上": "put",
    "剪辑我的视频": "polish",
    "让它好看一点": "polish",
    "去掉静音，加转场，导出成片": "silence transition export",
    "视频有多长？": "",
    "你能做什么？": "",
    "不要加音乐": "",
    "先别导出": "",
}


@pytest.mark.parametrize(("words", "wanted"), [*EXAMPLES.items(), *ENGLISH.items(), *CHINESE.items()])
def test_a_sentence_means_these_operations_and_no_others(words, wanted):
    reading = read(words, FILES)

    assert {wish.op for wish in reading.wishes} == set(wanted.split()), reading
    assert not reading.missed


@pytest.mark.parametrize(
    "words",
    ["add a dog to the scene", "请加一只小狗", "asdf qwer", "juggle it", "把大象变成粉红"],
)
def test_what_is_not_understood_is_kept_as_it_was_typed(words):
    reading = read(words, FILES)

    assert reading.wishes == ()
    assert reading.missed == (words,)


def test_only_the_clause_not_understood_is_quoted():
    reading = read("add lofi music, add a dancing bear, and trim the first 2 seconds", FILES)

    assert [wish.op for wish in reading.wishes] == ["trim_start", "bgm"]
    assert reading.missed == ("add a dancing bear",)


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("trim the first 1m30s", {"ms": 90_000}),
        ("cut out 5-10s", {"span": (5000, 10_000)}),
        ("remove from 1:05 to the end", {"span": (65_000, None)}),
        ("剪掉前一分半", {"ms": 90_000}),
        ("去掉开头两秒", {"ms": 2000}),
        ("speed it up by 20%", {"amount": 1.2}),
        ("add lofi music at 35%", {"kind": "lofi", "amount": 0.35}),
        ("加百分之三十的欢快音乐", {"kind": "upbeat", "amount": 0.3}),
        ("add music at 95 bpm", {"ms": 95}),
        ("convert to 9:16", {"size": (9, 16)}),
        ("make a slideshow of the photos, 2 seconds each", {"ms": 2000}),
        ("go back to version 3", {"nth": 3}),
        ('put "Cut the silences at 9:16" at the top', {"text": "Cut the silences at 9:16", "place": "top"}),
        ("add a red title 'Don’t stop' for 5 seconds", {"text": "Don’t stop", "color": "red", "ms": 5000}),
        ("fade in over 2 seconds", {"kind": "in", "ms": 2000}),
        ("mute clip2.mp4", {"files": ("b",)}),
    ],
)
def test_exact_things_are_read_exactly(words, fields):
    wish = read(words, FILES).wishes[-1]

    assert {name: getattr(wish, name) for name in fields} == fields


def test_a_title_is_not_taken_for_a_command():
    reading = read('add a title "remove the music, undo and export 720p"', FILES)

    assert [(wish.op, wish.text) for wish in reading.wishes] == [("text", "remove the music, undo and export 720p")]


def test_a_file_nobody_sent_is_named():
    assert read("trim intro9.mp4 to 5 seconds", FILES).unknown_files == ("intro9.mp4",)


def test_the_lines_after_a_script_wish_are_the_script():
    text = "generate five product photos and a script into a 1080p MP4\n\n# Scene\n1. Fresh coffee, daily\n- Order now!"

    assert read(text, FILES).script == ("Scene", "Fresh coffee, daily", "Order now!")


def test_lines_that_are_wishes_are_no_script():
    reading = read("add captions\ntrim the first 2 seconds\nadd lofi music", FILES)

    assert reading.script == ()
    assert {"trim_start", "bgm"} <= {wish.op for wish in reading.wishes}


def test_wishes_come_in_the_order_they_are_done():
    reading = read('add a title "X", sync to the beat, add music, cut the silences and undo', FILES)

    places = [ORDER[wish.op] for wish in reading.wishes]
    assert places == sorted(places)


def test_a_chinese_title_does_not_make_an_english_wish_chinese():
    assert not read("add a title “城市之梦”", FILES).chinese
    assert read("加标题“Urban Dreams”", FILES).chinese


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    reading = read(text, FILES)

    assert all(wish.op in ORDER for wish in reading.wishes)


PIECES = [
    "add",
    "cut",
    "5s",
    "0:05-0:10",
    "music",
    "“标题”",
    "clip1.mp4",
    "和",
    "and",
    "silence",
    "2x",
    "第3个",
    ",",
    "9:16",
]
PIECES += ["remove", "keep", "every", "半", "\ue000", "\n", "?", "to", "beat", "剪掉", "百分之", ":", "title", "'"]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_heap_of_known_words_is_read(pieces):
    read(" ".join(pieces), FILES)
    read("".join(pieces), FILES)
