"""The forms as Discord takes them, and what people fill in as the core takes it."""

import pytest

from bots.discord.forms import Subject, blank_form, files_for, files_form, filled, form_about, is_blank
from core.model.actions import LONGEST_NUMBER
from core.words.phrases import CATALOGUE

SUBJECT = Subject(object(), replies=True)


def forms(language):
    yield blank_form(language)
    yield files_form(10**LONGEST_NUMBER - 1, language)
    yield form_about(SUBJECT, 2**64 - 1, language)


@pytest.mark.parametrize("language", sorted(CATALOGUE))
async def test_a_form_fits_discords_limits_in_every_language(language):
    for form in forms(language):
        said = form.to_dict()
        assert len(said["title"]) <= 45
        assert len(said["custom_id"]) <= 100
        for label in said["components"]:
            assert len(label["label"]) <= 45
            assert len(label.get("description") or "") <= 100
            assert len(label["component"].get("placeholder") or "") <= 100


async def test_a_form_knows_from_its_id_alone_whose_files_it_asks_for():
    assert files_for(files_form(12, "en").custom_id) == 12
    assert files_for(blank_form("en").custom_id) is None
    assert is_blank(blank_form("en").custom_id)
    assert is_blank(files_form(12, "en").custom_id)
    assert not is_blank(form_about(SUBJECT, 12, "en").custom_id)


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40])
def test_a_number_that_is_none_of_ours_asks_for_nobodys_files(number):
    assert files_for(files_form(1, "en").custom_id.removesuffix("1") + number) is None


@pytest.mark.parametrize("nested", ["component", "components"])
def test_what_is_filled_in_is_found_wherever_discord_puts_it(nested):
    def part(field):
        return {"type": 18, nested: [field] if nested == "components" else field}

    fields = [
        part({"type": 4, "custom_id": "words", "value": " add music "}),
        part({"type": 19, "custom_id": "files", "values": ["7", "8"]}),
    ]
    file = {"id": "7", "filename": "a.mp4", "size": 5, "url": "https://cdn.example/a.mp4", "content_type": "video/mp4"}
    given = filled({"components": fields, "resolved": {"attachments": {"7": file}}})
    assert given.words == "add music"
    assert [(one.name, one.size, one.media_type) for one in given.files] == [("a.mp4", 5, "video/mp4")]


def test_a_form_that_was_left_empty_brings_nothing():
    assert filled({"components": [{"type": 18, "component": {"custom_id": "files", "values": []}}]}).files == ()
    assert filled({}).words == ""
