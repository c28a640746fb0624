"""The whole way of a clip: token, session, upload, words, state, export, film."""


async def test_a_clip_goes_in_and_a_film_comes_out(caller, stand_in):
    status, uploaded = await caller.upload()
    assert (status, uploaded["code"]) == (200, 0)
    assert uploaded["data"]["files"][0]["filename"] == "clip.mp4"

    said = await caller.say("music")
    assert said[0].startswith("Added music.")

    state = await caller.state()
    assert [track["tt"] for track in state["draft"]["t"]] == [0, 1]
    assert state["video_infos"][0]["duration"] == 10.0
    assert state["canvas_config"] == {"width": 1920, "height": 1080, "ratio": "16:9"}
    assert state["generated_media"][0]["name"] == "music"

    status, submitted = await caller.submit()
    assert (status, submitted["data"]["status"]) == (200, "pending")
    done = await caller.finished()
    assert (done["status"], done["progress"], done["taskId"]) == ("completed", 100, "render_1")
    assert done["output"]["url"] == f"{caller.running.url}/render-result/render_1.mp4"
    async with caller.http.get(done["output"]["url"]) as response:
        assert response.content_type == "video/mp4"
        assert await response.read() == stand_in.film
