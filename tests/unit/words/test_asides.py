"""What people say beside their wishes: thanks, waiting, asking after the film, answering a question."""

import pytest

from core.words.intents import Wish, meaning

ASIDES: tuple[tuple[str, Wish], ...] = (
    *((said, Wish.THANKS) for said in ("tysm", "not bad", "haha nice", "bravo!", "挺好的", "哈哈")),
    *((said, Wish.FORGET) for said in ("forget everything about me", "forget about me please")),
    *((said, Wish.WAIT) for said in ("等一等",)),
    *((said, Wish.STATUS) for said in ("还在吗", "你还在吗？")),
    *(
        (said, Wish.THANKS)
        for said in ("thanks!", "Thank you so much 🙏", "thx", "nice", "Nice!!", "nice, thanks", "wow")
    ),
    *(
        (said, Wish.THANKS)
        for said in ("love it", "I like this one", "great job", "looks great", "that's perfect, thank you")
    ),
    *(
        (said, Wish.THANKS)
        for said in ("well done", "so good", "cool", "awesome, thanks a lot", "good one", "nice video!")
    ),
    *((said, Wish.THANKS) for said in ("谢谢", "多谢啊", "太棒了！", "不错不错", "很好，谢谢", "真好看", "我很喜欢")),
    *(
        (said, Wish.THANKS)
        for said in ("辛苦了", "好的，谢谢你", "完美", "这个视频不错", "謝謝", "太厲害了", "讚！", "我很滿意")
    ),
    *(
        (said, Wish.WAIT)
        for said in ("wait", "wait a moment please", "hold on", "hang on a sec", "one moment", "just a sec")
    ),
    *(
        (said, Wish.WAIT)
        for said in (
            "ok wait",
            "give me a minute",
            "等一下",
            "等等",
            "请稍等",
            "先等一下",
            "等会儿",
            "别急",
            "稍等一下哦",
        )
    ),
    *((said, Wish.WAIT) for said in ("別急", "等我一下", "請稍等")),
    *(
        (said, Wish.SHOW)
        for said in ("show me", "Show me!", "show it to me please", "let me see", "can I see it?", "preview")
    ),
    *(
        (said, Wish.SHOW)
        for said in ("show me the preview", "where is it?", "where's it", "Where is it now??", "show me again")
    ),
    *(
        (said, Wish.SHOW)
        for said in ("ok, show me what you have so far", "给我看看", "看看", "让我看一下", "看看效果", "在哪里？")
    ),
    *((said, Wish.SHOW) for said in ("视频在哪", "我的片子在哪呢", "給我看看", "讓我看看吧", "影片在哪裡？")),
    *(
        (said, Wish.STATUS)
        for said in ("还没好吗", "还没好吗？？", "怎么还没好", "怎么这么慢", "还没做完吗", "为什么还没完成", "好了没")
    ),
    *(
        (said, Wish.STATUS)
        for said in (
            "還沒好嗎",
            "怎麼還沒好？",
            "弄好了沒",
            "做好了沒有",
            "好了嗎",
            "完成了嗎",
            "還要多久",
            "進度怎麼樣",
        )
    ),
    *(
        (said, Wish.STATUS)
        for said in ("is it done?", "not done yet?", "done yet?", "ready?", "still working?", "are you there?")
    ),
    *(
        (said, Wish.STATUS)
        for said in ("any news?", "any progress?", "what's taking so long", "eta?", "is it still rendering")
    ),
    *(
        (said, Wish.STATUS)
        for said in ("are you still working on it?", "what is the status please", "how much longer please?")
    ),
    *(
        (said, Wish.FORGET)
        for said in ("delete my data", "Please delete all my data!", "erase my account", "forget me", "/forget")
    ),
    *(
        (said, Wish.FORGET)
        for said in ("delete everything you know about me", "remove my personal information", "clear my chat history")
    ),
    *(
        (said, Wish.PRIVACY)
        for said in ("/privacy", "privacy policy?", "what data do you keep?", "how do you use my data", "隐私政策")
    ),
    *(
        (said, Wish.FORGET)
        for said in ("删除我的数据", "请删除我的所有个人信息", "注销账号", "清空聊天记录", "忘记我吧")
    ),
    *((said, Wish.FORGET) for said in ("刪除我的資料", "請幫我刪除所有資料", "註銷我的帳號")),
    *(
        (said, Wish.CANCEL)
        for said in ("forget it", "please forget about it", "no, stop", "no cancel that", "停一下", "算了，謝謝")
    ),
)

