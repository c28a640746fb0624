import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bots.settings import Settings, SettingsError, unknown_names

WRONG = {
    "NEMO_API_URL": "nemovideo",
    "NEMO_TOKEN": "Bearer nmv_usr_planted",
    "NEMO_CLIENT_ID": "x" * 65,
    "NEMOBOT_AUTO_EXPORT": "perhaps",
    "NEMOBOT_HTTP_PORT": "80800",
    "NEMOBOT_JOIN_SECONDS": "-1",
    "NEMOBOT_RENDER_POLL_SECONDS": "inf",
    "NEMOBOT_RECOVERY_SECONDS": "30,soon",
    "NEMOBOT_SILENT_EDIT_SECONDS": "3,-3",
    "NEMOBOT_MAX_FILE_MB": "-7",
    "NEMOBOT_LOG_FORMAT": "xml",
    "NEMOBOT_SECRET_KEY": "short",
    "NEMOBOT_PROXY": "socks5://me:planted-password@127.0.0.1:1080",
    "DATABASE_URL": "mysql://me:planted-password@127.0.0.1/db",
    "TELEGRAM_WEBHOOK_SECRET": "not/allowed/here",
    "DISCORD_GATEWAY_URL": "https://gateway.example",
    "DISCORD_SHARD_IDS": "0,first",
}


