"""Skills: the five that come along, and any other SKILL.md."""

import contextlib
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.skills import SkillError, bundled, load, parse, platform
from core.words.intents import Wish, meaning

NAMES = {
    "ai-video-editing-with-music",
    "add-music-ai",
    "ai-video-generator-free-music",
    "video-editing-ai-gratis",
    "video-editing-with-music-free",
}
FRONT = "---\nname: my-skill\nversion: 2.1.0\n---\n"
BODY = """# My Skill — Edits Things

## Getting Started

> Send me your raw clips.

**Try saying:**
- "cut the silences"
- “add captions”

Worth noting: shorter clips under 60 seconds go faster.
You'll get it back in roughly 1-2 minutes.
Instead of "make it look better", try "cut the silences and add captions" — it helps.
"""


def test_the_five_skills_come_along():
    assert set(bundled()) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_bundled_skill_speaks_both_languages(name):
    skill = load(name)
    assert (skill.name, skill.version) == (name, "1.0.0")
    assert len(skill.examples["en"]) == len(skill.examples["zh"]) == 3
    assert len(skill.tips["en"]) == len(skill.tips["zh"]) == 3
    for words in (skill.headlines, skill.greeting, skill.tip_examples, skill.typical_time, skill.short_clip_line):
        assert words["en"].isascii() or "—" in words["en"]
        assert words["zh"] != words["en"]
    assert "mp4" in skill.formats
    assert "60" in skill.short_clip_line["en"]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_front_matter_says_what_the_skills_own_text_says(name, bundled_text):
    front = load(name)
    body = bundled_text(name).split("\n---\n", 1)[1]
    read = parse(f"---\nname: {name}\nversion: 1.0.0\n---\n{body}")
    assert read.greeting["en"] == front.greeting["en"]
    assert read.examples["en"] == front.examples["en"]
    assert read.headlines["en"] == front.headlines["en"]
    assert read.tip_examples["en"] == front.tip_examples["en"]
    assert read.typical_time["en"] == front.typical_time["en"]


