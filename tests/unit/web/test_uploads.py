"""A browser's own files: who may bring them, and what a message makes of them."""

from bots.prove.tus import TUS


async def begin(browser, size=2060):
    headers = {**TUS, "Upload-Length": str(size)}
    async with browser.http.post("/uploads", headers=headers) as answer:
        assert answer.status == 201
        return answer.headers["Location"].removeprefix("uploads/")


async def test_every_answer_has_the_pages_own_headers(browser):
    word = await begin(browser)
    async with browser.http.head(f"/uploads/{word}", headers=TUS) as answer:
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_another_browser_finds_nothing(chat, browser, other_browser):
    word = await begin(browser)
    for method in ("HEAD", "PATCH", "DELETE"):
        async with other_browser.http.request(method, f"/uploads/{word}", headers=TUS) as answer:
            assert (answer.status, answer.headers["X-Error"]) == (404, "gone")
    assert chat.spool.find(word)


async def test_another_site_cannot_make_a_browser_bring_a_file(browser):
    headers = {**TUS, "Upload-Length": "5", "Origin": "https://evil.example"}
    async with browser.http.post("/uploads", headers=headers) as answer:
        assert answer.status == 403


async def test_a_file_that_has_not_come_whole_is_none(chat, browser):
    word = await begin(browser)
    status, body = await browser.say("cut it", files=[word])
    assert (status, body) == (409, {"error": "files_gone", "files": [word]})
    assert (await browser.http.get(f"/file/{word}")).status == 404
    assert chat.heard == []


async def test_a_message_keeps_its_file_from_being_taken_back(chat, browser):
    _, kept = await browser.upload()
    await browser.say("cut it", files=[kept["ref"]])
    async with browser.http.delete(f"/uploads/{kept['ref']}", headers=TUS) as answer:
        assert (answer.status, answer.headers["X-Error"]) == (423, "locked")
    assert (await browser.http.get(f"/file/{kept['ref']}")).status == 200


async def test_a_film_of_ours_is_no_file_of_theirs(chat, browser):
    async def bytes_of():
        yield bytes(5)

    film = await chat.spool.take("film:somebody", "film.mp4", 5, "video/mp4", bytes_of())
    assert (await browser.say("mine", files=[film.ref]))[0] == 409
