"""Albums in groups, whose parts arrive as updates of their own: none is lost, whatever happens between two of them."""

import pytest

WISH = "/edit@nemo_test_bot join them"


@pytest.fixture
async def shown(scenes):
    """A scene whose bot is shown every message of a group, with time to let an album join."""
    async with scenes(nemobot_join_seconds=0.5) as scene:
        scene.tg.crowd.privacy = False
        yield scene


@pytest.fixture
def group(shown):
    return shown.tg.supergroup("Film club", shown.anna, shown.ben)


def part(scene, group, name, caption="", who=None):
    """One item of an album, as its update comes."""
    return group.sends(who or scene.anna, scene.clip(f"{name}.mp4"), caption, extra={"media_group_id": "77"})


async def restart(scene):
    await scene.end()
    await scene.begin()


@pytest.mark.parametrize("wish_at", [0, 1, 2])
@pytest.mark.parametrize("restart_before", [1, 2])
async def test_a_restart_between_two_parts_of_an_album_loses_none_of_them(shown, group, wish_at, restart_before):
    for number, name in enumerate("abc"):
        if number == restart_before:
            await shown.until(lambda: not shown.tg.inbox.waiting)
            await restart(shown)
        part(shown, group, name, WISH if number == wish_at else "")
    await shown.quiet()
    assert shown.editor.heard == ["join them"]
    assert len(shown.calls("/upload")) == 3
    assert len(group.films) == 1


@pytest.mark.parametrize("edited", [0, 1, 2])
@pytest.mark.parametrize("restarted", [False, True])
async def test_an_album_whose_caption_is_changed_to_ask_the_bot_is_asked_for_as_a_whole(
    shown, group, edited, restarted
):
    items = [part(shown, group, name, "our trip" if number == edited else "") for number, name in enumerate("abc")]
    await shown.quiet()
    assert not group.answers
    if restarted:
        await restart(shown)
    group.edits(items[edited], WISH)
    await shown.quiet()
    assert shown.editor.heard == ["join them"]
    assert len(shown.calls("/upload")) == 3
    assert len(group.films) == 1


async def test_an_album_that_another_bot_is_asked_for_is_none_of_ours(shown, group):
    for name, caption in (("a", ""), ("b", "/edit@other_bot join them"), ("c", "")):
        part(shown, group, name, caption)
    await shown.quiet()
    assert not group.answers
    assert not shown.tg.called("sendMessage", "setMessageReaction")


async def test_two_albums_at_once_are_told_apart(shown, group):
    for name, who, number, caption in (
        ("a", shown.anna, "1", ""),
        ("x", shown.ben, "2", ""),
        ("b", shown.anna, "1", WISH),
        ("y", shown.ben, "2", ""),
    ):
        group.sends(who, shown.clip(f"{name}.mp4"), caption, extra={"media_group_id": number})
    await shown.quiet()
    assert len(shown.calls("/upload")) == 2
    assert len(group.films) == 1
