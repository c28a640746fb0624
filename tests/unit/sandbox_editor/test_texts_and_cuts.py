"""What lies over a film moves with the cuts that are made later, and the times of one message are said."""


def texts(draft):
    """Words, begin and end in ms of every text."""
    return [
        (each["m"]["text"], each["m"]["start"], each["m"]["start"] + each["d"])
        for track in draft["t"]
        for each in track["sg"]
        if "text" in each["m"]
    ]


async def test_a_cut_before_a_title_moves_it(clips, asked):
    clip = await clips("clip1.mp4", seconds=8, key="a")
    draft = (await asked('add a title "Late" from 5s to 7s', [clip])).draft
    made = await asked("cut out 1s to 3s", [clip], draft)
    assert texts(made.draft) == [("Late", 3000, 5000)]
    made = await asked("remove the first 2 seconds", [clip], made.draft)
    assert texts(made.draft) == [("Late", 1000, 3000)]


async def test_a_watermark_is_there_throughout_after_a_cut_as_before(clips, asked):
    clip = await clips("clip1.mp4", seconds=8, key="a")
    draft = (await asked('add a watermark "Mine"', [clip])).draft
    made = await asked("cut out 1s to 4s", [clip], draft)
    assert "Mine" in str(made.draft)
    assert "cut out, so" not in made.said


async def test_the_times_of_a_text_count_after_the_cut_of_the_same_message_and_that_is_said(clips, asked):
    clip = await clips("clip1.mp4", seconds=8, key="a")
    made = await asked('cut the first 2 seconds and add a title "Hi" from 1s to 3s', [clip])
    assert texts(made.draft) == [("Hi", 1000, 3000)]
    assert "after the cut" in made.said
    assert "after the cut" not in (await asked('add a title "Hi" from 1s to 3s', [clip])).said
