"""Markdown as Telegram's HTML, and long texts in several messages."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.formatting import FormattedText, Span, formatted, split, utf16_units
from core.words.clean import is_invisible
from tests.doubles.telegram_text import read

WORDS = st.text(st.sampled_from("ab <&>\"'*_`[]()\n😀中#>- "), max_size=400)


def seen(html):
    """The text that a reader sees, after checking that every tag is closed where it should be."""
    open_tags = []
    for mark in re.findall(r"</?[a-z]+[^>]*>", html):
        name = re.match(r"</?([a-z]+)", mark)[1]
        if mark.startswith("</"):
            assert open_tags.pop() == name
        else:
            open_tags.append(name)
    assert open_tags == []
    return unescape(re.sub(r"</?[a-z]+[^>]*>", "", html))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**bold** and *it*", "<b>bold</b> and <i>it</i>"),
        ("# Head", "<b>Head</b>"),
        ("# **Head** twice", "<b>Head twice</b>"),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("**see `x`**", "<b>see x</b>"),
        ("```py\nx < 1\n```", '<pre><code class="language-py">x &lt; 1</code></pre>'),
        ("```\nx\n```", "<pre>x</pre>"),
        ("[a](https://x.example/?a=1&b=2)", '<a href="https://x.example/?a=1&amp;b=2">a</a>'),
        ("> quoted", "<blockquote>quoted</blockquote>"),
        ("- one\n- two", "• one\n• two"),
        ("<b>no</b> & <script>", "&lt;b&gt;no&lt;/b&gt; &amp; &lt;script&gt;"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("~~struck~~", "<s>struck</s>"),
        ("it ends ||badly||", "it ends <tg-spoiler>badly</tg-spoiler>"),
        ("a &amp; b", "a &amp; b"),
    ],
)
def test_markdown_becomes_the_html_that_telegram_reads(markdown, html):
    assert formatted(markdown).html == html


def test_an_empty_text_is_still_a_message():
    assert formatted(" \n").text == "…"


@given(WORDS)
def test_any_text_is_safe_html_that_says_the_same(text):
    made = formatted(text)
    assert seen(made.html) == made.text


@given(WORDS, st.integers(5, 60))
def test_no_part_is_longer_than_allowed_or_empty_and_nothing_but_blanks_is_lost(text, limit):
    whole = formatted(text)
    parts = split(whole, limit)
    assert all(0 < part.units <= limit for part in parts)
    assert "".join("".join(part.text for part in parts).split()) == "".join(whole.text.split())
    for part in parts:
        assert seen(part.html) == part.text


def test_a_text_is_cut_between_paragraphs_before_lines_before_words():
    assert [one.text for one in split(FormattedText("aaa bbb\nccc\n\nddd eee"), 14)] == ["aaa bbb\nccc", "ddd eee"]
    assert [one.text for one in split(FormattedText("aaa bbb\nccc ddd"), 10)] == ["aaa bbb", "ccc ddd"]
    assert [one.text for one in split(FormattedText("aaa bbb ccc"), 9)] == ["aaa bbb", "ccc"]


def test_a_text_is_never_cut_inside_an_entity_that_fits_a_message():
    whole = FormattedText("one two three four", (Span(4, 13, "b"),))
    assert [one.text for one in split(whole, 10)] == ["one", "two three", "four"]


def test_an_entity_longer_than_a_message_goes_on_in_the_next():
    parts = split(FormattedText("x" * 25, (Span(0, 25, "pre"),)), 10)
    assert [one.html for one in parts] == [f"<pre>{'x' * n}</pre>" for n in (10, 10, 5)]


def test_lengths_are_counted_in_utf_16_units():
    assert utf16_units("a😀中") == 4
    assert [one.text for one in split(FormattedText("😀😀😀"), 4)] == ["😀😀", "😀"]


def live(text):
    """What Telegram finds in a text of ours: neither code nor a link that was meant."""
    return read(formatted(text).html, "HTML", None, 10_000).entities


@pytest.mark.parametrize(
    "words",
    [
        "Ask @alice_w",
        "(@alice_w)",
        "看@alice_w",
        "@**alice_w**",
        "**@alice_w**, *@bob_b*",
        "I cut notes.md and take2.mov.",
        "see example.com/a?b=c or www.example.co.uk",
        "**`notes.md`** is code in bold, which Telegram does not nest",
        "write to alice@studio.com",
        "#lofi #2026beats and $USD",
        "call +1-212-555-0199 or +442071838750",
        "tg://user?id=1 ftp://example.com ton://x",
        "/mute it, or /delete_all@other_bot",
        "> quoted @alice_w",
        "- item @alice_w notes.md",
        "| who |\n|---|\n| @alice_w notes.md |",
        "~~@alice_w~~",
        "&#64;alice_w",
        "我剪了旅行.mov，说明.md 也在。",
        "видео.mov, 日本.jp and 旅行.co.uk/x",
        "🎬.mov www.🤙.tk",
        "**说明.md** ||旅行.mov|| ~~旅行.zip~~",
        "> 说明.md",
        "- 说明.md",
        "the server at 192.168.0.1, 10.0.0.7:8080/clip",
        "版本1.2.3.4 or 255.255.255.255",
        "пример.рф, видео.МОСКВА, сайт.онлайн/путь?x=1 example.рф",
        "我剪了旅行.网站, 旅行.中国/x (例え.みんな) 테스트.한국 उदाहरण.भारत टी.भारत",
        "旅行（1）.mov 《旅行》.mov 「旅行」.md “旅行”—.mov",
        "https://旅行.网站/a.mp4 tonsite://a.b ftp://пример.рф",
        "x.xn--p1ai 旅行.xn--fiqs8s x.com:8080/y",
        "::ffff:10.0.0.7 [::1] http://[::1]/x",
        "a+b.md 1tg://resolve?domain=x _tg://x t.me/joinchat/x telegram.me/x",
        "привет@example.com x@пример.рф mailto:alice@studio.com",
        "①#lofi ½$USD $1INCH $USD@alice_w #2026·beats #·beats",
        "#" + "1" * 200 + "a",
        "@pic @gif and @vid",
        "> пример.рф 旅行（1）.mov 4916-3385-0608-2832",
        "||пример.рф 旅行.网站||",
    ],
)
def test_nothing_pings_or_links_that_was_not_meant(words):
    kinds = {"mention", "url", "email", "hashtag", "cashtag", "phone_number", "bot_command"}
    assert [one for one in live(words) if one["type"] in kinds] == []


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("https://a.example/notes.md", ["text_link"]),
        ("[the notes.md](https://a.example/x)", ["text_link"]),
        ("`@alice_w notes.md`", ["code"]),
        ("```\nnotes.md\n```", ["pre"]),
        ("Say /export or /help@nemo_bot.", ["bot_command", "bot_command"]),
        ("旅行.mp4, 第1.5秒, 1.2.3, 1.2.3.4.5, 好了.再来", []),
        ("v1.2, 0.5x, travel-v3.mp4, e.g. #1, $5, and/or, 16:9", []),
        ("Готово.Теперь музыка. Конец.Начало, 完成.现在 旅行.网站的内容 第1.第2 ①.开始", []),
        ("[::1], 0:05, 1:02:03, fe80::1, 2026-12-01 10:00:00", []),
        ("0 5 10 15 20 25 30 35 40 45 s", []),
    ],
)
def test_what_was_meant_stays_as_it_is(words, kinds):
    assert [one["type"] for one in live(words)] == kinds
    assert "\u2060" not in formatted(words).text


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("Ask **@alice_w** about *notes.md*!", "Ask <code>@alice_w</code> about <code>notes.md</code>!"),
        (
            "**see notes.md or *take2.mov* now**",
            "<b>see </b><code>notes.md</code><b> or </b><code>take2.mov</code><b> now</b>",
        ),
        ("**a *b notes.md c* d**", "<b>a <i>b </i></b><code>notes.md</code><b><i> c</i> d</b>"),
        ("我剪了notes.md和take2.mov。", "我剪了<code>notes.md</code>和<code>take2.mov</code>。"),
        (
            "mail alice@studio.com, see example.com/a?b=c.",
            "mail <code>alice@studio.com</code>, see <code>example.com/a?b=c.</code>",
        ),
        ("我剪了旅行.mov。", "我剪了旅行.\u2060mov。"),
        ("我剪了旅行.网站，好", "我剪了旅行.\u2060网站，好"),
        ("пример.рф/x", "пример.\u2060рф/x"),
        ("pay 4916-3385-0608-2832!", "pay <code>4916-3385-0608-2832</code>!"),
        ("> 4916338506082832", "<blockquote>4\u2060916338506082832</blockquote>"),
        ("id 1234567890123456", "id 1234567890123456"),
        ("at 10.0.0.7:8080/a b", "at <code>10.0.0.7</code>:8080/a b"),
        ("||by @alice_w||", "<tg-spoiler>by @\u2060alice_w</tg-spoiler>"),
        ("> by @alice_w", "<blockquote>by @\u2060alice_w</blockquote>"),
    ],
)
def test_what_telegram_would_find_becomes_code_and_is_copied_as_it_is(words, html):
    assert formatted(words).html == html


@given(st.text(st.sampled_from("ab @.#/:+1*`_[]()~$A|\n"), max_size=200))
def test_no_text_pings_or_links(text):
    kinds = {one["type"] for one in live(text)}
    assert not kinds & {"mention", "url", "email", "hashtag", "cashtag", "phone_number", "bot_command"}


NAMES = [f"@person_{number}" for number in range(250)]


@pytest.mark.parametrize(
    "words",
    [
        " ".join(NAMES),
        "\n".join(f"- {name}: **{name}** in notes.md" for name in NAMES),
        "**" + " ".join(NAMES[:40]) + "**\n\n" + ", ".join(f"*{name}* ||x||" for name in NAMES),
        "".join(f"中{name}" for name in NAMES),
        ",".join(NAMES),
        "> " + " ".join(NAMES),
        " ".join(f"||{name}||" for name in NAMES),
        " ".join(f"[{name}](https://x.example)" for name in NAMES),
    ],
)
def test_however_many_names_there_are_no_message_pings_anybody(words):
    whole = formatted(words)
    parts = split(whole)
    assert "".join("".join(part.text for part in parts).split()) == "".join(whole.text.split())
    for part in parts:
        assert len(part.spans) <= 100
        told = read(part.html, "HTML", None, 4096)
        assert not {one["type"] for one in told.entities} & {"mention", "url"}
        assert told.text.count("\u2060") == part.text.count("\u2060")


def test_a_message_with_more_formats_than_telegram_keeps_becomes_two():
    parts = split(formatted(" ".join(f"||s{number}|| t" for number in range(130))))
    assert [len(part.spans) for part in parts] == [100, 30]
    assert [part.text.split()[0] for part in parts] == ["s0", "s100"]


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n", "\n- "])
def test_what_is_hidden_is_hidden_in_every_message(gap):
    secret = gap.join(f"secret{number}" for number in range(60))
    parts = split(formatted(f"Before. ||{secret}|| After."), 120)
    assert len(parts) > 4
    seen_of_it = [re.sub(r"<tg-spoiler>.*?</tg-spoiler>", "", part.html, flags=re.DOTALL) for part in parts]
    assert "secret" not in "".join(seen_of_it)
    assert "".join(part.text for part in parts).count("secret") == 60


@pytest.mark.parametrize("words", ["\u200b", "\u2060 \u3164", "\u200e\n\u200f", "**\u200b**", "\u2800"])
def test_an_answer_of_which_nobody_sees_anything_is_still_a_message(words):
    assert formatted(words).text == "…"


def test_no_part_of_a_long_text_is_invisible():
    whole = formatted("a " * 10 + "\n\n" + "\u200b\n" * 30 + "\n\n" + "b " * 10)
    assert all(not is_invisible(part.text) for part in split(whole, 24))
