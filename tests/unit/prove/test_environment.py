"""What the killed bot is told of the operator's settings."""

from pathlib import Path

import pytest

from bots.prove.environment import FEWEST, KEPT, LONGEST, environment, foreign
from bots.settings import Settings

SECRETS = {
    "NEMO_TOKEN": "planted-nemo-token",
    "NEMO_CLIENT_ID": "planted-client-id",
    "TELEGRAM_BOT_TOKEN": "planted-telegram",
    "TELEGRAM_WEBHOOK_SECRET": "planted_webhook",
    "DISCORD_BOT_TOKEN": "planted-discord",
    "NEMOBOT_SECRET_KEY": "planted-secret-key",
    "NEMOBOT_SECRET_KEY_OLD": "planted-older-key",
    "NEMOBOT_PROXY": "http://user:planted@proxy.example:3128",
    "DATABASE_URL": "sqlite:////planted/nemobot.db",
    "NEMOBOT_ALERT_CHAT": "telegram:@4242",
}


def of(monkeypatch, **values):
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return environment(Settings.load(None), Path("/here"), "http://127.0.0.1:1", page_port=2, health_port=3)


def test_no_secret_and_no_place_of_the_operator_is_used_and_that_is_said(monkeypatch):
    meant = of(monkeypatch, NEMOBOT_DATA_DIR="/planted/data", NEMOBOT_HTTP_HOST="0.0.0.0", **SECRETS)
    assert "planted" not in str(meant)
    assert SECRETS.keys().isdisjoint(meant.variables)
    assert set(meant.left_out) == {*SECRETS, "NEMOBOT_HTTP_HOST"}
    assert meant.variables["NEMOBOT_DATA_DIR"] == "/here"


def test_what_the_environment_holds_besides_is_passed_on(monkeypatch):
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("NEMOBOT_HTTP_PORTS", "planted")
    assert foreign()["LANG"] == "C.UTF-8"
    assert "NEMOBOT_HTTP_PORTS" not in foreign()


def test_what_does_not_hinder_is_taken_over_as_it_is(monkeypatch):
    own = {
        "NEMOBOT_AUTO_EXPORT": "0",
        "NEMOBOT_CONCURRENCY": "3",
        "NEMOBOT_JOIN_SECONDS": "1.25",
        "NEMOBOT_LOG_FORMAT": "json",
        "NEMOBOT_RECOVERY_SECONDS": "0.5,0.25",
        "NEMOBOT_RENDER_POLL_SECONDS": "0.125",
        "NEMOBOT_REQUESTS_PER_MINUTE": "0",
        "NEMOBOT_SILENT_EDIT_SECONDS": "0.1",
        "NEMOBOT_TURN_TIMEOUT_SECONDS": "5",
    }
    meant = of(monkeypatch, **own)
    assert meant.changed == ()
    assert own.items() <= meant.variables.items()


def test_waits_that_would_outlast_it_are_shorter_and_limits_that_would_end_it_higher_and_both_are_said(monkeypatch):
    meant = of(monkeypatch, NEMOBOT_REQUESTS_PER_DAY="2")
    assert meant.variables["NEMOBOT_RECOVERY_SECONDS"] == "1,2,2,3,4"
    assert "NEMOBOT_RECOVERY_SECONDS 1,2,2,3,4 (30,60,60,60,60)" in meant.changed
    assert "NEMOBOT_REQUESTS_PER_DAY 20 (2)" in meant.changed


def test_a_skill_beside_the_settings_is_found_from_another_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("SKILL.md").write_text("")
    assert of(monkeypatch, NEMOBOT_SKILL="SKILL.md").variables["NEMOBOT_SKILL"] == str(tmp_path / "SKILL.md")


def test_the_process_reads_the_same_settings_as_are_meant(monkeypatch):
    before = Settings.load(None)
    meant = of(monkeypatch)
    for name, value in meant.variables.items():
        monkeypatch.setenv(name, value)
    read = Settings.load(None)
    same = [name for name in KEPT if name not in LONGEST]
    assert [getattr(read, name) for name in same] == [getattr(before, name) for name in same]
    assert (read.platforms, read.nemo_api_url, read.nemobot_web_port) == (("web",), "http://127.0.0.1:1", 2)


@pytest.mark.parametrize("name", [*LONGEST, *FEWEST])
def test_every_bound_is_of_a_setting_that_is_taken_over(name):
    assert name in KEPT
