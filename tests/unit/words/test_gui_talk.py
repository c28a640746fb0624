"""The corpus of screen talk: what is left of it, and what it leads to."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.words.gui_talk import Instruction, InstructionKind, Translation, translate
from core.words.phrases import say

EXPORT, DESCRIBE = Instruction(InstructionKind.EXPORT), Instruction(InstructionKind.DESCRIBE)
SUMMARY, CREDITS = Instruction(InstructionKind.SUMMARY), Instruction(InstructionKind.CREDITS)
SEND_HERE = {"en": say("en", "send_file_here"), "zh": say("zh", "send_file_here")}


def edit(words: str) -> Instruction:
    return Instruction(InstructionKind.ASK_EDIT, words)


ENGLISH: tuple[tuple[str, str, tuple[Instruction, ...]], ...] = (
    # whole instructions
    ("Click Export.", "", (EXPORT,)),
    ("Click the Export button in the top right corner to save your video.", "", (EXPORT,)),
    ('Click "Export" to download it.', "", (EXPORT,)),
    ("Please click the **Export** button.", "", (EXPORT,)),
    ("Just hit Export when you're ready!", "", (EXPORT,)),
    ("Press the Export button.", "", (EXPORT,)),
    ("You can now export your video.", "", (EXPORT,)),
    ("To export, click the button at the top right.", "", (EXPORT,)),
    ("When you're happy with it, click Export.", "", (EXPORT,)),
    ("Once you're done, use the Export button in the toolbar.", "", (EXPORT,)),
    ("The Export button is in the top-right corner.", "", (EXPORT,)),
    ("You'll find the Download button below the preview window.", "", (EXPORT,)),
    ("Open the Effects panel.", "", (DESCRIBE,)),
    ("Go to the Audio tab to change the music.", "", (DESCRIBE,)),
    ("You can open the Subtitle panel to adjust the style.", "", (DESCRIBE,)),
    ("Switch to the Text tab on the left.", "", (DESCRIBE,)),
    ("If you want to change the music, open the Audio panel and pick a track.", "", (DESCRIBE,)),
    ("Right-click the clip and choose Split.", "", (DESCRIBE,)),
    ("Preview it in the timeline.", "", (SUMMARY,)),
    ("You can preview the result in the player.", "", (SUMMARY,)),
    ("Check the timeline panel to see the result.", "", (SUMMARY,)),
    ("Click the Play button to watch it.", "", (SUMMARY,)),
    ("Check your billing page to top up credits.", "", (CREDITS,)),
    ("Go to your account settings to see your balance.", "", (CREDITS,)),
    ("Visit the billing page.", "", (CREDITS,)),
    (
        "Drag the music clip to the start of the timeline.",
        "",
        (edit("Move the music clip to the start of the timeline"),),
    ),
    ("Drag the volume slider to 30%.", "", (edit("Set the volume to 30%"),)),
    ("Drag and drop the title onto the second clip.", "", (edit("Move the title onto the second clip"),)),
    ("Drag a fade from the Effects panel between the two clips.", "", (edit("Add a fade between the two clips"),)),
    ("Please drag the end of the clip to 10 s.", "", (edit("Move the end of the clip to 10 s"),)),
    ("Don't close this tab while rendering.", "", ()),
    ("Refresh the page if nothing happens.", "", ()),
    ("Please upload a video first using the Upload button on the left.", SEND_HERE["en"], ()),
    ("Drag and drop your file into the upload area.", SEND_HERE["en"], ()),
    # mixed: the content half stays
    (
        "Your video is ready! Preview in Timeline panel or click Export to save it.",
        "Your video is ready!",
        (SUMMARY, EXPORT),
    ),
    (
        "Done! Click the Export button (点击导出) in the top right, or drag the clip to preview in timeline.",
        "Done!",
        (EXPORT, SUMMARY),
    ),
    ("I added background music; open the Audio panel to adjust the volume.", "I added background music.", (DESCRIBE,)),
    (
        "I've added lo-fi music to your video and you can click Export to save it.",
        "I've added lo-fi music to your video.",
        (EXPORT,),
    ),
    (
        "If you'd like any changes, just let me know, or click Export to save it.",
        "If you'd like any changes, just let me know.",
        (EXPORT,),
    ),
    ("I trimmed it to 10 seconds, so you can preview it in the timeline.", "I trimmed it to 10 seconds.", (SUMMARY,)),
    ("Your video is ready: click Export to save it.", "Your video is ready.", (EXPORT,)),
    (
        "Click Export to save it. The title fades in over 0.5 seconds.",
        "The title fades in over 0.5 seconds.",
        (EXPORT,),
    ),
    ("I cut the silences (open the Timeline panel to check).", "I cut the silences.", (DESCRIBE,)),
    (
        "The music is Lo-fi at 35 % — drag the volume slider to 20% if it's too loud.",
        "The music is Lo-fi at 35 %.",
        (DESCRIBE,),
    ),
    ("Your video is ready to preview in the timeline.", "Your video is ready.", (SUMMARY,)),
    ("The result is shown in the Preview panel.", "The result is shown.", (SUMMARY,)),
    ("I added a title, which you can edit in the Text panel.", "I added a title.", (DESCRIBE,)),
    (
        "Music and title are in place. Then click Export, choose MP4, and wait.",
        "Music and title are in place.",
        (EXPORT,),
    ),
    ("All set! 👉 Click Export to download your video.", "All set!", (EXPORT,)),
    ("Tip: click Export to save.", "", (EXPORT,)),
    (
        "I added music. To change it, go to the Audio tab. To export, click Export.",
        "I added music.",
        (DESCRIBE, EXPORT),
    ),
    ("I made it vertical and simply press the Export button when ready.", "I made it vertical.", (EXPORT,)),
    (
        "Here's your 30-second clip with three cuts, and you can check your balance.",
        "Here's your 30-second clip with three cuts.",
        (CREDITS,),
    ),
    ("The video has 3 tracks. You can see them in the timeline.", "The video has 3 tracks.", (SUMMARY,)),
    # Markdown
    ("**Your video is ready! Click Export.**", "**Your video is ready!**", (EXPORT,)),
    ("**Click Export.** Your video is ready.", "Your video is ready.", (EXPORT,)),
    ("Next steps:\n1. Click Export\n2. Choose MP4\n3. Wait a moment", "", (EXPORT,)),
    (
        "- Added **Lo-fi** music\n- Click Export to save\n- Cut 3 silences",
        "- Added **Lo-fi** music\n- Cut 3 silences",
        (EXPORT,),
    ),
    ("## Done\n\nI added music.\n\n## Export\n\nClick the Export button.", "## Done\n\nI added music.", (EXPORT,)),
    (
        "What I did:\n- added music\n\nWhat you can do:\n- open the Audio panel\n- click Export",
        "What I did:\n- added music",
        (DESCRIBE, EXPORT),
    ),
    ("I added music.\n\nClick Export.\n\nEnjoy!", "I added music.\n\nEnjoy!", (EXPORT,)),
    ("> Your film is 10 s long.\n> Click Export to save it.", "> Your film is 10 s long.", (EXPORT,)),
    (
        'I added the title "Click here to subscribe" and you can click "Export" now.',
        'I added the title "Click here to subscribe".',
        (EXPORT,),
    ),
    ("I set `fade_in=300`, then open the Audio panel to hear it.", "I set `fade_in=300`.", (DESCRIBE,)),
)

CHINESE: tuple[tuple[str, str, tuple[Instruction, ...]], ...] = (
    ("点击导出。", "", (EXPORT,)),
    ("请点击右上角的导出按钮。", "", (EXPORT,)),
    ("点击“导出”按钮即可下载视频。", "", (EXPORT,)),
    ("您可以点击【导出】保存视频。", "", (EXPORT,)),
    ("现在可以导出视频了。", "", (EXPORT,)),
    ("请导出视频。", "", (EXPORT,)),
    ("如需导出，请点击右上角的导出按钮。", "", (EXPORT,)),
    ("在右上角点击导出按钮。", "", (EXPORT,)),
    ("满意的话，点击导出即可。", "", (EXPORT,)),
    ("导出按钮在右上角。", "", (EXPORT,)),
    ("你可以直接下载视频。", "", (EXPORT,)),
    ("使用导出按钮保存成片。", "", (EXPORT,)),
    ("打开音频面板。", "", (DESCRIBE,)),
    ("请打开特效面板调整转场。", "", (DESCRIBE,)),
    ("如果需要修改音量，请打开音频面板调整。", "", (DESCRIBE,)),
    ("切换到文字选项卡。", "", (DESCRIBE,)),
    ("前往设置页面修改比例。", "", (DESCRIBE,)),
    ("右键点击片段，选择分割。", "", (DESCRIBE,)),
    ("双击字幕即可修改。", "", (DESCRIBE,)),
    ("在左侧面板选择字体。", "", (DESCRIBE,)),
    ("在时间线中预览。", "", (SUMMARY,)),
    ("您可以在时间线面板中预览效果。", "", (SUMMARY,)),
    ("点击播放按钮查看效果。", "", (SUMMARY,)),
    ("请预览视频。", "", (SUMMARY,)),
    ("可以在播放器里查看成片。", "", (SUMMARY,)),
    ("打开时间线查看轨道。", "", (SUMMARY,)),
    ("请前往账户页面查看余额。", "", (CREDITS,)),
    ("查看您的积分。", "", (CREDITS,)),
    ("打开账单页面充值。", "", (CREDITS,)),
    ("请将背景音乐拖拽到时间线开头。", "", (edit("将背景音乐移动到时间线开头"),)),
    ("把标题拖到第二个片段上。", "", (edit("把标题移动到第二个片段上"),)),
    ("拖动片段边缘到 10 秒处。", "", (edit("移动片段边缘到 10 秒处"),)),
    ("请拖拽第二个片段到开头。", "", (edit("移动第二个片段到开头"),)),
    ("请勿关闭页面。", "", ()),
    ("不要刷新浏览器。", "", ()),
    ("请点击左侧的上传按钮上传视频。", SEND_HERE["zh"], ()),
    ("将文件拖拽到上传区域。", SEND_HERE["zh"], ()),
    # mixed
    ("视频已生成，点击右上角的导出按钮即可保存。", "视频已生成。", (EXPORT,)),
    ("视频已生成！您可以在时间线面板中预览效果，或者点击导出按钮下载视频。", "视频已生成！", (SUMMARY, EXPORT)),
    ("我已添加轻快的背景音乐；请打开音频面板调整音量。", "我已添加轻快的背景音乐。", (DESCRIBE,)),
    ("已为您剪掉静音片段，并点击导出保存。", "已为您剪掉静音片段。", (EXPORT,)),
    ("已添加标题“城市之夜”，时长 3 秒，可以在预览窗口查看。", "已添加标题“城市之夜”，时长 3 秒。", (SUMMARY,)),
    ("背景音乐音量为 35%（点击音频面板调整）。", "背景音乐音量为 35%。", (DESCRIBE,)),
    ("完成啦！👉 点击导出按钮。", "完成啦！", (EXPORT,)),
    ("点击导出。视频时长 10 秒。", "视频时长 10 秒。", (EXPORT,)),
    ("如果还要修改，请告诉我，或者点击导出。", "如果还要修改，请告诉我。", (EXPORT,)),
    ("已改成竖屏 9:16，然后点击导出即可。", "已改成竖屏 9:16。", (EXPORT,)),
    ("字幕已生成，如需修改样式，请打开字幕面板。", "字幕已生成。", (DESCRIBE,)),
    ("提示：点击导出保存视频。", "", (EXPORT,)),
    ("视频包含 3 条轨道，您可以在时间轴中查看。", "视频包含 3 条轨道。", (SUMMARY,)),
    ("音乐已加好。接着点击导出，选择 MP4，等待完成。", "音乐已加好。", (EXPORT,)),
    ("已把片段裁到 8 秒，您可以拖动片段边缘继续调整。", "已把片段裁到 8 秒。", (DESCRIBE,)),
    # Markdown
    ("**视频已完成！点击导出。**", "**视频已完成！**", (EXPORT,)),
    ("**点击导出。**视频已完成。", "视频已完成。", (EXPORT,)),
    ("下一步：\n1. 点击导出\n2. 选择 MP4", "", (EXPORT,)),
    ("- 添加了 **Lo-fi** 音乐\n- 点击导出按钮\n- 剪掉 3 处静音", "- 添加了 **Lo-fi** 音乐\n- 剪掉 3 处静音", (EXPORT,)),
    ("## 完成\n\n已加音乐。\n\n## 导出\n\n点击导出按钮。", "## 完成\n\n已加音乐。", (EXPORT,)),
    ("已加音乐。\n\n点击导出。\n\n祝你使用愉快！", "已加音乐。\n\n祝你使用愉快！", (EXPORT,)),
    ("您可以：\n- 打开音频面板\n- 点击导出", "", (DESCRIBE, EXPORT)),
    ("> 成片时长 10 秒。\n> 点击导出保存。", "> 成片时长 10 秒。", (EXPORT,)),
    ("标题是《打开新世界》，点击“导出”即可。", "标题是《打开新世界》。", (EXPORT,)),
    ("已添加文字「点击订阅」，请打开文字面板修改颜色。", "已添加文字「点击订阅」。", (DESCRIBE,)),
)

SURVIVES: tuple[str, ...] = (
    'I added the title "Click here to subscribe".',
    "已添加标题《打开新世界》。",
    'The caption reads "Drag, drop, done!" for 3 seconds.',
    "The end card says “Open the app and tap Export”.",
    "字幕内容是“点击导出，立即下载”。",
    "影片名为「拖拽人生」，时长 10 秒。",
    "Title: Click here to subscribe",
    "标题：点击关注我",
    "I added a call to action that says click the link in bio.",
    "She opens the door and walks into the panel discussion.",
    "The hero drags a suitcase across the street.",
    "A man clicks a pen, then drops it.",
    "画面中的主角打开房门，拖着行李走进来。",
    "一位女士点击手机屏幕，镜头慢慢推近。",
    "片头是打开礼物盒的镜头。",
    "I added a click track at 120 BPM.",
    "The video opens with a wide shot of the city.",
    "Open with a wide shot, then cut to the close-up.",
    "I dragged nothing, only trimmed the first 2 seconds.",
    "The drag racing footage now starts at 0:05.",
    "Your video has been exported.",
    "视频已导出。",
    "导出完成！",
    "导出成功，时长 10 秒，大小 15 MB。",
    "Would you like me to export it?",
    "需要我现在导出吗？",
    "要不要先预览一下再导出？",
    "Shall I add a title, or is it fine like this?",
    "Choose a style: 1. lo-fi 2. upbeat 3. cinematic",
    "请选择一种风格：轻快、舒缓或电影感。",
    'Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)',
    "时间线（1 条轨道）：1. 视频：城市 (0-10s)",
    "Download it here: https://static1.nemovideo.ai/render-result/a.mp4",
    "Click [this link](https://nemovideo.com/register?bind=anon_1) to register.",
    "```\nclick Export\nopen the panel\n```",
    "Use `click(x, y)` in the script; nothing else changed.",
    "I set the watermark in the top right corner at 60 % opacity.",
    "The control panel of the ship glows red in the second shot.",
    "水印放在右上角，透明度 60%。",
    "The timeline now has two tracks, and the music fades out at the end.",
    "时间线现在有两条轨道，音乐在结尾淡出。",
    "Which file should I open the film with?",
    "Your credits roll at the end for 5 seconds.",
    "I couldn't find any music you uploaded, so I chose Lo-fi.",
    "Please tell me which part to cut.",
    "请告诉我要剪掉哪一段。",
    "Please send me the video you want to edit.",
    "点击率更高的封面已经换好。",
    "The script: don't forget to like and hit the subscribe button!",
    "通过窗口可以看到海。",
    "用户在手机上滑动屏幕的镜头保留了。",
    "点击音效已添加。",
    "把节奏拖慢到 0.5 倍。",
    "按下快门的瞬间加了闪白。",
    "Here's the plan:\n1. Open with the skyline shot\n2. Drop the beat at 0:05",
    "Please select the clip you want me to cut.",
    "A preview of the first 3 seconds looks good.",
    "",
    "   \n\n  ",
    "🎬✨",
)


@pytest.mark.parametrize(("said", "text", "actions"), ENGLISH)
def test_english_screen_talk_becomes_words_and_actions(said, text, actions):
    assert translate(said) == Translation(text, actions)


@pytest.mark.parametrize(("said", "text", "actions"), CHINESE)
def test_chinese_screen_talk_becomes_words_and_actions(said, text, actions):
    assert translate(said) == Translation(text, actions)


@pytest.mark.parametrize("said", SURVIVES)
def test_what_is_said_about_the_film_survives_whole(said):
    assert translate(said) == Translation(said, ())


def test_the_corpora_are_as_large_as_promised():
    assert len({said for said, _, _ in ENGLISH}) >= 60
    assert len({said for said, _, _ in CHINESE}) >= 60
    assert len(set(SURVIVES)) >= 40


@pytest.mark.parametrize("said", [one[0] for one in (*ENGLISH, *CHINESE)])
def test_what_is_left_says_nothing_about_a_screen(said):
    once = translate(said).text
    assert translate(once) == Translation(once, ())


@pytest.mark.parametrize("said", [one[0] for one in (*ENGLISH, *CHINESE)])
def test_what_is_left_dangles_nowhere(said):
    left = translate(said).text
    assert not re.search(r"(?:[,，;；、]|\b(?:and|or|then|to|in))[.!?。！？]?$", left)
    assert not re.match(r"(?:and|or|then|并|或者|然后)\b", left, re.IGNORECASE)
    assert left.count("**") % 2 == 0


def test_an_instruction_between_two_contents_leaves_both():
    said = "I added music. Open the Audio panel to change it. The title lasts 3 seconds."
    assert translate(said).text == "I added music. The title lasts 3 seconds."


def test_a_clause_in_the_middle_goes_without_its_commas():
    assert (
        translate("I added music, open the Audio panel, the title lasts 3 s.").text
        == "I added music, the title lasts 3 s."
    )
    assert translate("已加音乐，打开音频面板，标题 3 秒。").text == "已加音乐，标题 3 秒。"


@pytest.mark.parametrize(
    "offer",
    [
        "If you want to fine-tune it, just drag the clip handles in the timeline.",
        "You can drag the title to another place.",
        "To reorder them, drag the clips in the timeline.",
        "Drag the volume slider to 20% if it's too loud.",
        "您可以拖拽片段调整顺序。",
        "如果需要调整，请拖动片段边缘。",
    ],
)
def test_a_drag_that_is_only_offered_is_no_edit_nobody_asked_for(offer):
    assert translate(offer) == Translation("", (DESCRIBE,))


@pytest.mark.parametrize(
    ("said", "translation"),
    [
        ("On the right-hand side, you'll see the Effects panel.", Translation("", (DESCRIBE,))),
        ("在右侧，您可以打开音频面板。", Translation("", (DESCRIBE,))),
        ("Your video is done! Check the preview on the right side.", Translation("Your video is done!", (SUMMARY,))),
        ("To adjust it, select the track in the timeline and use the Volume slider.", Translation("", (DESCRIBE,))),
        ("时长 15 秒。预览没问题的话就可以导出啦！", Translation("时长 15 秒。", (SUMMARY,))),
        ("在页面顶部，点击导出。", Translation("", (EXPORT,))),
        ("Look at the timeline panel — the title is on track 3.", Translation("The title is on track 3.", (SUMMARY,))),
        ("In the Media panel, click the plus icon.", Translation("", (DESCRIBE,))),
    ],
)
def test_a_place_on_the_screen_goes_with_what_is_to_be_done_there(said, translation):
    assert translate(said) == translation


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Click Export, I added music,", "I added music"),
        ("Click Export, when everything looks right.", ""),
        ("I added music, when it ends, it fades.", "I added music, when it ends, it fades."),
        ("Are you happy, or could you click Export?", "Are you happy."),
        ("已加音乐，或者打开音频面板吗？", "已加音乐，或者打开音频面板吗？"),
    ],
)
def test_odd_ends_are_tidied(said, left):
    assert translate(said).text == left


@pytest.mark.parametrize(
    ("said", "translation"),
    [
        ("I set it to 35 % (drag the slider to change it).", Translation("I set it to 35 %.", (DESCRIBE,))),
        ("Rendering (don't close this tab).", Translation("Rendering.", ())),
        ("Rendering (about 30 s), then click Export.", Translation("Rendering (about 30 s).", (EXPORT,))),
        ("Tip: shorter clips work better.", Translation("Tip: shorter clips work better.", ())),
        (
            "Click Export, or download https://a.example/a.mp4 now.",
            Translation("Download https://a.example/a.mp4 now.", (EXPORT,)),
        ),
        (
            "Fine-tune the title by clicking on it. The music stays.",
            Translation("Fine-tune the title. The music stays.", ()),
        ),
        ("You can fine-tune the title by clicking on it.", Translation("", (DESCRIBE,))),
    ],
)
def test_asides_links_and_means(said, translation):
    assert translate(said) == translation


def test_the_same_instruction_twice_is_one_action():
    assert translate("Click Export. Then hit the Export button.").instructions == (EXPORT,)


def test_how_to_send_a_file_is_said_behind_what_is_left():
    said = "I need a clip to work with. Click the Upload button."
    assert translate(said).text == f"I need a clip to work with.\n\n{SEND_HERE['en']}"


def test_how_to_send_a_file_is_said_once():
    said = f"{SEND_HERE['en']} Click the Upload button."
    assert translate(said).text == SEND_HERE["en"]


FILM = {"en": "I cut the pauses and kept the laughter. ", "zh": "我剪掉了停顿，保留了笑声。"}


@pytest.mark.parametrize(("language", "said"), [("en", "Now click the Export button. "), ("zh", "然后点击导出按钮。")])
@pytest.mark.parametrize("joined", ["", "\n", "\n\n", "\n- "])
def test_the_end_of_a_long_answer_is_translated_as_its_beginning_is(language, said, joined):
    before = f"{FILM[language]}{joined}" * 2_000
    translated = translate(f"{said}{before}{said}{joined}{FILM[language]}")
    assert translated.instructions == (EXPORT,)
    assert translated.text.count(FILM[language].strip()) == 2_001
    assert "Export" not in translated.text
    assert "导出" not in translated.text


PIECES = st.sampled_from(
    [
        *(one[0] for one in ENGLISH),
        *(one[0] for one in CHINESE),
        *SURVIVES,
        "**", "*", "`", '"', "“", "（", "(", ")",
        "\n", "\n\n", "- ", "1. ", "> ", "# ", ": ", "，", ", ", " and ", "或者", "\ue000", "\ue001", ". ", "。", "?",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=7).map("".join))
@example("**Click Export** and I added music")
@example("I added music: \n- click Export\n\n- **open the Audio panel, fine**")
def test_translating_twice_is_translating_once(text):
    once = translate(text).text
    assert translate(once).text == once


@given(st.text(max_size=300))
def test_any_text_is_translated(text):
    once = translate(text).text
    assert translate(once).text == once