@pytest.fixture
def bundled_text(request):
    folder = request.config.rootpath / "core" / "skills_bundled"
    return lambda name: (folder / name / "SKILL.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_example_is_a_wish_we_understand(name):
    for language in ("en", "zh"):
        for wish in load(name).examples[language]:
            assert meaning(wish).wish in {Wish.EDIT, Wish.EXPORT}


def test_any_skill_file_is_read_from_its_body(tmp_path):
    path = tmp_path / "SKILL.md"
    path.write_text(FRONT + BODY, encoding="utf-8")
    skill = load(str(path))
    assert load(str(tmp_path)) == skill
    assert (skill.name, skill.version, skill.headlines["en"]) == ("my-skill", "2.1.0", "My Skill — Edits Things")
    assert skill.greeting == {"en": "Send me your raw clips.", "zh": "Send me your raw clips."}
    assert skill.examples["en"] == ("cut the silences", "add captions")
    assert skill.tip_examples["en"] == "cut the silences and add captions"
    assert skill.typical_time["en"] == "1-2 minutes"
    assert skill.short_clip_line["zh"] == "Shorter clips under 60 seconds go faster."
    assert skill.formats == ("mp4", "mov", "avi", "webm")


def test_a_bare_file_falls_back_to_what_it_has():
    skill = parse("---\nname: bare\nversion: 1.5\ndescription: Cuts   things.\n---")
    assert (skill.version, skill.headlines["en"]) == ("1.5", "Cuts things.")
    assert skill.examples == {"en": (), "zh": ()}
    assert (
        skill.greeting["en"]
        == skill.tip_examples["en"]
        == skill.typical_time["en"]
        == skill.short_clip_line["en"]
        == ""
    )


def test_a_file_without_any_words_is_known_by_its_name():
    assert parse("---\nname: bare\nversion: 1\n---\n").headlines["en"] == "bare"


def test_front_matter_wins_over_the_body_and_fills_the_other_language():
    front = "---\nname: x\nversion: 1.0.0\nformats: [.MP4, mov]\nzh:\n  greeting: 你好\n  examples: [剪一下]\n---\n"
    skill = parse(front + "# Head\n")
    assert skill.greeting == {"en": "你好", "zh": "你好"}
    assert skill.examples == {"en": ("剪一下",), "zh": ("剪一下",)}
    assert skill.formats == ("mp4", "mov")


def test_windows_line_ends_and_a_byte_order_mark_are_read():
    assert parse("\ufeff---\r\nname: x\r\nversion: 1.0.0\r\n---\r\n# Head\r\n").headlines["en"] == "Head"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# no front matter", "no front matter"),
        ("---\nname: x\nversion: 1\n", "no front matter"),
        ("---\n- a\n- b\n---\n", "not a mapping"),
        ("---\njust words\n---\n", "not a mapping"),
        ("---\nname: [unclosed\n---\n", "not YAML"),
        ("---\nname: !!python/object:os.system x\n---\n", "not YAML"),
        ("---\nname: x: y\n---\n", "not YAML"),
        ("---\nversion: 1\n---\n", "name is missing"),
        ("---\nname: x\n---\n", "version is missing"),
        ("---\nname: {}\nversion: 1\n---\n", "name is missing"),
        ('---\nname: "a\\nX-Evil: 1"\nversion: 1\n---\n', "name cannot be sent as a header"),
        ("---\nname: 名字\nversion: 1\n---\n", "name cannot be sent as a header"),
        ("---\nname: x\nversion: 1 2\n---\n", "version cannot be sent as a header"),
        ("---\nname: x\nversion: 1\ngreeting: [a]\n---\n", "greeting is not text"),
        ("---\nname: x\nversion: 1\nexamples: one\n---\n", "examples is not a list of texts"),
        ("---\nname: x\nversion: 1\nformats: [1]\n---\n", "formats is not a list of texts"),
        ("---\nname: x\nversion: 1\nzh: no\n---\n", "zh is not a mapping"),
        ("---\nname: x\nversion: 1\nzh:\n  tips: 3\n---\n", "zh.tips is not a list of texts"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text, problem):
    with pytest.raises(SkillError) as caught:
        parse(text)
    assert problem in str(caught.value)
    assert caught.value.problems


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(SkillError) as caught:
        parse("---\ngreeting: 3\nexamples: 4\n---\n")
    assert len(caught.value.problems) == 4


def test_a_skill_that_is_nowhere_names_those_that_are(tmp_path):
    for missing in ("no-such-skill", str(tmp_path / "SKILL.md"), str(tmp_path), "a\x00b"):
        with pytest.raises(SkillError) as caught:
            load(missing)
        assert "add-music-ai" in str(caught.value)


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path):
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe\x00\x9f")
    (tmp_path / "large.md").write_bytes(b"x" * (256 * 1024 + 1))
    for name in ("binary.md", "large.md"):
        with pytest.raises(SkillError):
            load(str(tmp_path / name))


def test_a_skill_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        load("add-music-ai").name = "other"
    bundled().clear()
    assert set(bundled()) == NAMES


@given(st.text(max_size=300))
def test_any_text_is_a_skill_or_an_error(text):
    for whole in (text, f"---\n{text}\n---\n", f"---\nname: x\nversion: 1\n---\n{text}"):
        with contextlib.suppress(SkillError):
            assert parse(whole).name


@pytest.mark.parametrize(
    ("source", "path", "expected"),
    [
        ("github", "/home/me/.clawhub/skills/x/SKILL.md", "github"),
        (None, "/home/me/.clawhub/skills/x/SKILL.md", "clawhub"),
        ("", "/home/me/.cursor/skills/x/SKILL.md", "cursor"),
        (None, r"C:\Users\me\.cursor\skills\x\SKILL.md", "cursor"),
        (None, "/home/me/.cursor/extensions/x", "unknown"),
        (None, "/home/me/.cursor", "unknown"),
        (None, None, "unknown"),
        ("two\r\nX-Evil: 1", None, "unknown"),
        (" spaced ", None, "spaced"),
    ],
)
def test_the_platform_is_the_source_else_told_by_the_path(source, path, expected):
    assert platform(source, path) == expected
