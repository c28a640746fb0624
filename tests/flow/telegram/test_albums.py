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


def uploaded(scene):
    return [call["file"] for call in scene.calls("/upload")]


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
