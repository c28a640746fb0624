"""What is hidden stays hidden, and the editor is given the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.markup import Bold, Code, Heading, Item, Items, Paragraph, Plain, Quote, Spoiler, parse
from core.words.repeated_spoilers import hide, shown_name
from core.words.spoilers import (
    SWITCH,
    excerpt,
    hidden,
    hidden_parts,
    is_hidden,
    revealed,
    with_switches,
    without_hidden,
)


def secret(*words):
    return Spoiler(tuple(Plain(one) if isinstance(one, str) else one for one in words))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("||one\n\ntwo|| end", (Paragraph((secret("one"),)), Paragraph((secret("two"), Plain(" end"))))),
        ("It ends: || he dies || so", (Paragraph((Plain("It ends: "), secret(" he dies "), Plain(" so"))),)),
        (
            "||\none\n\ntwo\n||\nend",
            (Paragraph((secret("one"),)), Paragraph((secret("two"),)), Paragraph((Plain("end"),))),
        ),
        ("||- a\n- b|| c", (Items((Item("•", 0, (secret("a"),)), Item("•", 0, (secret("b"), Plain(" c"))))),)),
        ("||\n- a\n1. b\n||", (Items((Item("•", 0, (secret("a"),)), Item("1.", 0, (secret("b"),)))),)),
        ("||# T\n\nx||", (Heading(1, (secret("T"),)), Paragraph((secret("x"),)))),
        ("||> a\n> b||", (Quote((secret("a\nb"),)),)),
        ("> ||a\n>\n> b||", (Quote((secret("a\n\nb"),)),)),
        ("||\n```py\nx || y\n```\n||", (Paragraph((secret("x || y"),)),)),
        ("**a ||b** c|| d", (Paragraph((Bold((Plain("a "), secret("b"))), secret(" c"), Plain(" d"))),)),
        (
            "||**a** `b` *c*||",
            (Paragraph((secret(Bold((Plain("a"),)), " ", Code("b"), " ", *parse("*c*")[0].children),)),),
        ),
        ("**||a||**", (Paragraph((Bold((secret("a"),)),)),)),
        ("`a||b` ||c||", (Paragraph((Code("a||b"), Plain(" "), secret("c"))),)),
        ("||a&#xe010;b||", (Paragraph((secret("ab"),)),)),
        ("||" + "a " * 2_000 + "b||", (Paragraph((secret("a " * 2_000 + "b"),)),)),
        (
            "| a |\n|---|\n| \\|\\|x\\|\\| |",
            (Paragraph((Bold((Plain("a"),)),)), Items((Item("•", 0, (secret("x"),)),))),
        ),
    ],
)
def test_what_is_between_two_marks_is_hidden_in_every_block(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "1. Paris || Day 1\n2. Rome || Day 2",
        "a || b\n\nc || d",
        "||||",
        "||  ||",
        "if a || b:\n\n- c",
        r"\||not hidden\||",
        "`a || b || c`",
        "```\na || b || c\n```",
        "| a || b |\n| c || d |",
    ],
)
def test_separators_and_code_hide_nothing(text):
    assert "Spoiler" not in repr(parse(text))


def visible(nodes):
    found = ""
    for node in nodes:
        if isinstance(node, Spoiler):
            continue
        found += (
            getattr(node, "text", "") + visible(getattr(node, "children", ())) + visible(getattr(node, "items", ()))
        )
    return found


MARKS = st.lists(
    st.sampled_from(
        [
            "||",
            "**",
            "*",
            "~~",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "- ",
            "> ",
            "a",
            " ",
            "#",
            "|",
            "\\",
            "[",
            "](https://x.example)",
        ]
    ),
    max_size=24,
)


@given(MARKS, MARKS, st.sampled_from(["**{}**", "{}", "\n- {}", "\n> {}", "`x` {}", "~~*{}*~~"]))
def test_words_that_somebody_hid_are_hidden_whatever_stands_around_them(before, after, inside):
    assert "S" not in visible(parse("".join(before) + inside.format(hidden("S")) + "".join(after)))


def test_the_editor_is_given_the_words_and_a_name_says_nothing_of_them():
    words = f"title {hidden('he dies')} in red"
    assert revealed(words) == "title he dies in red"
    assert without_hidden(words) == "title … in red"
    assert is_hidden(words)
    assert not is_hidden("Paris || Day 1 || Vlog")


@pytest.mark.parametrize("most", range(6, 30))
def test_a_part_of_words_that_ends_inside_a_spoiler_closes_it(most):
    part = excerpt(f"title {hidden('he dies, sorry')}", most)
    assert part.count(SWITCH) % 2 == 0
    assert len(part) <= most + 1
    assert visible(parse(f"“{part}” runs")) == "“title ” runs"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("I added “he dies” at 0:05.", "I added “” at 0:05."),
        ("he dies, he dies and `he dies`", ",  and "),
        ("Text: **he dies**", "Text: "),
        ("||he dies||", ""),
        ("he lives", "he lives"),
        ("Rosebud and Rose: the budget", " and : the budget"),
    ],
)
def test_what_somebody_hid_is_hidden_where_a_text_repeats_it(text, seen):
    words = f"a title {hidden('he dies')} with {hidden('Rose')} {hidden('Rosebud')} {hidden('a')} {hidden('Rose')}bud"
    assert visible(parse(hide(text, hidden_parts(words)))) == seen


KANE = "Rosebud is the sled of his childhood, and he dies"


@pytest.mark.parametrize(
    ("part", "text", "seen"),
    [
        ("Rosebud", "ROSEBUD, rosebud and Ｒｏｓｅｂｕｄ", ",  and "),
        ("Straße", "STRASSE, strasse, straße!", ", , !"),
        ("ﬁn", "FIN fin", " "),
        ("结束标题", "繁體：結束標題，结束标题", "繁體：，"),
        ("結束標題", "结束标题", ""),
        ("don't go", "He says “Don’t go”", "He says “”"),
        ("“Rosebud!”", "rosebud is red", " is red"),
        ("he\ndies", "he dies", ""),
        ("First: he dies\nThen: she laughs", "- then: she laughs\n- First: he dies", ""),
        (KANE, "Title: Rosebud is the sled of his childho… (0-3s)", "Title: … (0-3s)"),
        (KANE, "Rosebud is the name…", "Rosebud is the name…"),
        ("🎬 Kane", "Kane 🎬", " 🎬"),
        ("he dies", "he **dies**, *he* dies, `he dies`, ~~he~~ dies", ", , , "),
        ("**he** dies", "he dies", ""),
        ("he_dies!", r"he\_dies and he_dies", " and "),
        ("he dies", "he\u200b dies, he die\u00ads", ", "),
        ("ß*", "ss ß* *", "  * *"),
        ("🎬", "a🎬b🎬🎬", "ab"),
        ("Jo", "“Jo”, Jo’s joy and a (JO)", "“”, ’s joy and a ()"),
        ("a", 'Title: "a" at bars', 'Title: "" at bars'),
        ("7", "7, 17, 0:07 and 7 s", ", 17, 0:07 and  s"),
        ("他", "“他”：其他人，他", "“”：其他人，"),
        ("他们", "是他们做的", "是做的"),
        ("у", "у него ужин у моря", " него ужин  моря"),
        ("!", "Done! + more!", "Done! + more!"),
        ("+", "Title + music", "Title + music"),
        ("", "nothing", "nothing"),
        ("a", "||a|| and a", " and "),
        ("Rose", "||Rosebud, Rose|| Rose", " "),
        ("SPOILER_he dies.mp4", "Video: SPOILER_he dies (0-3s), SPOILER_he dies-2.mp4", "Video:  (0-3s), -2.mp4"),
    ],
)
def test_it_is_found_in_every_form_and_in_no_other_word(part, text, seen):
    assert "".join(visible(parse(hide(text, [part]))).split()) == "".join(seen.split())


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("I cut SPOILER_end.mp4, twice.", "I cut , twice."),
        ("“SPOILER_end” (SPOILER_end-v1.mp4)…", "“” ()…"),
        ("`SPOILER_结局.mov`", ""),
        ("SPOILER_end.mp4: 20 %", ": 20 %"),
        (r"SPOILER\_he\_dies.mp4", ""),
    ],
)
def test_the_name_of_a_hidden_file_is_hidden_wherever_it_stands(text, seen):
    assert visible(parse(hide(text))) == seen


def test_the_title_of_a_project_is_hidden_where_it_has_the_mark_of_a_spoiler():
    assert shown_name("SPOILER_he dies") == hidden("he dies")
    assert shown_name("Rose", ["Rose"]) == hidden("Rose")
    assert shown_name("travel", ["Rose"]) == "travel"


@given(
    st.lists(st.text(st.sampled_from("ab ßＡ…\n"), min_size=1, max_size=6), max_size=4),
    st.text(st.sampled_from("ab ßＡ…|\n" + SWITCH), max_size=60),
)
def test_nothing_is_lost_of_a_text_in_which_something_is_hidden(parts, text):
    assert revealed(hide(text, parts)) == revealed(text)


@pytest.mark.parametrize("bars", [3, 4, 5, 6])
def test_more_bars_than_two_hide_too(bars):
    marks = "|" * bars
    for text in (f"{marks}x{marks}", f"a {marks}x{marks} b", f"{marks}x\n\nx{marks}"):
        assert "x" not in visible(parse(text)), text


def test_of_three_bars_the_last_is_shown_as_discord_shows_it():
    assert parse("|||x|||") == (Paragraph((secret("|x"), Plain("|"))),)


def test_a_spoiler_inside_another_is_one_with_it():
    repeated = hide("It is ||the sled Rosebud|| and ||Rosebud||", ["Rosebud"])
    assert parse(repeated) == (
        Paragraph((Plain("It is "), secret("the sled Rosebud"), Plain(" and "), secret("Rosebud"))),
    )


def test_bars_in_words_that_are_hidden_show_none_of_them():
    for words in (f"a || b {hidden('x || y')} c || d", hidden("|x|"), f"|{hidden('x')}|", hidden("x\n\ny || z || z")):
        shown = parse(words)
        assert not set("xyz") & set(visible(shown)), words


def test_marks_are_found_in_the_lines_that_may_have_some():
    assert with_switches(["||a", "b||", "||c||"], {2}) == [f"{SWITCH}a", f"b{SWITCH}", "||c||"]