ANSWERS: tuple[str, ...] = (
    *("got it", "ok got it", "I see", "understood", "no problem", "makes sense", "好滴", "好嘞", "没事"),
    *(
        "yes",
        "Yes!",
        "yes please",
        "yes, please do",
        "yep",
        "ok",
        "OK.",
        "okay thanks",
        "k",
        "sure",
        "sure, go ahead",
        "no",
    ),
    *(
        "No, thanks",
        "nope",
        "not now",
        "do it",
        "yes, do that please",
        "go for it",
        "of course",
        "sounds good",
        "alright",
    ),
    *(
        "yes, start please",
        "start",
        "start now",
        "please begin",
        "perfect, go ahead",
        "that works for me",
        "why not",
        "done",
    ),
    *(
        "I'm ready",
        "yes it's fine",
        "fine",
        "absolutely",
        "one second",
        "show me",
        "yes, show me",
        "y",
        "n",
        "right",
        "please",
    ),
    *(
        "好",
        "好的",
        "好的好的",
        "好啊",
        "好吧",
        "行",
        "行吧",
        "可以",
        "可以的",
        "没问题",
        "是",
        "是的",
        "对",
        "对的",
        "嗯",
        "嗯嗯",
        "要",
    ),
    *(
        "开始",
        "开始吧",
        "好，开始吧",
        "请开始",
        "可以开始了",
        "现在开始吧",
        "确认",
        "同意",
        "当然可以",
        "不",
        "不要",
        "不用了，谢谢",
    ),
    *(
        "不需要",
        "没有",
        "就这样",
        "就这样吧",
        "好的，就这么做",
        "来吧",
        "做吧",
        "给我看看",
        "ok的",
        "知道了",
        "都可以",
        "收到",
    ),
    *("開始吧", "沒問題", "當然", "確認", "對", "不需要，謝謝", "好，就這樣做", "沒錯", "可以開始了"),
)

EDITS: tuple[str, ...] = (
    *(
        "the bad parts, cut them",
        "not that bad a cut, but slower",
        "I see a flicker at 0:05",
        "no problem scenes",
        "哈哈的音效",
    ),
    *(
        "yes, with lo-fi music",
        "ok make it shorter",
        "sure, but slower",
        "no, the second one",
        "no music",
        "not that one",
    ),
    *(
        "start with the beach clip",
        "begin at 0:05",
        "do it again with more energy",
        "go slower",
        "right side only",
        "1 second",
    ),
    *(
        "I want a nice video",
        "a cool video please",
        "make it nice",
        "make it cool",
        "can you make a great edit",
        "nicer",
    ),
    *(
        "more beautiful",
        "love the music but make it slower",
        "I don't like it",
        "not good",
        "good but too long",
        "thanks to our sponsors",
    ),
    *(
        "add a thank you card",
        "end with thanks",
        "wait for the beat before the cut",
        "hold on the last frame",
        "a moment of silence",
    ),
    *(
        "wait 2 seconds before the title",
        "show me dancing",
        "show the logo",
        "show it at the end",
        "preview the title in red",
    ),
    *(
        "where the dog barks, add a sound",
        "see the sea",
        "look at the camera",
        "let the music fade",
        "show me and my wife only",
    ),
    *(
        "delete my data slide",
        "delete everything",
        "delete the last clip",
        "remove the history section",
        "clear the background",
    ),
    *(
        "forget-me-not flowers",
        "add a privacy blur",
        "blur my account number",
        "erase the text",
        "remove all information cards",
    ),
    *(
        "save the last clip",
        "save the first clip",
        "download the last clip",
        "keep the last clip",
        "save the last clip for the end",
    ),
    *("make a new video", "create a new video please", "make a new one", "make me a new film", "generate a new video"),
    *(
        "make a new video about cats",
        "both",
        "the second one",
        "option 2",
        "continue",
        "again",
        "lo-fi",
        "faster please",
    ),
    *(
        "好看点",
        "弄得好看一点",
        "好看的视频",
        "不好看",
        "不喜欢这个音乐",
        "我不喜欢",
        "酷一点",
        "等2秒再出现标题",
        "等音乐响起再切",
    ),
    *(
        "等一下的镜头剪掉",
        "给我看看海边那段",
        "看起来更亮",
        "预览图加标题",
        "开始的地方剪掉",
        "开始部分加标题",
        "要第二个",
        "要音乐",
    ),
    *(
        "不要音乐",
        "不要字幕",
        "没有声音的地方剪掉",
        "好的，再短一点",
        "可以加点字幕吗",
        "对白大一点",
        "是的，换成轻快的音乐",
    ),
    *(
        "删除数据那一页",
        "删掉最后一段",
        "删除音乐",
        "资料片头",
        "忘了我吧这首歌做背景音乐",
        "隐私部分打码",
        "清除背景杂音",
    ),
    *(
        "保存最后一个片段",
        "做一个新视频",
        "再做一个新视频",
        "生成新视频",
        "制作一个新的视频",
        "做個新影片",
        "最后一段保留",
    ),
    *(
        "還沒好的部分剪掉",
        "謝謝大家觀看放在片尾",
        "等一下出現標題",
        "復原原聲",
        "匯出的時候加浮水印",
        "不要匯入音樂",
        "加繁體字幕",
    ),
    *("继续", "再来一次", "重来", "第二个", "我要"),
)


