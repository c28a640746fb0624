import asyncio
import base64
import json
import os
import re
import socket
import time
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import web

from bots import http
from bots.ops import asking, local_checks, remote_checks
from bots.ops.doctor import run_checks
from bots.platforms import open_platforms
from bots.services import build_services
from bots.settings import Settings
from storage.database import Database
from storage.migrations import migrations

PLANTED = "12345:planted-token"
ORDER = [
    "Python",
    "settings",
    "platforms",
    "skill",
    "data folder",
    "database",
    "encryption at rest",
    "who may use it",
    "NEMOBOT_HTTP_PORT",
    "backend",
    "NEMO_TOKEN",
    "Telegram",
    "Telegram's updates",
    "Bot API server",
    "Discord",
    "Discord's application",
    "FFmpeg",
]


@asynccontextmanager
async def server(handler):
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    listener = await http.start(app, "127.0.0.1", 0, grace_seconds=0.1)
    try:
        yield f"http://127.0.0.1:{listener.port}"
    finally:
        await listener.stop()


ANSWERS = {
    "/api/credits/balance/simple": {"code": 0, "data": {"available": 96, "frozen": 4, "total": 100}},
    f"/bot{PLANTED}/getMe": {"ok": True, "result": {"id": 1, "is_bot": True, "username": "nemo_bot"}},
    f"/bot{PLANTED}/getWebhookInfo": {"ok": True, "result": {"url": "", "pending_update_count": 0}},
    "/users/@me": {"id": "2", "username": "Nemo", "bot": True},
    "/applications/@me": {"id": "3", "flags": 0},
}


@asynccontextmanager
async def services(monkeypatch, *, status=200):
    """The backend and both platforms in one; each request it saw is kept."""
    seen = []

    async def answer(request):
        seen.append((request.path, request.headers.get("Authorization", "")))
        return web.json_response(ANSWERS[request.path] if status == 200 else {"ok": False}, status=status)

    async with server(answer) as url:
        for name in ("NEMO_API_URL", "TELEGRAM_API_URL", "DISCORD_API_URL"):
            monkeypatch.setenv(name, url)
        yield seen


@pytest.fixture(autouse=True)
def free_port(monkeypatch):
    """No other program's port decides how a check comes out."""
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", "0")


async def examined(env_file=None):
    said = []
    code = await run_checks(env_file or Path(".env"), said.append)
    return code, said


def about(said, what):
    (finding,) = [line for line in said if line[2:].startswith(f"{what}:")]
    return finding


async def test_everything_fine_is_said_in_order(monkeypatch):
    monkeypatch.setenv("NEMOBOT_REQUESTS_PER_DAY", "20")
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_planted")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", PLANTED)
    monkeypatch.setenv("DISCORD_BOT_TOKEN", PLANTED)
    async with services(monkeypatch) as seen:
        code, said = await examined()
    assert code == 0
    assert [re.match(r". ([^:]+):", line)[1] for line in said] == ORDER
    assert "96 credits" in about(said, "NEMO_TOKEN")
    assert "planted" not in "\n".join(said)
    assert (f"/bot{PLANTED}/getMe", "") in seen
    assert ("/users/@me", f"Bot {PLANTED}") in seen


async def test_refused_tokens_fail_with_their_mends(monkeypatch):
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_planted")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", PLANTED)
    monkeypatch.setenv("DISCORD_BOT_TOKEN", PLANTED)
    async with services(monkeypatch, status=401):
        code, said = await examined()
    assert code == 1
    assert about(said, "backend").startswith("✓")
    assert "mend: make a new one" in about(said, "NEMO_TOKEN")
    assert "@BotFather" in about(said, "Telegram")
    assert "Developer Portal" in about(said, "Discord")
    assert "planted" not in "\n".join(said)


async def test_an_operators_token_that_ends_within_a_week_is_a_warning(monkeypatch):
    claims = base64.urlsafe_b64encode(json.dumps({"exp": time.time() + 3 * 86400}).encode()).decode().rstrip("=")
    monkeypatch.setenv("NEMO_TOKEN", f"planted.{claims}.planted")
    monkeypatch.setenv("NEMOBOT_WEB", "1")
    monkeypatch.setenv("NEMOBOT_WEB_PORT", "0")
    async with services(monkeypatch):
        code, said = await examined()
    assert code == 0
    assert "it ends in 3.0 days" in about(said, "NEMO_TOKEN")
    assert "mend: make a new one" in about(said, "NEMO_TOKEN")
    assert "planted" not in "\n".join(said)


