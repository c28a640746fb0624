"""What somebody hid is found however it is written where it is repeated."""

import json
from pathlib import Path

import pytest

from core.words.captions import as_words, captions_in, captions_told
from core.words.han_characters import same_han
from core.words.repeated_spoilers import hide
from core.words.spoilers import SWITCH, marked, shown_and_hidden

TYPED = json.loads((Path(__file__).resolve().parents[2] / "fixtures" / "spoilers.json").read_text(encoding="utf-8"))
NOT_IN_THE_VOCABULARY = [
    ("偵探是兇手", "侦探是凶手"),
    ("龍與鳳凰", "龙与凤凰"),
    ("她嫁給了鄰居", "她嫁给了邻居"),
    ("蘇軾逝於獄", "苏轼逝于狱"),
    ("機關槍與盜賊", "机关枪与盗贼"),
    ("鬼魂偽裝成護士", "鬼魂伪装成护士"),
    ("遺囑被燒燬", "遗嘱被烧毁"),
    ("著火的鐘樓", "着火的钟楼"),
    ("乾隆", "干隆"),
    ("皇后的頭髮", "皇后的头发"),
]


@pytest.mark.parametrize(("traditional", "simplified"), NOT_IN_THE_VOCABULARY)
def test_it_is_found_in_the_other_writing_of_chinese(traditional, simplified):
    for typed, repeated in ((traditional, simplified), (simplified, traditional)):
        assert hide(f"加上「{repeated}」了", [typed]) == f"加上「{SWITCH}{repeated}{SWITCH}」了"


def test_other_characters_are_themselves():
    assert [same_han(one) for one in "aé日本あ한😀"] == list("aé日本あ한😀")
    assert hide("她走了", ["他走了"]) == "她走了"


@pytest.mark.parametrize(
    ("typed", "repeated"),
    [
        ("Tom & Jerry die", "Tom &amp; Jerry die"),
        ("Tom &amp; Jerry die", "Tom & Jerry die"),
        ("Tom & Jerry die", "Tom &amp;amp; Jerry die"),
        ("it's over", "it&#39;s over"),
        ("it's over", "it&#x27;s over"),
        ("it’s over", "it&rsquo;s over"),
        ("1 < 2 wins", "1 &lt; 2 wins"),
        ('he said "no" twice', "he said &quot;no&quot; twice"),
        ("he dies", "he&nbsp;dies"),
        ("café", "caf&eacute;"),
        ("été", "&eacute;t&eacute;"),
        ("R&D", "R&amp;D"),
        ("凶手是&她", "兇手是&amp;她"),
    ],
)
def test_it_is_found_with_and_without_html_entities(typed, repeated):
    assert hide(f"Added ({repeated})!", [typed]) == f"Added ({SWITCH}{repeated}{SWITCH})!"


@pytest.mark.parametrize("text", ["AT&T; is up", "&unknown; &#; &amp", "&" * 50, "&amp;" * 50])
def test_what_only_looks_like_one_hides_nothing(text):
    assert hide(text, ["he dies", "&"]) == text


def test_captions_are_told_and_read_back():
    srt = (
        "1\n00:00:01,000 --> 00:00:03,500\nHello there\n\n2\n01:00:04,000 --> 01:00:06,000\nRosebud\nis a sled\n\n"
        "3\n01:00:07,000 --> 01:00:08,000\n[Music]\n\n4\n01:00:09,000 --> 01:00:10,000\n♪ ♫\n"
    )
    told = as_words("SPOILER_a.srt", captions_in(srt).captions)
    assert captions_told(told) == ("Hello there", "Rosebud\nis a sled")


@pytest.mark.parametrize("case", TYPED, ids=[case["typed"] for case in TYPED])
def test_what_is_typed_with_bars_is_hidden_as_the_page_shows_it_at_once(case):
    parts = shown_and_hidden(marked(case["typed"]))
    assert [{"hidden": part} if hides else part for part, hides in parts] == case["shown"]
