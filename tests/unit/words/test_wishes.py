"""What holds nothing that wishes are made of, and what may be a wish."""

import pytest

from core.words.han import simplified
from core.words.intents import Wish, meaning
from core.words.wishes import en, zh

WISHES = (
    *("subtitels please", "can you trimm it", "make it brigther", "the trasition is odd", "musik louder"),  # misspelt
    *("soooo dark", "fasterrr", "cropping?", "cropped", "fades", "blurrier", "a sharper picture"),  # other forms
    *(
        "字太小了",
        "太快了",
        "too dark",
        "hm the text is hard to read",
        "字太小了，看不清",
        "節奏太慢",
        "畫面太暗",
    ),  # complaints
    *("vaporwave", "noir", "steampunk", "赛博朋克", "synthwave", "国潮", "wes anderson", "ghibli"),  # styles
    *("3", "2x", "0:12", "b", "第二个", "9比16", "20 sec", "版本2", "the first one", "both", "再来一版"),  # picks
    *("no yellow", "without it", "instead of her", "less of me", "more", "不要字", "少一点", "再多一点"),
    *("vídeo más corto", "más rápido", "mach es kürzer", "leiser bitte", "plus court", "piu veloce", "быстрее"),
    *("短くして", "字幕を消して", "더 짧게", "أسرع", "estoy esperando", "das ist toll", "c'est super", "nhanh hơn"),
    *('put "brb"', "“先走了”", "look: https://example.com/a", "our story:", "fix it", "#sunset", "a.b"),
    # people are the subject of a wish, too, where something is to change
    *(
        "my boss wants it shorter",
        "we filmed this in Rome, make it look vintage",
        "my mum loved it but the text is tiny",
    ),
    *("i can barely hear the song", "i look too pale", "i think the song is too loud", "i prefer the red one"),
    *("freeze when he waves", "put her name there once she speaks", "i said no music", "i'd go with jazz"),
    *("the song is cheesy", "the music drowns her voice", "the dog's name is spelled Rex", "he is upside down"),
    *("我想要黑白的", "我说话的时候音乐小一点", "老板要短一点", "他的脸提亮", "我妈看了说字太小"),
    "this is only some talk that goes on and on and on and on for far longer than an aside ever does my friend",
)
DOUBTS = (
    *("brb", "gotta run", "lol what", "hahahaha no", "let me ask my wife", "my boss is calling", "you nailed it"),
    *("who made you?", "do you keep my videos?", "is my footage private?", "how much did that cost"),
    *("can other people see this?", "i'll show it to my boss", "ill grab a coffee meanwhile", "wrong chat, sorry"),
    *("10/10", "so excited 🎉", "hmm let me think :)", "it's raining here", "wow this is insane"),
    *("我先去吃个饭", "等我一下我找素材", "你是机器人吗", "这个要钱吗", "发错群了", "笑死我了", "手机快没电了"),
    *("我問一下我老婆", "傳錯了抱歉", "這個要收費嗎", "晚點再說", "你還會做什麼", "我的影片會外流嗎"),
    # who tells of people, and of how it was filmed, says words of films without a wish
    *(
        "that song takes me straight back to 1987",
        "we recorded it in the old harbour last june",
        "my nan adored the red",
    ),
    *("my cousin wrote that song back then", "i teach drums on weekends", "the bloke in blue is my uncle"),
    *("we sang that tune at our graduation", "he paints portraits now", "i'll show the red cut to my brother tonight"),
    *("这首歌我们毕业时唱过", "那个穿红色的是我同学", "我以前在钢琴店上班", "这是去年在海边拍的"),
    *("love how the colours came out", "that ending is gorgeous", "battery at 4%, talk tomorrow"),
    *("jajaja lol", "xd xd", "hahaha wow"),
)


@pytest.mark.parametrize("said", WISHES)
def test_a_wish_is_never_in_doubt(said):
    means = meaning(said)
    assert means.wish in {Wish.EDIT, Wish.SLOW, Wish.VERSIONS}
    assert not means.doubtful


@pytest.mark.parametrize("said", DOUBTS)
def test_what_holds_nothing_of_a_wish_is_in_doubt(said):
    means = meaning(said)
    assert (means.wish, means.doubtful) == (Wish.EDIT, True)


@pytest.mark.parametrize("said", DOUBTS)
def test_a_clip_or_the_command_for_a_wish_leaves_no_doubt(said):
    assert not meaning(said, has_media=True).doubtful
    assert not meaning(f"/edit {said}").doubtful


@pytest.mark.parametrize("word", sorted((en.WISHED - en.ACCOUNT) | zh.WISHED))
def test_one_word_of_a_wish_is_enough(word):
    assert not meaning(f"maybe {word} lol").doubtful
    assert not meaning(word).doubtful


def test_no_word_says_two_things():
    assert en.WISHED.isdisjoint(en.SHARED)
    assert zh.WISHED.isdisjoint(zh.NEUTRAL | zh.SHARED)
    assert zh.SHARED.isdisjoint(zh.NEUTRAL)


def test_the_vocabulary_is_in_the_characters_that_it_is_compared_in():
    for words in (en.WISHED, en.SHARED, zh.WISHED, zh.SHARED, zh.NEUTRAL):
        assert {word for word in words if simplified(word.lower()) != word} == set()
