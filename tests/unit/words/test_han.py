"""Traditional characters and the words of Taiwan and Hong Kong mean what the simplified ones mean."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words import per_file
from core.words.follow_up import expects_follow_up
from core.words.han import simplified
from core.words.intents import Wish, meaning
from core.words.triggers import ANSWERS, ASIDES, FILLERS, RULES, VAGUE

WISHES: tuple[tuple[str, Wish], ...] = (
    *(
        (said, Wish.EXPORT)
        for said in ("匯出", "請匯出影片", "導出", "幫我導出一下", "下載", "我想下載影片", "把影片發給我")
    ),
    *(
        (said, Wish.EXPORT)
        for said in ("傳給我", "把成片傳給我吧", "可以匯出了嗎？", "重新匯出", "儲存影片到手機", "匯出第3版")
    ),
    *((said, Wish.EXPORT) for said in ("匯出 1080p 的 MP4", "匯出最高畫質", "輸出最終版", "好的，現在匯出吧，謝謝")),
    ("我的影片呢？", Wish.SHOW),
    *((said, Wish.CREDITS) for said in ("餘額", "還剩多少點數？", "我還有多少積分", "查一下餘額", "怎麼充值")),
    *(
        (said, Wish.UNDO)
        for said in ("復原", "復原上一步", "撤銷", "還原", "還原上一個版本", "退回上一版", "恢復到上一步")
    ),
    *(
        (said, Wish.STATUS)
        for said in ("進度", "目前進度如何？", "查看時間軸", "顯示軌道", "影片好了嗎", "還要多久", "剪到哪一步了")
    ),
    *((said, Wish.CANCEL) for said in ("取消", "取消匯出", "別做了", "停下來", "算了", "終止任務")),
    *((said, Wish.NEW) for said in ("新專案", "開新專案", "重新開始", "從頭開始")),
    *((said, Wish.PROJECTS) for said in ("我的專案", "切換到專案2", "有哪些專案", "項目列表")),
    *((said, Wish.VERSIONS) for said in ("歷史版本", "查看歷史記錄", "版本列表")),
    *((said, Wish.HELP) for said in ("幫助", "怎麼用？", "你能做什麼", "使用說明", "支持什麼格式")),
    *((said, Wish.LANGUAGE) for said in ("請說中文", "切換語言", "用英文回覆", "說繁體中文")),
    *((said, Wish.UPLOAD) for said in ("上傳", "怎麼上傳影片", "上傳檔案")),
    *((said, Wish.START) for said in ("您好！", "開始", "早安")),
)
EDITS = (
    *(
        "加字幕",
        "匯出成9:16，加一個標題寫著下載",
        "復原原聲",
        "把餘額兩個字放在片尾",
        "剪掉前5秒並加上音樂",
        "時間軸加速兩倍",
    ),
    *(
        "把這些照片做成影片",
        "轉場換成淡入",
        "加一個進度條",
        "給標題加陰影",
        "停頓的地方剪掉",
        "撤銷音樂",
        "幫我剪掉靜音",
    ),
)


@pytest.mark.parametrize(("said", "wish"), WISHES)
def test_a_wish_in_traditional_characters_is_that_wish(said, wish):
    assert meaning(said).wish is wish


@pytest.mark.parametrize("said", EDITS)
def test_an_edit_in_traditional_characters_is_an_edit(said):
    assert meaning(said).wish is Wish.EDIT


def test_numbers_sizes_and_what_else_is_read_are_read_too():
    assert meaning("匯出版本 12").version == 12
    assert meaning("切換到第2個專案").argument == "2"
    assert meaning("說繁體中文").argument == "zh"
    assert meaning("加音樂，匯出4K").unsupported == ("4K",)
    assert meaning("剪掉開頭並匯出").film
    assert meaning("剪得好看一點").vague == meaning("剪得好看一点").vague


def test_a_message_that_points_at_what_follows_does_so_in_both():
    assert expects_follow_up("幫我剪這段影片")
    assert expects_follow_up("用下面的腳本")
    assert not expects_follow_up("加音樂")


def test_every_trigger_can_be_reached():
    """A trigger that the fold changes would never match."""
    rules = (*RULES, *ASIDES, *ANSWERS, *VAGUE)
    known = FILLERS.union(*(rule.may.union(*rule.needs) for rule in rules))
    assert {word for word in known if simplified(word) != word and simplified(word) not in known} == set()
    patterns = "".join(value.pattern for value in vars(per_file).values() if isinstance(value, re.Pattern))
    assert simplified(patterns) == patterns


@given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=50))
def test_the_fold_keeps_the_length_and_is_done_once(text):
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once
