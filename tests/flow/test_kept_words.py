"""Words kept for a refused clip: they wait for the next clip, until a complete request comes before it."""

BAD = b"this is no video at all, only words"


async def refused(world):
    await world.say("trim it to 10 seconds", world.clip("big.mp4", BAD))
    assert "kept your words" in world.stage.said()[-1]


async def test_the_next_clip_without_words_gets_them(world):
    await refused(world)
    await world.say("", world.clip("small.mp4"))
    assert world.turns() == ["trim it to 10 seconds"]


async def test_a_clip_with_other_words_ends_them(world):
    await refused(world)
    await world.say("add music", world.clip("good.mp4"))
    await world.say("", world.clip("song.mp3"))
    assert world.turns() == ["add music"]
    assert "What would you like me to do with it?" in world.stage.said()[-1]


async def test_other_words_and_their_clip_one_after_the_other_end_them(world):
    await refused(world)
    await world.send("add music to this clip")
    await world.say("", world.clip("good.mp4"))
    await world.say("", world.clip("song.mp3"))
    assert world.turns() == ["add music to this clip"]


async def test_a_complete_request_that_is_refused_too_keeps_its_own(world):
    await refused(world)
    await world.say("add music", world.clip("worse.mp4", BAD))
    await world.say("", world.clip("good.mp4"))
    assert world.turns() == ["add music"]


async def test_words_alone_end_nothing(world):
    await refused(world)
    await world.say("how many credits do I have?")
    await world.say("", world.clip("small.mp4"))
    assert world.turns() == ["trim it to 10 seconds"]


async def test_the_words_of_the_next_clip_are_ended_too_by_a_complete_request(world):
    await world.say("add music", world.clip("a.mp4"))
    await world.press("same:1")
    await world.say("add a title", world.clip("b.mp4"))
    await world.say("", world.clip("c.mp4"))
    assert world.turns() == ["add music", "add a title"]