@pytest.mark.parametrize(
    "value",
    [
        "@anna",
        "-1001234567890",
        "telegram:@anna",
        "telegrm",
        "telegrm:@4242",
        "telegram,discrod:1",
        "telegram:",
        "telegram:@",
        "telegram:1,discord:me",
        ",",
        " , ",
    ],
)
def test_an_allow_list_that_would_admit_nobody_or_everybody_by_mistake_is_refused(monkeypatch, value):
    monkeypatch.setenv("NEMOBOT_ALLOW", value)
    (problem,) = problems()
    assert problem.startswith("NEMOBOT_ALLOW must be ")
    assert "telegram:@4242" in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEMOBOT_ADMINS", "telegram"),
        ("NEMOBOT_ADMINS", "telegram:-1001234567890"),
        ("NEMOBOT_ADMINS", "discord:guild:112233"),
        ("NEMOBOT_ADMINS", "discord:groups"),
        ("NEMOBOT_ADMINS", "web:somebody"),
        ("NEMOBOT_PLACES", "telegram"),
        ("NEMOBOT_PLACES", "telegram:groups=shut"),
        ("NEMOBOT_PLACES", "telegram:@4242=open"),
        ("NEMOBOT_PLACES", "discord:role:5=open"),
        ("NEMOBOT_PLACES", "telegram:group=closed"),
        ("NEMOBOT_PLACES", "discord:112233=open,discord:guild:112233=closed"),
    ],
)
def test_admins_who_would_be_too_many_and_places_that_cannot_be_are_refused_in_words(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    (problem,) = problems()
    assert problem.startswith(f"{name} must be a list of ")


def test_entries_have_one_spelling(monkeypatch):
    monkeypatch.setenv("NEMOBOT_ALLOW", "Discord:guild:112233:4, discord:role:5, telegram:-1001234567890:77")
    monkeypatch.setenv("NEMOBOT_ADMINS", "telegram:@4242,discord:role:5,WEB")
    monkeypatch.setenv("NEMOBOT_PLACES", "telegram:groups = Closed, discord:guild:112233=admins")
    settings = Settings.load()
    assert settings.nemobot_allow == ("discord:112233:4", "discord:role:5", "telegram:-1001234567890:77")
    assert settings.nemobot_admins == ("telegram:@4242", "discord:role:5", "web")
    assert settings.nemobot_places == ("telegram:groups=closed", "discord:112233=admins")


def test_a_platform_that_an_allow_list_leaves_out_is_named(monkeypatch):
    for name in ("TELEGRAM_BOT_TOKEN", "DISCORD_BOT_TOKEN"):
        monkeypatch.setenv(name, "12345:a-planted-token")
    assert Settings.load().shut_out == ()
    for allowed, left_out in (
        ("telegram:-1001234567890,telegram:@4242", ("discord",)),
        ("Discord", ("telegram",)),
        ("telegram,discord:112233", ()),
    ):
        monkeypatch.setenv("NEMOBOT_ALLOW", allowed)
        assert Settings.load().shut_out == left_out


@pytest.mark.parametrize(
    ("changes", "unbounded"),
    [
        ({}, True),
        ({"NEMOBOT_ALLOW": "telegram"}, True),
        ({"NEMOBOT_ALLOW": "telegram:@4242"}, False),
        ({"NEMOBOT_ALLOW": "telegram:direct"}, True),
        ({"NEMOBOT_PLACES": "telegram=admins"}, False),
        ({"NEMOBOT_PLACES": "telegram:groups=closed"}, True),
        ({"NEMOBOT_PLACES": "telegram:groups=closed,telegram:direct=admins"}, False),
        ({"NEMOBOT_PLACES": "telegram:groups=closed", "NEMOBOT_ALLOW": "telegram:groups"}, False),
        ({"NEMOBOT_UPLOAD_MB_PER_DAY": "100"}, True),  # words alone take credits too
        ({"NEMOBOT_REQUESTS_PER_DAY": "5"}, False),
        ({"NEMOBOT_CHAT_REQUESTS_PER_DAY": "5"}, False),
        ({"NEMOBOT_CREDITS_PER_DAY": "500"}, False),
        ({"NEMO_TOKEN": ""}, False),
        ({"TELEGRAM_BOT_TOKEN": "", "NEMOBOT_WEB": "1"}, False),  # nobody but this machine
    ],
)
def test_everybody_with_the_operators_credits_and_no_limit_of_a_day_is_known_to_be_unbounded(
    monkeypatch, changes, unbounded
):
    start = {"NEMO_TOKEN": "nmv_usr_planted", "TELEGRAM_BOT_TOKEN": "12345:a-planted-token"}
    for name, value in (start | changes).items():
        monkeypatch.setenv(name, value)
    assert Settings.load().unbounded is unbounded


@pytest.mark.parametrize("name", ["REQUESTS_PER_MINUTE", "REQUESTS_AT_ONCE", "REQUESTS_PER_DAY", "CREDITS_PER_DAY"])
def test_a_limit_is_a_whole_number_or_none(monkeypatch, name):
    monkeypatch.setenv(f"NEMOBOT_{name}", "-1")
    assert problems() == (f"NEMOBOT_{name} must be a whole number, or 0 for no limit.",)


@pytest.fixture
def env_file(tmp_path):
    return tmp_path / ".env"


def problems(env_file=None):
    with pytest.raises(SettingsError) as refused:
        Settings.load(env_file)
    return refused.value.problems


def test_nothing_set_gives_every_default():
    settings = Settings.load()
    assert settings.nemo_token is None
    assert settings.nemo_api_url == "https://mega-api-prod.nemovideo.ai"
    assert settings.nemobot_recovery_seconds == (30, 60, 60, 60, 60)
    assert settings.nemobot_auto_export is True
    assert settings.nemobot_web is False
    assert settings.database_path == Path("data/nemobot.db")
    assert settings.secrets() == ()


def test_values_come_from_the_env_file(env_file):
    env_file.write_text("NEMO_TOKEN='nmv_usr_from_file'\nNEMOBOT_JOIN_SECONDS=0.01 # short\nNEMOBOT_WEB=yes\n")
    settings = Settings.load(env_file)
    assert settings.nemo_token == SecretStr("nmv_usr_from_file")
    assert settings.nemobot_join_seconds == 0.01
    assert settings.nemobot_web is True


def test_the_environment_wins_over_the_env_file(env_file, monkeypatch):
    env_file.write_text("NEMOBOT_HTTP_PORT=9000\n")
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", "9001")
    assert Settings.load(env_file).nemobot_http_port == 9001


def test_the_env_file_of_the_working_folder_is_the_usual_one(env_file):
    env_file.write_text("NEMOBOT_HTTP_PORT=9002\n")
    assert Settings.load().nemobot_http_port == 9002


def test_a_name_without_a_value_is_as_good_as_unset(monkeypatch):
    monkeypatch.setenv("NEMO_TOKEN", "")
    monkeypatch.setenv("NEMOBOT_RECOVERY_SECONDS", "")
    settings = Settings.load()
    assert settings.nemo_token is None
    assert len(settings.nemobot_recovery_seconds) == 5


@pytest.mark.parametrize("quote", ["'", '"'])
def test_quotes_that_docker_passes_on_are_no_part_of_a_value(monkeypatch, quote):
    for name, value in {
        "TELEGRAM_BOT_TOKEN": "12345:a-token",
        "NEMOBOT_WEB": "1",
        "NEMOBOT_ALLOW": "web",
        "NEMO_TOKEN": "",
    }.items():
        monkeypatch.setenv(name, f"{quote}{value}{quote} ")
    settings = Settings.load()
    assert settings.telegram_bot_token == SecretStr("12345:a-token")
    assert settings.nemobot_web is True
    assert settings.nemobot_allow == ("web",)
    assert settings.nemo_token is None
    assert settings.secrets() == ("12345:a-token",)


def test_lists_are_written_with_commas(monkeypatch):
    monkeypatch.setenv("NEMOBOT_RECOVERY_SECONDS", "0.01, 0.02,")
    monkeypatch.setenv("DISCORD_SHARD_IDS", "0,1")
    monkeypatch.setenv("NEMOBOT_ALLOW", "telegram:1, discord:2")
    settings = Settings.load()
    assert settings.nemobot_recovery_seconds == (0.01, 0.02)
    assert settings.discord_shard_ids == (0, 1)
    assert settings.nemobot_allow == ("telegram:1", "discord:2")


@pytest.mark.parametrize(
    ("ids", "count", "words"),
    [
        ("0", "", "needs DISCORD_SHARD_COUNT"),
        ("0,1", "", "needs DISCORD_SHARD_COUNT"),
        ("1", "1", "must be below DISCORD_SHARD_COUNT"),
        ("0,7", "4", "must be below DISCORD_SHARD_COUNT"),
        ("0,1,0", "2", "names a shard twice"),
    ],
)
def test_shards_that_do_not_fit_together_are_refused_in_a_sentence(monkeypatch, ids, count, words):
    monkeypatch.setenv("DISCORD_BOT_TOKEN", "a-token-of-discord")
    monkeypatch.setenv("DISCORD_SHARD_IDS", ids)
    monkeypatch.setenv("DISCORD_SHARD_COUNT", count)
    (problem,) = problems()
    assert problem.startswith("DISCORD_SHARD_IDS ")
    assert words in problem


@pytest.mark.parametrize(("ids", "count"), [("", ""), ("", "4"), ("0", "1"), ("3,1", "4")])
def test_shards_that_fit_together_are_taken(monkeypatch, ids, count):
    monkeypatch.setenv("DISCORD_BOT_TOKEN", "a-token-of-discord")
    monkeypatch.setenv("DISCORD_SHARD_IDS", ids)
    monkeypatch.setenv("DISCORD_SHARD_COUNT", count)
    Settings.load()


def test_an_address_loses_its_last_slash(monkeypatch):
    monkeypatch.setenv("NEMO_API_URL", "http://127.0.0.1:8090/")
    assert Settings.load().nemo_api_url == "http://127.0.0.1:8090"


@pytest.mark.parametrize(
    ("url", "path"),
    [("sqlite:///other.db", "home/other.db"), ("sqlite:////var/lib/nemobot.db", "/var/lib/nemobot.db")],
)
def test_a_database_lies_in_the_data_folder_unless_its_path_is_full(monkeypatch, url, path):
    monkeypatch.setenv("NEMOBOT_DATA_DIR", "home")
    monkeypatch.setenv("DATABASE_URL", url)
    assert Settings.load().database_path == Path(path)


def test_postgresql_is_refused_in_a_plain_sentence(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:planted-password@127.0.0.1/nemobot")
    (problem,) = problems()
    assert "PostgreSQL" in problem
    assert "yet" in problem
    assert "planted" not in problem


def test_an_in_memory_database_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///:memory:")
    assert "DATABASE_URL must be" in problems()[0]


def test_all_problems_are_named_at_once_and_no_value_is_shown(env_file, monkeypatch):
    for name, value in WRONG.items():
        monkeypatch.setenv(name, value)
    env_file.write_text("NEMO_TOKN=nmv_usr_planted\nnot a line\n")
    said = problems(env_file)
    for name, value in WRONG.items():
        (problem,) = [one for one in said if f"{name} must be " in one]
        assert value not in problem
        assert "something else" not in problem
    assert len(said) == len(WRONG) + 2
    assert "planted" not in "\n".join(said)


def test_a_problem_carries_no_cause_that_would_print_the_value(monkeypatch):
    monkeypatch.setenv("NEMO_TOKEN", "two planted words")
    with pytest.raises(SettingsError) as refused:
        Settings.load()
    assert refused.value.__suppress_context__
    assert "planted" not in str(refused.value)


def test_an_unknown_name_in_the_env_file_is_an_error_that_names_the_nearest(env_file):
    env_file.write_text("NEMOBOT_JOINING_SECOND=2\nPATH_OF_SOMEBODY_ELSE=1\nTELEGRAM_API_ID=1\nTELEGRAM_API_HASH=h\n")
    assert problems(env_file) == ("NEMOBOT_JOINING_SECOND is not a setting; the nearest is NEMOBOT_JOIN_SECONDS.",)


def test_an_unknown_name_in_the_environment_stops_nothing(monkeypatch):
    monkeypatch.setenv("NEMO_TOKN", "x")
    Settings.load()
    assert unknown_names(["NEMO_TOKN", "HOME"]) == ("NEMO_TOKN is not a setting; the nearest is NEMO_TOKEN.",)


@pytest.mark.parametrize("line", ["NEMO_TOKEN", "'unclosed", "just words"])
def test_a_line_that_is_no_setting_is_named_by_its_number(env_file, line, caplog):
    env_file.write_text(f"NEMOBOT_WEB=1\n{line}\n")
    (problem,) = problems(env_file)
    assert "line 2" in problem
    assert line not in caplog.text


def test_a_file_that_is_no_text_is_named(env_file):
    env_file.write_bytes(b"NEMO_TOKEN=\xff\xfe\n")
    assert "cannot be read" in problems(env_file)[0]


def test_a_file_saved_with_a_byte_order_mark_is_read(env_file):
    env_file.write_bytes("\ufeffNEMOBOT_WEB=1\r\nNEMOBOT_WEB_PORT=8082\r\n".encode())
    settings = Settings.load(env_file)
    assert settings.nemobot_web is True
    assert settings.nemobot_web_port == 8082


def test_two_listeners_need_two_ports(monkeypatch):
    monkeypatch.setenv("NEMOBOT_WEB", "1")
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", "8081")
    assert problems() == ("NEMOBOT_WEB_PORT and NEMOBOT_HTTP_PORT are the same: give each a port of its own.",)


def test_one_listener_may_have_any_port(monkeypatch):
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", "8081")
    assert Settings.load().nemobot_http_port == 8081


def test_secrets_are_masked_in_every_print_and_known_to_the_redaction(monkeypatch):
    planted = {
        "NEMO_TOKEN": "nmv_usr_planted1",
        "NEMO_CLIENT_ID": "planted2-client",
        "TELEGRAM_BOT_TOKEN": "12345:planted3",
        "DISCORD_BOT_TOKEN": "planted4.a.b",
        "TELEGRAM_WEBHOOK_SECRET": "planted5-hook",
        "NEMOBOT_SECRET_KEY": "planted6-0123456789",
    }
    for name, value in planted.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NEMOBOT_PROXY", "http://me:planted7%21x@127.0.0.1:3128")
    settings = Settings.load()
    assert "planted" not in f"{settings!r} {settings} {settings.model_dump()}"
    assert set(settings.secrets()) == {*planted.values(), "planted7%21x", "planted7!x"}


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.binary(max_size=200))
def test_any_env_file_gives_settings_or_a_settings_error(env_file, text):
    env_file.write_bytes(text)
    with contextlib.suppress(SettingsError):
        Settings.load(env_file)
