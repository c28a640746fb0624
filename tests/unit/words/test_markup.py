"""The backend's Markdown as a tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.markup import (
    Bold,
    Code,
    CodeBlock,
    Heading,
    Italic,
    Item,
    Items,
    LinkTo,
    Paragraph,
    Plain,
    Quote,
    Spoiler,
    Struck,
    parse,
    plain,
)

RULE = Paragraph((Plain("──────────"),))
ONE_ITEM = Items((Item("•", 0, (Plain("a"),)),))


def words(*children):
    return (Paragraph(children),)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", ()),
        ("hello", words(Plain("hello"))),
        ("two\nlines", words(Plain("two\nlines"))),
        ("**bold** word", words(Bold((Plain("bold"),)), Plain(" word"))),
        ("__bold__", words(Bold((Plain("bold"),)))),
        ("*it* and _it_", words(Italic((Plain("it"),)), Plain(" and "), Italic((Plain("it"),)))),
        ("**a *b* c**", words(Bold((Plain("a "), Italic((Plain("b"),)), Plain(" c"))))),
        ("`**x**`", words(Code("**x**"))),
        ("snake_case_name", words(Plain("snake_case_name"))),
        ("2 * 3 * 4", words(Plain("2 * 3 * 4"))),
        ("**open", words(Plain("**open"))),
        (r"\*not\* it", words(Plain("*not* it"))),
        ("[site](https://a.example/x)", words(LinkTo("https://a.example/x", (Plain("site"),)))),
        ("[site](https://a.example/x_(1))!", words(LinkTo("https://a.example/x_(1)", (Plain("site"),)), Plain("!"))),
        ("[**b**](https://a.example)", words(LinkTo("https://a.example", (Bold((Plain("b"),)),)))),
        ("[bad](javascript:alert)", words(Plain("[bad](javascript:alert)"))),
        ("[bad](file:///etc)", words(Plain("[bad](file:///etc)"))),
        (
            "see https://a.example/x.",
            words(Plain("see "), LinkTo("https://a.example/x", (Plain("https://a.example/x"),)), Plain(".")),
        ),
        (
            "看https://a.example/x，好",
            words(Plain("看"), LinkTo("https://a.example/x", (Plain("https://a.example/x"),)), Plain("，好")),
        ),
        ("<https://a.example/x.>", words(LinkTo("https://a.example/x.", (Plain("https://a.example/x."),)))),
        ("https://...", words(Plain("https://..."))),
        ("<b>no html</b>", words(Plain("<b>no html</b>"))),
        ("# Title", (Heading(1, (Plain("Title"),)),)),
        ("### Title ###", (Heading(3, (Plain("Title"),)),)),
        ("#hashtag", words(Plain("#hashtag"))),
        ("> one\n> two", (Quote((Plain("one\ntwo"),)),)),
        ("```py\nx = 1\n```", (CodeBlock("x = 1", "py"),)),
        ("~~~\n**raw**\n~~~", (CodeBlock("**raw**"),)),
        ("```\nnever closed", (CodeBlock("never closed"),)),
        ("- a\n- b", (Items((Item("•", 0, (Plain("a"),)), Item("•", 0, (Plain("b"),)))),)),
        ("1. a\n2) b", (Items((Item("1.", 0, (Plain("a"),)), Item("2.", 0, (Plain("b"),)))),)),
        ("- a\n  - b", (Items((Item("•", 0, (Plain("a"),)), Item("•", 1, (Plain("b"),)))),)),
        ("words\n- a", (Paragraph((Plain("words"),)), Items((Item("•", 0, (Plain("a"),)),)))),
        ("a\n\nb", (Paragraph((Plain("a"),)), Paragraph((Plain("b"),)))),
        ("> q\nwords", (Quote((Plain("q"),)), Paragraph((Plain("words"),)))),
        ("a\r\nb", words(Plain("a\nb"))),
        ("~~gone~~ here", words(Struck((Plain("gone"),)), Plain(" here"))),
        ("it ends ||badly||.", words(Plain("it ends "), Spoiler((Plain("badly"),)), Plain("."))),
        ("||two\nlines|| here", words(Spoiler((Plain("two\nlines"),)), Plain(" here"))),
        ("||a|b **c**||", words(Spoiler((Plain("a|b "), Bold((Plain("c"),)))))),
        (
            "`a || b || c` and |||| and ||  ||",
            words(Code("a || b || c"), Plain(" and "), Spoiler((Plain("|| and "),)), Plain("  ||")),
        ),
        ("a || b || c", words(Plain("a "), Spoiler((Plain(" b "),)), Plain(" c"))),
        ("~~a **b**~~", words(Struck((Plain("a "), Bold((Plain("b"),)))))),
        ("about ~10~ or ~~ 5", words(Plain("about ~10~ or ~~ 5"))),
        ("[see [1]](https://a.example)", words(LinkTo("https://a.example", (Plain("see [1]"),)))),
        ("[[a] b [c]](https://a.example)", words(LinkTo("https://a.example", (Plain("[a] b [c]"),)))),
        ("![frame](https://a.example/f.png)", words(LinkTo("https://a.example/f.png", (Plain("frame"),)))),
        ("![](https://a.example/f)", words(LinkTo("https://a.example/f", (Plain("https://a.example/f"),)))),
        ("Tom &amp; Jerry &lt;3 it&#39;s &quot;on&quot;", words(Plain('Tom & Jerry <3 it\'s "on"'))),
        ("**a &amp; b** `a &amp; b`", words(Bold((Plain("a & b"),)), Plain(" "), Code("a &amp; b"))),
        ("&#42;not bold&#42; AT&T &copy=1", words(Plain("*not bold* AT&T &copy=1"))),
        ("[x](https://a.example/?a=1&amp;b=2)", words(LinkTo("https://a.example/?a=1&b=2", (Plain("x"),)))),
        (
            "https://a.example/?copy=1&copy=2",
            words(LinkTo("https://a.example/?copy=1&copy=2", (Plain("https://a.example/?copy=1&copy=2"),))),
        ),
        ("a\n\n---\n\nb", (Paragraph((Plain("a"),)), RULE, Paragraph((Plain("b"),)))),
        ("* * *", (RULE,)),
        ("a<br>b &lt;br&gt; `<br>`", words(Plain("a\nb <br> "), Code("<br>"))),
        ("___", (RULE,)),
        ("Title\n=====\nwords", (Heading(1, (Plain("Title"),)), Paragraph((Plain("words"),)))),
        ("Title\n---", (Heading(2, (Plain("Title"),)),)),
        ("two\nlines\n---", (Paragraph((Plain("two\nlines"),)), RULE)),
        ("- a\n---\n- b", (ONE_ITEM, RULE, Items((Item("•", 0, (Plain("b"),)),)))),
        ("- - - a", (Items((Item("•", 0, (Plain("- - a"),)),)),)),
    ],
)
def test_markdown_becomes_a_tree(text, tree):
    assert parse(text) == tree


TABLE = "| Track | **Clip** |\n|:---|---:|\n| 1 | `a.mp4` |\n| 2 | say \\| no |\n| 3 |\n\nafter"


def test_a_table_becomes_a_line_for_each_row():
    assert plain(TABLE) == "Track · Clip\n\n• 1 · a.mp4\n• 2 · say | no\n• 3 · –\n\nafter"
    head, rows, _ = parse(TABLE)
    assert head == Paragraph((Bold((Plain("Track · "), Bold((Plain("Clip"),)))),))
    assert rows.items[0].children == (Plain("1 · "), Code("a.mp4"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a | b\n--- | ---\n1 | 2", "a · b\n\n• 1 · 2"),
        ("words before\n| a |\n|---|\n| 1 |", "words before\n\na\n\n• 1"),
        ("| | |\n|---|---|\n| x | y |", "• x · y"),
        ("| a |\n|---|\n| x<br>y<BR /> z |", "a\n\n• x\ny\nz"),
        ("| a | b |\n|---|\n| 1 | 2 |", "| a | b |\n|---|\n| 1 | 2 |"),
        ("a || b", "a || b"),
        ("|", "|"),
        ("```\n| a |\n|---|\n```", "| a |\n|---|"),
    ],
)
def test_only_a_table_is_a_table(text, said):
    assert plain(text) == said


def test_nesting_ends_somewhere():
    deep = parse("**" * 20 + "x" + "**" * 20)
    assert "x" in plain("**" * 20 + "x" + "**" * 20)
    assert deep


def test_emphasis_deeper_than_any_person_writes_stays_text():
    text = "[**[_[**[_x_](https://a.example)**](https://a.example)_](https://a.example)**](https://a.example)"
    assert "x" in plain(text)
    nested = "x"
    for mark in ("**", "*", "__", "_", "**", "*", "__", "_"):
        nested = f"{mark}{nested} y{mark}"
    assert "x" in plain(nested)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**Done!** See [here](https://a.example/x).", "Done! See here (https://a.example/x)."),
        ("https://a.example/x", "https://a.example/x"),
        ("# A\n\n- b\n  - `c`\n\n```\nd\n```", "A\n\n• b\n  • c\n\nd"),
        ("> q\n\n*i*", "q\n\ni"),
        ("", ""),
    ],
)
def test_plain_words_keep_what_was_said(text, said):
    assert plain(text) == said


def urls(nodes):
    for node in nodes:
        if isinstance(node, LinkTo):
            yield node.url
        yield from urls(getattr(node, "children", ()))
        yield from urls(getattr(node, "items", ()))


MARKS = st.sampled_from(
    ["**", "*", "_", "`", "```", "\n", "\n\n", "- ", "1. ", "# ", "> ",
     "[a](https://x.example)", "[a](", ")", "javascript:", "a", "好", " ", "\\", "  "]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(MARKS, max_size=30).map("".join)))
def test_any_text_parses_and_only_web_links_are_links(text):
    nodes = parse(text)
    assert all(url.startswith(("http://", "https://")) for url in urls(nodes))
    plain(text)


@given(st.text(alphabet="ab 好\n", max_size=60))
def test_unmarked_words_come_through(text):
    assert "".join(plain(text).split()) == "".join(text.split())