async def test_no_token_is_worth_a_note_and_stops_nothing(monkeypatch):
    monkeypatch.setenv("NEMOBOT_WEB", "1")
    monkeypatch.setenv("NEMOBOT_WEB_PORT", "0")
    async with services(monkeypatch):
        code, said = await examined()
    assert code == 0
    assert about(said, "NEMO_TOKEN").startswith("!")
    assert "not configured" in about(said, "Telegram")


async def test_nobody_at_the_addresses_fails_without_showing_them(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as lot:
        port = lot.getsockname()[1]
    for name in ("NEMO_API_URL", "TELEGRAM_API_URL", "DISCORD_API_URL"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_planted")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", PLANTED)
    code, said = await examined()
    assert code == 1
    assert "no connection" in about(said, "backend")
    assert "no connection" in about(said, "Telegram")
    assert "could not be tried" in about(said, "NEMO_TOKEN")
    assert "planted" not in "\n".join(said)


async def test_a_platform_in_trouble_is_not_called_a_wrong_token(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", PLANTED)
    async with services(monkeypatch, status=502):
        _, said = await examined()
    assert "HTTP 502" in about(said, "Telegram")
    assert "BotFather" not in about(said, "Telegram")


async def test_a_platform_that_the_allow_list_leaves_out_is_said(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", PLANTED)
    monkeypatch.setenv("NEMOBOT_ALLOW", "discord")
    async with services(monkeypatch):
        code, said = await examined()
    assert code == 0
    assert "no entry for telegram" in about(said, "NEMOBOT_ALLOW")


async def test_an_answer_that_never_comes_is_waited_for_a_limited_time(monkeypatch):

    async def never(_):
        await asyncio.sleep(60)

    monkeypatch.setattr(asking, "SECONDS", 0.05)
    async with server(never) as url:
        monkeypatch.setenv("NEMO_API_URL", url)
        assert "no answer" in str(await remote_checks.backend(Settings.load()))


async def test_wrong_settings_are_all_reported_and_end_the_doctor(monkeypatch):
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", "planted")
    monkeypatch.setenv("NEMOBOT_WEB", "planted")
    code, said = await examined()
    assert code == 1
    assert sum(line.startswith("✗ settings") for line in said) == 2
    assert "planted" not in "\n".join(said)


async def test_an_unknown_name_is_a_warning(monkeypatch):
    monkeypatch.setenv("NEMO_TOKN", "planted")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", PLANTED)
    async with services(monkeypatch):
        code, said = await examined()
    assert code == 0
    assert "NEMO_TOKEN" in about(said, "environment")


async def test_nothing_to_serve_fails_as_the_start_would(monkeypatch):
    async with services(monkeypatch):
        code, said = await examined()
    assert code == 1
    assert "nemobot demo" in about(said, "platforms")


async def test_a_web_page_where_the_backend_should_be_fails(monkeypatch):
    async def page(_):
        return web.Response(text="<html>Welcome</html>", content_type="text/html")

    async with server(page) as url:
        monkeypatch.setenv("NEMO_API_URL", url)
        found = await remote_checks.backend(Settings.load())
    assert found.failed
    assert "NEMO_API_URL" in found.mend


async def test_a_file_of_tokens_that_others_can_read_is_noted(tmp_path):
    path = tmp_path / ".env"
    path.write_text("NEMOBOT_WEB=1\n")
    path.chmod(0o644)
    assert "chmod 600" in str(local_checks.env_file(path))
    path.chmod(0o600)
    assert str(local_checks.env_file(path)).startswith("✓")
    assert local_checks.env_file(tmp_path / "none") is None


async def test_a_program_gets_the_same_findings_as_one_object(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", PLANTED)
    told = []
    async with services(monkeypatch):
        code, said = await examined()
        assert await run_checks(Path(".env"), told.append, as_json=True) == code == 0
        (told,) = map(json.loads, told)
        assert told["ready"] is True
        assert [one["subject"] for one in told["findings"]] == [re.match(r". ([^:]+):", line)[1] for line in said]
        (token,) = [one for one in told["findings"] if one["subject"] == "NEMO_TOKEN"]
        assert token["state"] == "warning"
        assert token["mend"] == "set NEMO_TOKEN"
        monkeypatch.setenv("NEMOBOT_SKILL", "no-such-skill")
        assert await run_checks(Path(".env"), print, as_json=True) == 1


def test_an_old_python_fails():
    assert local_checks.python((3, 10, 13)).failed
    assert not local_checks.python((3, 11, 0)).failed


async def test_an_unknown_skill_fails(monkeypatch):
    monkeypatch.setenv("NEMOBOT_SKILL", "no-such-skill")
    assert (await local_checks.skill(Settings.load())).failed


async def test_a_data_folder_to_be_made_is_fine_and_is_not_made(tmp_path):
    assert not (await local_checks.data_folder(Settings.load())).failed
    assert not (tmp_path / "data").exists()


async def test_a_data_folder_others_can_read_is_noted(tmp_path):
    (tmp_path / "data").mkdir(mode=0o755)
    assert "chmod 700" in str(await local_checks.data_folder(Settings.load()))
    (tmp_path / "data").chmod(0o700)
    assert str(await local_checks.data_folder(Settings.load())).startswith("✓")


async def test_a_file_in_the_place_of_the_data_folder_fails(tmp_path):
    (tmp_path / "data").touch()
    assert (await local_checks.data_folder(Settings.load())).failed


@pytest.mark.parametrize("there", [True, False])
async def test_a_data_folder_that_cannot_be_written_fails(tmp_path, monkeypatch, there):
    if there:
        (tmp_path / "data").mkdir(mode=0o700)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the superuser may write everywhere
    assert (await local_checks.data_folder(Settings.load())).failed


async def test_a_database_to_be_made_is_fine_and_is_not_made(tmp_path):
    assert not (await local_checks.database(Settings.load())).failed
    assert not (tmp_path / "data").exists()


async def database_at(tmp_path, schema):
    (tmp_path / "data").mkdir(mode=0o700)
    store = await Database.open(tmp_path / "data" / "nemobot.db")
    await store.all("create table schema_migrations (number bigint primary key)")
    await store.all("insert into schema_migrations values (?)", schema)
    return store


async def test_a_database_in_use_at_this_release_is_fine(tmp_path):
    store = await database_at(tmp_path, migrations()[-1].number)
    assert str(await local_checks.database(Settings.load())).startswith("✓")
    await store.close()


async def test_an_older_database_is_noted_and_a_newer_one_fails(tmp_path):
    store = await database_at(tmp_path, 0)
    assert "nemobot migrate" in str(await local_checks.database(Settings.load()))
    await store.all("insert into schema_migrations values (?)", 9999)
    assert (await local_checks.database(Settings.load())).failed
    await store.close()


async def test_a_file_that_is_no_database_fails(tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "nemobot.db").write_text("not a database " * 100)
    assert "nemobot restore" in str(await local_checks.database(Settings.load()))


@pytest.mark.parametrize("body", ["echo something else", "exit 1", "tr '\\0' x </dev/zero"])
async def test_a_program_that_is_no_ffmpeg_is_noted(tmp_path, monkeypatch, body):
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o700)
    monkeypatch.setenv("NEMOBOT_FFMPEG", str(program))
    assert "no working FFmpeg" in str(await local_checks.ffmpeg(Settings.load()))


@pytest.mark.parametrize("configured", [None, "/opt/ffmpeg"])
async def test_the_ffmpeg_that_is_told_is_the_one_that_films_get_their_picture_from(monkeypatch, configured, tmp_path):
    monkeypatch.setattr(local_checks.shutil, "which", lambda _: None)
    settings = Settings(nemobot_ffmpeg=configured, telegram_bot_token=PLANTED, nemobot_data_dir=tmp_path)
    used = []

    @asynccontextmanager
    async def opened(config, *_):
        used.append(config.ffmpeg)
        yield SimpleNamespace(name="telegram", platform=None)

    monkeypatch.setattr("bots.telegram.service.open_telegram", opened)
    async with build_services(settings) as app, open_platforms(app):
        pass
    assert used == [local_checks.ffmpeg_program(settings)]
    assert used[0] == configured or "imageio_ffmpeg" in used[0]


async def test_a_missing_ffmpeg_is_noted_with_its_mend(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(local_checks, "find_spec", lambda _: None)
    finding = await local_checks.ffmpeg(Settings.load())
    assert not finding.failed
    assert "nemobot[sandbox]" in finding.mend


async def test_the_ffmpeg_of_the_sandbox_s_extra_is_found(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert str(await local_checks.ffmpeg(Settings.load())).startswith("✓ FFmpeg")


async def test_a_data_folder_on_a_disk_for_reading_only_says_so(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir(mode=0o700)
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=os.ST_RDONLY))
    assert "mount" in str(await local_checks.data_folder(Settings.load()))


async def test_a_database_that_was_cut_short_fails(tmp_path):
    store = await database_at(tmp_path, migrations()[-1].number)
    await store.all("create table films (body blob)")
    await store.all("insert into films values (zeroblob(100000))")
    await store.close()
    path = tmp_path / "data" / "nemobot.db"
    os.truncate(path, path.stat().st_size // 2)
    found = await local_checks.database(Settings.load())
    assert found.failed
    assert "nemobot restore" in str(found)


@pytest.fixture
def own_server(monkeypatch):
    """`own_server(TELEGRAM_LOCAL_MODE="1")`: what the doctor finds of a Bot API server set so."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", PLANTED)

    async def found(**names):
        for name, value in names.items():
            monkeypatch.setenv(name, str(value))
        return await local_checks.bot_api_server(Settings.load())

    return found


async def test_whoever_moves_to_a_server_of_their_own_is_told_to_log_out_of_telegrams_first(own_server):
    found = await own_server(TELEGRAM_API_URL="http://127.0.0.1:8081")
    assert not found.failed
    assert "https://api.telegram.org/bot$TELEGRAM_BOT_TOKEN/logOut" in found.mend


async def test_at_telegrams_own_server_there_is_nothing_to_log_out_of(own_server):
    assert str(await own_server()).startswith("✓")


async def test_without_a_bot_no_server_is_checked(monkeypatch):
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    assert str(await local_checks.bot_api_server(Settings.load())).startswith("✓")


async def test_local_mode_at_telegrams_own_server_fails(own_server):
    assert (await own_server(TELEGRAM_LOCAL_MODE="1")).failed


async def test_a_file_of_that_server_which_cannot_be_read_fails_with_both_users_and_without_the_token(
    own_server, tmp_path, monkeypatch
):
    clips = tmp_path / "8102030405:AAH-planted-token" / "videos"
    clips.mkdir(parents=True)
    (clips / "file_1.mp4").touch()
    own = {"TELEGRAM_API_URL": "http://127.0.0.1:8081", "TELEGRAM_LOCAL_MODE": "1", "TELEGRAM_LOCAL_DIR": tmp_path}
    assert not (await own_server(**own)).failed
    for closed in (clips, clips / "file_1.mp4"):
        monkeypatch.setattr(os, "access", lambda path, mode, closed=closed: Path(path) != closed)
        found = await own_server(**own)
        assert found.failed
        assert f"this user ({os.geteuid()}); they belong to {clips.stat().st_uid}" in found.found
        assert "planted" not in str(found)


async def test_local_mode_needs_the_folder_of_that_server(own_server, tmp_path):
    own = {"TELEGRAM_API_URL": "http://127.0.0.1:8081", "TELEGRAM_LOCAL_MODE": "1"}
    assert "TELEGRAM_LOCAL_DIR" in (await own_server(**own)).mend
    assert (await own_server(**own, TELEGRAM_LOCAL_DIR=tmp_path / "not-there")).failed
    assert not (await own_server(**own, TELEGRAM_LOCAL_DIR=tmp_path)).failed


async def test_credits_that_everybody_may_spend_without_a_limit_are_said(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", PLANTED)
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_planted")
    async with services(monkeypatch):
        _, said = await examined()
        assert "NEMOBOT_CREDITS_PER_DAY" in about(said, "limits")
        monkeypatch.setenv("NEMOBOT_CREDITS_PER_DAY", "100")
        _, said = await examined()
    assert "NEMOBOT_CREDITS_PER_DAY" not in "\n".join(said)
