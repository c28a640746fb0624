"""A process that is killed between what it asked of Discord and what it wrote down, and the next one."""

import asyncio
import contextlib

import pytest

# a process that is killed in the middle of a call leaves its connections to the collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Killed(RuntimeError):
    """The process does not exist any more."""


class Killing:
    """Kills the bot of a scene at its n-th request of a method to a path, before Discord does it or `after`."""

    def __init__(self, scene, method, path, number, *, after):
        self._scene, self._method, self._path, self._left, self._after = scene, method, path, number, after
        self._answered = scene.dc._answered
        self.happened = asyncio.Event()
        scene.dc._answered = self._count

    async def _count(self, request, handler, path):
        self._left -= request.method == self._method and path.endswith(self._path)
        done = None
        if self._left > 0 or (self._after and not self.happened.is_set()):
            done = await self._answered(request, handler, path)
        if self._left > 0:
            return done
        self._kill()
        request.transport.abort()
        raise Killed

    def _kill(self):
        """Nothing is written from now on; what is sent does not arrive."""

        def killed(*_):
            raise Killed

        database = self._scene.life.app.store.database
        database.all = database.transaction = killed
        self.happened.set()

    async def next_life(self):
        """Start the bot again once it was killed."""
        await asyncio.wait_for(self.happened.wait(), 10)
        with contextlib.suppress(Killed):
            await self._scene.end()
        self._scene.dc._answered = self._answered
        await self._scene.begin()


async def by_command(scene, channel):
    await scene.dc.slash(scene.anna, channel, "edit", {"prompt": "add music", "clip": scene.clip()})


async def by_form(scene, channel):
    opened = await scene.dc.slash(scene.anna, channel, "edit", {})
    await scene.until(lambda: opened.modal)
    await scene.dc.submit(opened, "add music", [scene.clip()])


async def by_mention(scene, channel):
    await scene.dc.say(scene.anna, channel, "add music", scene.clip(), mention=True)


async def as_their_own(scene, channel):
    clip = scene.clip()
    await scene.dc.slash(scene.anna, channel, "edit", {"prompt": "add music", "clip": clip}, installed="user")


def marked(messages):
    return ["(recovered)" in one.content for one in messages]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("ask", "call"),
    [
        (by_command, ("POST", "/callback", 1)),
        (by_command, ("PATCH", "/@original", 1)),
        (by_command, ("POST", "/messages", 3)),
        (by_form, ("POST", "/callback", 2)),
        (by_mention, ("POST", "/messages", 1)),
        (as_their_own, ("PATCH", "/@original", 1)),
    ],
    ids=["deferral", "first status", "film", "deferral of a form", "first status of a mention", "of an own install"],
)
async def test_whenever_the_bot_is_killed_one_turn_brings_one_film_and_no_status_is_left_behind(
    scenes, ask, call, after
):
    async with scenes() as scene:
        await scene.begin()
        channel = scene.dc.group_dm(scene.anna) if ask is as_their_own else scene.channel
        killing = Killing(scene, *call, after=after)
        asking = asyncio.create_task(ask(scene, channel), name="asks")
        await killing.next_life()
        await asking
        await scene.until(lambda: scene.films(channel, scene.anna))
        await scene.quiet()
        shown = scene.dc.shown(channel, scene.anna)
        films = scene.films(channel, scene.anna)
        assert len(scene.calls("/run_sse")) == 1
        assert marked(films) in ([False], [True], [False, True])
        assert not [one for one in shown if one.thinking or any(part["label"] == "Cancel" for part in one.buttons)]
        assert len([one for one in shown if one.content.startswith("Done in")]) == 1
        assert not scene.dc.violations


PARAGRAPHS = [f"Part {number}: " + "word " * 300 for number in range(5)]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", range(2, 7))
async def test_of_an_answer_of_several_messages_each_arrives_once_over_a_kill(scenes, number, after):
    async with scenes(faults={"say": "\n\n".join(PARAGRAPHS)}) as scene:
        await scene.begin()
        killing = Killing(scene, "POST", "/messages", number, after=after)
        await scene.dc.say(scene.anna, scene.channel, "change nothing", mention=True)
        await killing.next_life()
        await scene.until(lambda: any("Part 4" in one.content for one in scene.dc.shown(scene.channel)), 30)
        await scene.quiet(30)
        shown = [one.content for one in scene.dc.shown(scene.channel, scene.anna)]
        said = [text for text in shown if "Part" in text]
        assert [sum(f"Part {part}:" in text for text in said) for part in range(5)] == [1] * 5
        assert len(scene.calls("/run_sse")) == 1
        assert [text for text in shown if text.startswith("Done in")]
        assert not scene.dc.violations
