"""The corpus of wishes: whole sentences, and sentences that only sound like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.intents import Meaning, Wish, meaning

ENGLISH: tuple[tuple[str, Wish], ...] = (
    ("export", Wish.EXPORT),
    ("Export!", Wish.EXPORT),
    ("export 1080p MP4", Wish.EXPORT),
    ("download", Wish.EXPORT),
    ("please send me the video", Wish.EXPORT),
    ("send me the video", Wish.EXPORT),
    ("Can you send me the final video?", Wish.EXPORT),
    ("could you export the video now please", Wish.EXPORT),
    ("can I download it?", Wish.EXPORT),
    ("how do I download the video?", Wish.EXPORT),
    ("render it in full HD", Wish.EXPORT),
    ("export it as an mp4", Wish.EXPORT),
    ("I want to export the final cut", Wish.EXPORT),
    ("give me the finished film", Wish.EXPORT),
    ("send it to me", Wish.EXPORT),
    ("I need the mp4 file", Wish.EXPORT),
    ("save the video", Wish.EXPORT),
    ("where's my video?", Wish.SHOW),
    ("ok great, export again", Wish.EXPORT),
    ("export version 2", Wish.EXPORT),
    ("download v3 in 720p", Wish.EXPORT),
    ("export in 4K", Wish.EXPORT),
    ("send me the gif", Wish.EXPORT),
    ("“export”", Wish.EXPORT),
    ("@nemobot export please", Wish.EXPORT),
    ("gimme the video", Wish.EXPORT),
    ("can u send me the finished vid", Wish.EXPORT),
    ("did it finish?", Wish.STATUS),
    ("any updates?", Wish.STATUS),
    ("scrap that", Wish.CANCEL),
    ("credits", Wish.CREDITS),
    ("what's my balance?", Wish.CREDITS),
    ("How many credits do I have left?", Wish.CREDITS),
    ("show my credits", Wish.CREDITS),
    ("check balance", Wish.CREDITS),
    ("how do I top up?", Wish.CREDITS),
    ("buy more credits", Wish.CREDITS),
    ("status", Wish.STATUS),
    ("show tracks", Wish.STATUS),
    ("show me the timeline", Wish.STATUS),
    ("what's on the timeline?", Wish.STATUS),
    ("what's the status of my video", Wish.STATUS),
    ("is it done yet?", Wish.STATUS),
    ("Is my video ready?", Wish.STATUS),
    ("when will it be ready?", Wish.STATUS),
    ("how is it going?", Wish.STATUS),
    ("what does it look like now", Wish.STATUS),
    ("how much longer?", Wish.STATUS),
    ("cancel", Wish.CANCEL),
    ("never mind", Wish.CANCEL),
    ("please stop", Wish.CANCEL),
    ("cancel the export", Wish.CANCEL),
    ("forget about it", Wish.CANCEL),
    ("new project", Wish.NEW),
    ("start a new project please", Wish.NEW),
    ("let's start over", Wish.NEW),
    ("start from scratch", Wish.NEW),
    ("my projects", Wish.PROJECTS),
    ("list all projects", Wish.PROJECTS),
    ("switch to project 2", Wish.PROJECTS),
    ("versions", Wish.VERSIONS),
    ("show previous versions", Wish.VERSIONS),
    ("history", Wish.VERSIONS),
    ("undo", Wish.UNDO),
    ("undo the last change", Wish.UNDO),
    ("go back one step", Wish.UNDO),
    ("go back to version 2", Wish.UNDO),
    ("revert that", Wish.UNDO),
    ("roll back", Wish.UNDO),
    ("restore the previous version", Wish.UNDO),
    ("help", Wish.HELP),
    ("what can you do?", Wish.HELP),
    ("how does this work?", Wish.HELP),
    ("which formats do you support?", Wish.HELP),
    ("who are you", Wish.HELP),
    ("speak Chinese please", Wish.LANGUAGE),
    ("switch to English", Wish.LANGUAGE),
    ("change language", Wish.LANGUAGE),
    ("skills", Wish.SKILL),
    ("which skills do you have?", Wish.SKILL),
    ("switch skill", Wish.SKILL),
    ("upload", Wish.UPLOAD),
    ("I want to upload a video", Wish.UPLOAD),
    ("how do I send you a clip?", Wish.UPLOAD),
    ("hello", Wish.START),
    ("hi there!", Wish.START),
    ("thank you so much", Wish.THANKS),
)

CHINESE: tuple[tuple[str, Wish], ...] = (
    ("导出", Wish.EXPORT),
    ("导出视频", Wish.EXPORT),
    ("请帮我导出一下", Wish.EXPORT),
    ("把视频发给我", Wish.EXPORT),
    ("把成片发给我吧", Wish.EXPORT),
    ("下载", Wish.EXPORT),
    ("我想下载视频", Wish.EXPORT),
    ("导出1080p的MP4", Wish.EXPORT),
    ("导出 1080p MP4", Wish.EXPORT),
    ("导出4K", Wish.EXPORT),
    ("导出成gif", Wish.EXPORT),
    ("可以导出了", Wish.EXPORT),
    ("好的，现在导出吧", Wish.EXPORT),
    ("给我成片", Wish.EXPORT),
    ("把它发过来", Wish.EXPORT),
    ("把视频给我", Wish.EXPORT),
    ("导出最终版", Wish.EXPORT),
    ("怎么下载视频？", Wish.EXPORT),
    ("导出第3版", Wish.EXPORT),
    ("导出版本 2", Wish.EXPORT),
    ("重新导出", Wish.EXPORT),
    ("保存视频到手机", Wish.EXPORT),
    ("渲染", Wish.EXPORT),
    ("发我一份", Wish.EXPORT),
    ("可以发给我了吗", Wish.EXPORT),
    ("我的视频呢？", Wish.SHOW),
    ("导出吧，谢谢", Wish.EXPORT),
    ("弄完了吗", Wish.STATUS),
    ("回到上一个版本", Wish.UNDO),
    ("换回上一版", Wish.UNDO),
    ("余额", Wish.CREDITS),
    ("积分", Wish.CREDITS),
    ("还剩多少积分？", Wish.CREDITS),
    ("我有多少积分", Wish.CREDITS),
    ("查一下余额", Wish.CREDITS),
    ("积分还够吗", Wish.CREDITS),
    ("怎么充值", Wish.CREDITS),
    ("状态", Wish.STATUS),
    ("现在什么样了", Wish.STATUS),
    ("进度怎么样", Wish.STATUS),
    ("查看时间线", Wish.STATUS),
    ("显示轨道", Wish.STATUS),
    ("视频好了吗？", Wish.STATUS),
    ("做完了吗", Wish.STATUS),
    ("还要多久", Wish.STATUS),
    ("剪到哪一步了", Wish.STATUS),
    ("时间线上有什么", Wish.STATUS),
    ("取消", Wish.CANCEL),
    ("取消导出", Wish.CANCEL),
    ("算了", Wish.CANCEL),
    ("停一下", Wish.CANCEL),
    ("别做了", Wish.CANCEL),
    ("新项目", Wish.NEW),
    ("新建一个项目", Wish.NEW),
    ("重新开始", Wish.NEW),
    ("我的项目", Wish.PROJECTS),
    ("项目列表", Wish.PROJECTS),
    ("切换到项目2", Wish.PROJECTS),
    ("有哪些项目", Wish.PROJECTS),
    ("版本", Wish.VERSIONS),
    ("查看历史版本", Wish.VERSIONS),
    ("撤销", Wish.UNDO),
    ("撤销上一步", Wish.UNDO),
    ("撤回刚才的修改", Wish.UNDO),
    ("回到上一步", Wish.UNDO),
    ("恢复到版本2", Wish.UNDO),
    ("帮助", Wish.HELP),
    ("怎么用？", Wish.HELP),
    ("你能做什么", Wish.HELP),
    ("支持什么格式", Wish.HELP),
    ("请说中文", Wish.LANGUAGE),
    ("切换到英文", Wish.LANGUAGE),
    ("切换语言", Wish.LANGUAGE),
    ("技能列表", Wish.SKILL),
    ("有哪些技能", Wish.SKILL),
    ("上传", Wish.UPLOAD),
    ("怎么上传视频", Wish.UPLOAD),
    ("我要上传素材", Wish.UPLOAD),
    ("你好", Wish.START),
    ("谢谢！", Wish.THANKS),
    ("非常感谢", Wish.THANKS),
)

EDITS: tuple[str, ...] = (
    "export to 9:16 with a title saying download",
    'add a title that says "export"',
    'title: "send me the video"',
    "cut the silences, add transitions, and export a clean final video",
    "edit a 2-minute travel video clip into a 1080p MP4",
    "add background music to my video and sync it to the cuts",
    "generate five product photos and a script into a 1080p MP4",
    "create a 30-second video with free background music",
    "editing raw footage into polished videos without paid software for content creators and students",
    "regenerate",
    "redo the music",
    "do it again with more energy",
    "add credits at the end",
    "roll the credits over the last shot",
    "show credits at the end for 3 seconds",
    "balance the audio",
    "stop the music at 0:10",
    "cancel the background noise",
    "cancel the music",
    "undo the music",
    "make a new video about cats",
    "start with the second clip",
    "start the video at 0:05",
    "help me cut the first five seconds",
    "add Chinese subtitles",
    "translate the captions to English",
    "speed up the timeline by 2x",
    "download this video from the link and trim it https://a.example/a.mp4",
    "upload music and add it to the video",
    "send the title to the back",
    "save the original audio",
    "render the title in red",
    "export the audio only",
    "cut and export",
    "I want a video",
    "give me a video of a sunset",
    "yes please",
    "the second one",
    "lo-fi",
    "status bar at the top saying loading",
    "put a progress bar at the bottom",
    "go back to 0:15 and cut there",
    "restore the original sound",
    "new music",
    "history documentary style",
    "show the tracks of the bird in the snow",
    "skip the first 3 seconds",
    "English",
    "导出成9:16，加一个标题写着下载",
    "加一个标题“导出”",
    "片尾加上积分两个字",
    "重新生成",
    "再来一个",
    "剪掉静音，加上转场，导出一个干净的成片",
    "把音乐停在第10秒",
    "取消背景音乐",
    "撤销音乐",
    "恢复原声",
    "加中文字幕",
    "把字幕翻译成英文",
    "从第二段开始",
    "把开头的版权声明去掉",
    "加一个进度条",
    "做一个关于猫的新视频",
    "单独导出音频",
    "我想要一个视频",
    "帮我剪掉前五秒",
    "余额不足的提示音效",
    "换成轻快的音乐",
    "停顿的地方剪掉",
    "上传的音乐放到开头",
    "说明文字放在左下角",
    "语言要幽默",
)


@pytest.mark.parametrize(("said", "wish"), [*ENGLISH, *CHINESE])
def test_a_sentence_that_is_wholly_one_wish_is_that_wish(said, wish):
    assert meaning(said).wish is wish


@pytest.mark.parametrize("said", EDITS)
def test_a_sentence_with_anything_beside_the_wish_is_an_edit(said):
    assert meaning(said).wish is Wish.EDIT


def test_the_corpora_are_as_large_as_promised():
    assert len(set(ENGLISH)) >= 60
    assert len(set(CHINESE)) >= 60
    assert len(set(EDITS)) >= 60


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("/export", Meaning(Wish.EXPORT)),
        ("/export@nemobot", Meaning(Wish.EXPORT)),
        ("/EXPORT", Meaning(Wish.EXPORT)),
        ("/export 3", Meaning(Wish.EXPORT, version=3, argument="3")),
        ("/export v2 720p", Meaning(Wish.EXPORT, version=2, resolution="720p", argument="v2 720p")),
        ("/export@nemobot 4k", Meaning(Wish.EXPORT, unsupported=("4K",), argument="4k")),
        ("/download", Meaning(Wish.EXPORT)),
        ("/credits", Meaning(Wish.CREDITS)),
        ("/balance", Meaning(Wish.CREDITS)),
        ("/status", Meaning(Wish.STATUS)),
        ("/new", Meaning(Wish.NEW)),
        ("/new my holiday", Meaning(Wish.NEW, argument="my holiday")),
        ("/projects 2", Meaning(Wish.PROJECTS, argument="2")),
        ("/cancel", Meaning(Wish.CANCEL)),
        ("/versions", Meaning(Wish.VERSIONS)),
        ("/undo 4", Meaning(Wish.UNDO, version=4, argument="4")),
        ("/help", Meaning(Wish.HELP)),
        ("/language zh", Meaning(Wish.LANGUAGE, argument="zh")),
        ("/skill add-music-ai", Meaning(Wish.SKILL, argument="add-music-ai")),
        ("/start", Meaning(Wish.START)),
        ("/start deep_link", Meaning(Wish.START, argument="deep_link")),
        ("/frobnicate now", Meaning(Wish.HELP, argument="frobnicate")),
        ("/edit export", Meaning(Wish.EDIT, film=True)),
        ("/edit", Meaning(Wish.EDIT)),
        ("/home/me/video.mp4", Meaning(Wish.EDIT)),
    ],
)
def test_a_command_is_its_wish_with_the_rest_as_its_argument(said, wanted):
    assert meaning(said) == wanted


@pytest.mark.parametrize(
    "said",
    [
        "cut the silences, add transitions, and export a clean final video",
        "add music and then send me the video",
        "trim the start, then download",
        "edit a 2-minute travel video clip into a 1080p MP4",
        "generate five product photos and a script into a 1080p MP4",
        "export to 9:16 with a title saying download",
        "剪掉静音，加上转场，导出一个干净的成片",
        "加音乐然后把视频发给我",
        "把这些照片做成1080p的MP4",
        "剪掉开头并导出",
    ],
)
def test_an_edit_that_also_asks_for_the_video_says_so(said):
    assert meaning(said).film


@pytest.mark.parametrize(
    "said",
    [
        'add a title "export, send me the video"',
        "add background music and sync the cuts to the beat",
        "加一个标题“导出视频”",
        "cut the silences, but don't export yet",
        "add music, do not send me the video yet",
        "加字幕，先别导出",
    ],
)
def test_an_edit_that_does_not_ask_for_the_video_or_puts_it_off_says_that(said):
    assert not meaning(said).film


@pytest.mark.parametrize(
    "said",
    [
        "don't export yet",
        "add music, don't export yet",
        "Add a title. Do not render it yet, I have more changes",
        "trim it without exporting",
        "cut the start; no export for now",
        "hold the export",
        "don’t send me the video yet",
        "not exporting yet, first add a title",
        "加字幕，先别导出",
        "加音乐，不要导出",
        "先不导出，改一下标题",
        "暂时不用导出",
        "别急着导出，还要加字幕",
        "先別導出",
        "加字幕，先別匯出",
        "暫時不要輸出",
        "先不要下載",
    ],
)
def test_words_that_put_the_export_off_hold_it(said):
    assert meaning(said).hold


@pytest.mark.parametrize(
    "said",
    [
        "don't export the audio track, mute it",
        "分别导出",
        "分別匯出每個影片",
        'add the words "don\'t export yet"',
        "export without music",
        "加标题“先别导出”",
        "do not send the title to the back",
    ],
)
def test_words_about_something_else_do_not_hold_the_export(said):
    assert not meaning(said).hold


@pytest.mark.parametrize(
    "said",
    [
        "add music to each clip",
        "add a title to each",
        "edit each of them with lo-fi music",
        "trim these separately",
        "process them individually",
        "one by one, add subtitles",
        "one video each please, with music",
        "cut the silences in every clip",
        "make them vertical, each as its own video",
        "分别加音乐",
        "给每个视频加字幕",
        "每个都剪掉开头",
        "逐个加上标题",
        "每段单独导出",
        "批量加字幕",
        "各自配上音乐",
    ],
)
def test_words_for_one_video_a_file_ask_for_a_batch(said):
    assert meaning(said).each


@pytest.mark.parametrize(
    "said",
    [
        "add a fade between each clip",
        "add a transition after every clip",
        "show each photo for 3 seconds",
        "3 seconds each",
        "cut on each beat",
        "flash on each other's faces",
        'add the words "each video separately"',
        "在每个片段之间加转场",
        "分别在开头和结尾加标题",
        "每个镜头都调亮",
        "每张照片显示3秒",
    ],
)
def test_words_about_parts_of_one_video_ask_for_no_batch(said):
    assert not meaning(said).each


@pytest.mark.parametrize(
    "said",
    [
        "edit my video clips",
        "make it look better",
        "Can you edit this video for me?",
        "improve my video",
        "make it nice",
        "fix it please",
        "make a video",
        "make it more professional",
        "help me edit my video",
        "do something cool with it",
        "剪辑我的视频片段",
        "帮我剪一下这个视频",
        "弄好看点",
        "优化一下",
        "让它更好看",
        "做个视频",
        "随便剪剪",
    ],
)
def test_a_wish_with_nothing_concrete_in_it_is_vague(said):
    assert meaning(said).wish is Wish.EDIT
    assert meaning(said).vague


@pytest.mark.parametrize(
    "said",
    [
        "add background music and sync the cuts to the beat",
        "edit my video clips with lo-fi music",
        "make it vertical",
        "make it 20 seconds",
        "fix the colors",
        "cut the silences",
        "yes please",
        "剪掉静音",
        "让它变成竖屏",
        "加音乐",
        "剪辑成30秒",
    ],
)
def test_a_wish_with_something_concrete_is_not_vague(said):
    assert not meaning(said).vague


@pytest.mark.parametrize(
    ("said", "resolution", "unsupported"),
    [
        ("export 1080p MP4", "1080p", ()),
        ("导出720P", "720p", ()),
        ("upscale the 480p footage to 1080p", "1080p", ()),
        ("export in 4K", None, ("4K",)),
        ("export as GIF", None, ("GIF",)),
        ("send me the video in 4k webm", None, ("4K", "WebM")),
        ("导出4K的MOV", None, ("4K", "MOV")),
        ("export 1080p 60fps", "1080p", ("60fps",)),
        ("export 4k, 4K!", None, ("4K",)),
        ("add music and export as gif", None, ("GIF",)),
        ("turn it into a 4k mp4", None, ("4K",)),
        ("加音乐，导出4K", None, ("4K",)),
        ("my MOV is shaky, stabilise it", None, ()),
        ("slow the 60fps footage down", None, ()),
        ('add the title "export 4K"', None, ()),
    ],
)
def test_sizes_and_formats_are_read_where_a_delivery_is_meant(said, resolution, unsupported):
    found = meaning(said)
    assert (found.resolution, found.unsupported) == (resolution, unsupported)


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("export version 2", 2),
        ("download v3", 3),
        ("导出第3版", 3),
        ("导出第二个版本", 2),
        ("导出版本 12", 12),
        ("导出v2", 2),
        ("go back to version 4", 4),
        ("恢复到第2版", 2),
        ("export", None),
    ],
)
def test_the_number_of_a_version_is_read(said, version):
    assert meaning(said).version == version


@pytest.mark.parametrize(
    ("said", "argument"),
    [
        ("speak Chinese", "zh"),
        ("switch to English", "en"),
        ("请用英文回复", "en"),
        ("change language", ""),
        ("switch to project 3", "3"),
        ("切换到第2个项目", "2"),
        ("my projects", ""),
    ],
)
def test_plain_words_carry_the_argument_a_command_would(said, argument):
    assert meaning(said).argument == argument


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("", Wish.UPLOAD),
        ("🎬", Wish.UPLOAD),
        ("here is my video", Wish.UPLOAD),
        ("这是我的素材", Wish.UPLOAD),
        ("download", Wish.EXPORT),
        ("add music", Wish.EDIT),
        ("edit this video", Wish.EDIT),
    ],
)
def test_words_beside_a_file(said, wish):
    assert meaning(said, has_media=True).wish is wish


@pytest.mark.parametrize("said", ["", "   ", "😐", "!!!", "@nemobot"])
def test_no_words_at_all_cost_no_turn(said):
    assert meaning(said).wish is Wish.START


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        (":party:", Wish.START),
        (":party::party_2: :Yay:", Wish.START),
        ("nice :party:", Wish.THANKS),
        ("真棒:party:", Wish.THANKS),
        (":party: 👍", Wish.THANKS),
        ("where is it? :eyes2:", meaning("where is it?").wish),
        ("add :party: to the title", Wish.EDIT),
        ("cut at :30: and 10:20:30", Wish.EDIT),
        ("颜色：red：大", Wish.EDIT),
    ],
)
def test_the_name_of_an_emoji_is_no_word(said, wish):
    assert meaning(said).wish is wish


@pytest.mark.parametrize(
    ("said", "wish", "answer"),
    [
        ("👍", Wish.THANKS, True),
        ("👌🏽👌🏽", Wish.THANKS, True),
        ("@nemobot ✅", Wish.THANKS, True),
        ("❤️", Wish.THANKS, False),
        ("🙏🙏", Wish.THANKS, False),
        ("👎", Wish.EDIT, True),
    ],
)
def test_a_thumb_answers_and_a_heart_thanks(said, wish, answer):
    assert (meaning(said).wish, meaning(said).answer) == (wish, answer)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("再来一版", Wish.EDIT),
        ("给我三个版本", Wish.EDIT),
        ("再出2个版本", Wish.EDIT),
        ("导出一版", Wish.EXPORT),
        ("再导出一版", Wish.EXPORT),
    ],
)
def test_a_number_of_versions_is_not_the_number_of_one(said, wish):
    assert meaning(said).wish is wish
    assert meaning(said).version is None


def test_introducing_a_file_that_is_not_there_is_left_to_the_editor():
    assert meaning("here is my video").wish is Wish.EDIT


@given(st.text(max_size=200), st.booleans())
def test_any_text_has_a_meaning(text, has_media):
    assert isinstance(meaning(text, has_media=has_media), Meaning)


@given(
    st.sampled_from([said for said, _ in (*ENGLISH, *CHINESE)]), st.sampled_from(["", "!", "。", " 🙏", "...", "  "])
)
def test_punctuation_and_capitals_change_no_wish(said, end):
    assert meaning(said.upper() + end).wish is meaning(said).wish


@given(st.sampled_from([said for said, _ in (*ENGLISH, *CHINESE)]))
def test_words_in_quotes_beside_a_wish_make_it_an_edit(said):
    assert meaning(f'{said} "Urban Dreams"').wish is Wish.EDIT