@pytest.mark.parametrize(("said", "wish"), ASIDES)
def test_an_aside_is_no_edit(said, wish):
    assert meaning(said).wish is wish


@pytest.mark.parametrize("said", ANSWERS)
@pytest.mark.parametrize("around", ["{}", "{}!", "{}。", " {} ", "{} 👍", "{}..."])
def test_a_short_answer_is_known_as_one(said, around):
    assert meaning(around.format(said)).answer


@pytest.mark.parametrize("said", EDITS)
def test_an_edit_that_begins_or_ends_like_an_aside_is_an_edit_and_no_mere_answer(said):
    means = meaning(said)
    assert (means.wish, means.answer) == (Wish.EDIT, False)


@pytest.mark.parametrize(
    "said", ["ready?", "done?", "show me?", "还没好吗", "where is it?", "nice", "thanks", "cancel", "wait", "等一下"]
)
def test_a_question_thanks_and_waiting_answer_nothing(said):
    assert not meaning(said).answer


@pytest.mark.parametrize("said", ["ok", "yes please", "好", "start"])
def test_beside_a_file_an_answer_is_no_answer(said):
    assert not meaning(said, has_media=True).answer


# Of the work while it runs, else of the film; of the work always; of the film always.
SLOW = (
    "too slow",
    "it's too slow",
    "Too slow!",
    "so slow",
    "this is slow",
    "it is very slow",
    "way too slow",
    "still too slow",
    "that's too slow",
    "really slow",
    "a bit too slow",
    "it's so slow...",
    "too long",
    "it's too long",
    "that's way too long",
    "still too long",
    "not fast enough",
    "it's not fast enough",
    "too slow, please",
    "太慢了",
    "太慢了！",
    "太慢",
    "好慢",
    "好慢啊",
    "真慢",
    "这么慢",
    "有点慢",
    "还是太慢了",
    "不够快",
    "太长了",
    "太长了吧",
    "有点长",
    "好长啊",
    "还是太长",
    "太慢了，快一点",
    "慢死了",
    "這也太慢了吧",
    "太長了",
    "有點慢",
)
WAITED = (
    "taking too long",
    "it takes too long",
    "this is taking forever",
    "why does it take so long",
    "it's taking ages",
    "what's taking so long",
    "taking so long",
    "it takes so long",
    "takes too long!",
    "it took so long",
    "hurry",
    "hurry up please",
    "hurry up!!",
    "怎么这么慢",
    "怎么这么久",
    "等太久了",
    "太久了",
    "好久啊",
    "等了好久了",
    "为什么这么慢",
    "怎么还没好",
    "要这么久吗",
    "催一下",
    "都等好久了",
    "等很久了",
    "怎麼這麼久",
    "等太久了吧",
)
OF_THE_FILM = (
    "too short",
    "it's too short",
    "太短了",
    "太短",
    "too fast",
    "太快了",
    "faster",
    "slower",
    "slow it down",
    "slow motion",
    "make it slow",
    "slow",
    "too slow at the start",
    "the intro is too slow",
    "the video is too slow",
    "the music is too slow",
    "too long, cut it to 10 seconds",
    "make it less long",
    "long shot first",
    "this clip takes too long to start",
    "片头太慢了",
    "节奏太慢",
    "视频太长了",
    "太长的片段剪掉",
    "慢一点",
    "慢动作",
    "太慢了，加快两倍",
    "字幕出现得太慢",
    "音乐太慢",
    "开头太长了",
    "等太久的镜头剪掉",
    "太暗了",
    "too loud",
    "too dark",
    "不够长",
    "not long enough",
    "take the long shot",
    "hurry the pace up a bit",
    "keep it long",
    "转场太慢",
    "節奏太慢了",
)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        *((said, Wish.SLOW) for said in SLOW),
        *((said, Wish.STATUS) for said in WAITED),
        *((said, Wish.EDIT) for said in OF_THE_FILM),
    ],
)
def test_too_slow_is_said_of_the_work_of_the_film_or_of_either(said, wish):
    assert meaning(said).wish is wish


@pytest.mark.parametrize("said", SLOW)
def test_too_slow_beside_a_clip_is_said_of_the_clip(said):
    assert meaning(said, has_media=True).wish is Wish.EDIT
