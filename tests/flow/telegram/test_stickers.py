"""A sticker is no file: who wants one in a video is told before any charge what to send, and a reaction stays one."""

import pytest

from tests.doubles.telegram import Clip

TOLD = "Stickers don't reach me as files"


def told(chat):
    return [said.text for said in chat.answers if said.text and TOLD in said.text]


@pytest.mark.parametrize("kind", ["static", "animated", "video"])
async def test_words_that_reply_to_a_sticker_are_told_what_to_send_and_wait_for_it(patient, kind):
    chat, anna = patient.private, patient.anna
    sticker = chat.sticks(anna, kind=kind)
    await patient.quiet()
    said = len(told(chat))
    chat.says(anna, "put it in the corner", reply_to=sticker)
    await patient.quiet()
    assert patient.editor.heard == []
    assert len(told(chat)) == said + 1
    assert "kept" in told(chat)[-1]
    chat.sends(anna, Clip("photo"))
    await patient.quiet()
    assert patient.editor.heard == ["put it in the corner"]


@pytest.mark.parametrize("words", ["add this sticker to the corner", "use this as the logo", "把这个贴纸放在右上角"])
async def test_words_and_a_sticker_at_once_after_them_belong_together(patient, words):
    chat, anna = patient.private, patient.anna
    chat.says(anna, words)
    chat.sticks(anna)
    await patient.quiet()
    assert patient.editor.heard == []
    assert any(TOLD in said.text or "贴纸" in said.text for said in chat.loud)


async def test_words_after_a_sticker_are_about_it(patient):
    chat, anna = patient.private, patient.anna
    chat.sticks(anna)
    await patient.quiet()
    chat.says(anna, "add this sticker at the end")
    await patient.quiet()
    assert patient.editor.heard == []
    assert "kept" in told(chat)[-1]


async def test_a_clip_whose_caption_is_about_the_sticker_it_replies_to_is_kept_and_nothing_charged(patient):
    chat, anna = patient.private, patient.anna
    sticker = chat.sticks(anna)
    await patient.quiet()
    chat.sends(anna, patient.clip(), "put this sticker on it", reply_to=sticker)
    await patient.quiet()
    assert patient.editor.heard == []
    assert len(patient.calls("/upload-video/")) == 1
    chat.sends(anna, Clip("photo"))
    await patient.quiet()
    assert patient.editor.heard == ["put this sticker on it"]


async def test_a_sticker_alone_is_answered_once_in_a_sentence_and_later_ones_are_reactions(patient):
    chat, anna = patient.private, patient.anna
    for _ in range(3):
        chat.sticks(anna)
        await patient.quiet()
    assert len(chat.answers) == len(told(chat)) == 1
    assert not patient.calls("/run_sse")


async def test_a_sticker_beside_a_wish_that_is_not_about_it_is_a_reaction(patient):
    chat, anna = patient.private, patient.anna
    chat.sends(anna, patient.clip(), "add music")
    chat.sticks(anna)
    await patient.quiet()
    chat.says(anna, "make it louder")
    chat.sticks(anna)
    await patient.quiet()
    assert patient.editor.heard == ["add music", "make it louder"]
    assert len(told(chat)) == 1


async def test_in_a_group_a_sticker_is_silence_also_in_reply_to_the_film(scene):
    group = scene.tg.group("Film club", scene.anna, scene.ben)
    group.sends(scene.anna, scene.clip(), f"/edit@{scene.tg.bot.username} add music")
    await scene.quiet()
    shown = len(group.answers)
    group.sticks(scene.ben)
    group.sticks(scene.anna, reply_to=group.films[0])
    await scene.quiet()
    assert len(group.answers) == shown


async def test_in_a_group_a_command_that_replies_to_a_sticker_is_told_what_to_send(scene):
    group = scene.tg.group("Film club", scene.anna, scene.ben)
    sticker = group.sticks(scene.ben)
    group.says(scene.anna, f"/edit@{scene.tg.bot.username} add this at the end", reply_to=sticker)
    await scene.quiet()
    assert scene.editor.heard == []
    assert "kept" in told(group)[-1]
