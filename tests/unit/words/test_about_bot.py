"""Questions about the bot itself: they need no editor, and are told from wishes that sound like them."""

import pytest

from core.model.actions import ExplainCosts, ExplainLimits, ExplainPrivacy, Introduce, ShowHelp, asked_at_once
from core.words.intents import Wish, meaning

ASKED = (
    (
        ExplainCosts(),
        *("how much did that cost?", "how much did that cost", "is it free?", "do I pay", "will i be charged for this"),
        *("are there any hidden fees?", "how much does it cost to add subtitles", "how many edits do i have left"),
        *("这个要钱吗", "免费吗", "刚才花了多少钱", "这个怎么收费", "剛才那次扣錢了沒", "有会员吗"),
    ),
    (
        ExplainPrivacy(),
        *("is my footage private", "who sees my videos", "do you keep them", "can other people see this?"),
        *("do you train ai on my videos", "what happens to my files after", "will my videos be deleted after a week?"),
        *("我的视频会外流吗", "誰能看到我的影片", "你会保存我的视频吗", "视频安全吗", "影片會保留多久"),
    ),
    (
        ExplainLimits(),
        *("how long may a clip be", "how large can my file be?", "what is the max file size", "is there a size limit?"),
        *("does it work with 4k", "can you handle 4k footage?", "do you support mov files", "is 4k ok?"),
        *("视频最长可以多长", "最大能传多大的文件", "有时长限制吗", "支持4K吗", "可以處理多長的影片"),
    ),
    (
        Introduce(),
        *("who made you", "are you a bot?", "are you a real person", "is it chatgpt behind this?"),
        *("你是机器人吗", "谁开发的你", "你是真人還是機器人", "你用的是什么模型"),
    ),
    (ShowHelp(), "what can you do", "which formats", "你能做什么"),
)


@pytest.mark.parametrize(("action", "said"), [(action, said) for action, *all_of_it in ASKED for said in all_of_it])
def test_what_is_asked_about_the_bot_needs_no_editor(action, said):
    assert asked_at_once(meaning(said)) == action


@pytest.mark.parametrize(
    "said",
    [
        *("add a price tag?", "can you add a price tag?", "price tag in the corner?", "i'm free tomorrow"),
        *("are you free tonight?", "my boss paid for lunch", "did my wife see this?", "I'll pay her back later"),
        *("run it round three times", "快进吧，走路那段谁看啊"),
        *("max length 30 seconds", 'put "is it free?" at the end', "use the longest clip"),
        *("can you use the vertical video", "make it 4k looking", "the intro is deleted later", "加上“免费吗”"),
        *("标题写多少钱", "最长的那段放前面", "can you take the long clip and make it short"),
    ],
)
def test_what_only_sounds_like_it_is_no_question_about_the_bot(said):
    means = meaning(said)
    assert (means.wish, means.about) == (Wish.EDIT, None)


@pytest.mark.parametrize("said", ["is it free?", "who made you", "免费吗"])
def test_with_a_clip_or_as_a_wish_it_is_one(said):
    assert meaning(said, has_media=True).about is None
    assert meaning(f"/edit {said}").about is None
