import asyncio
import signal
import sqlite3
import subprocess
import sys
import types
from contextlib import closing

import pytest

from bots import cli
from bots.errors import CannotStart

COMMANDS = ("run", "demo", "sandbox", "doctor", "prove", "migrate", "backup")

# A stand-in for the composition root, so that the command is tested as a process and nothing else is.
PROGRAM = """
import asyncio, sys, types

async def run(settings):
    print("up", flush=True)
    try:
        await asyncio.sleep(60)
    finally:
        {closing}
        print("closed", flush=True)

sys.modules["bots.app"] = types.SimpleNamespace(run=run)
from bots.cli import main
sys.exit(main(["run"]))
"""


@pytest.fixture(autouse=True)
def own_logging(untouched_logging):
    pass


@pytest.fixture
def app(monkeypatch):
    """The composition root: `app.run = ...` says what `nemobot run` does."""
    module = types.SimpleNamespace()
    monkeypatch.setitem(sys.modules, "bots.app", module)
    return module


def start(closing="pass"):
    program = PROGRAM.format(closing=closing)
    root = cli.__file__.rpartition("/bots/")[0]
    environment = {"PYTHONPATH": root, "PATH": "/usr/bin:/bin"}
    return subprocess.Popen(
        [sys.executable, "-c", program], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert all(f"    {command} " in said for command in COMMANDS)


def test_help_pays_for_no_library():
    heavy = {"aiohttp", "httpx", "pydantic", "aiosqlite", "cryptography", "yaml", "telegram", "discord", "sqlite3"}
    program = "import sys, bots.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    root = cli.__file__.rpartition("/bots/")[0]
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env={"PATH": "/usr/bin:/bin"},  # and no coverage measured, which loads some of these
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    assert heavy.isdisjoint(loaded.stdout.split())


def test_the_version_is_the_package_s(monkeypatch, capsys):
    monkeypatch.setattr("importlib.metadata.version", lambda name: {"nemobot": "1.2.3"}[name])
    with pytest.raises(SystemExit) as left:
        cli.main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == "nemobot 1.2.3\n"


def test_no_command_shows_the_help_and_counts_as_wrong_use(capsys):
    assert cli.main([]) == 2
    assert "usage: nemobot" in capsys.readouterr().err


def test_run_gives_the_settings_over_and_returns_their_answer(app, monkeypatch):
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", "9009")

    async def run(settings):
        return settings.nemobot_http_port

    app.run = run
    assert cli.main(["run"]) == 9009


@pytest.mark.parametrize(("arguments", "opens"), [(["demo"], True), (["demo", "--no-browser"], False)])
def test_demo_opens_a_browser_unless_told_not_to(app, arguments, opens):
    async def demo(settings, open_browser):
        return 10 + open_browser

    app.demo = demo
    assert cli.main(arguments) == 10 + opens


@pytest.fixture
def proof(monkeypatch):
    """The proof: its arguments, and a report instead of it."""
    said = {}

    async def prove(settings, minutes, write, progress, *, as_json):
        said.update(minutes=minutes, as_json=as_json)
        progress("1 request")
        write("a report")
        return 1

    monkeypatch.setitem(sys.modules, "bots.prove.proof", types.SimpleNamespace(prove=prove))
    return said


@pytest.mark.parametrize(
    ("arguments", "minutes", "as_json"), [([], 5.0, False), (["--minutes", "0.5", "--json"], 0.5, True)]
)
def test_prove_takes_five_minutes_unless_told_otherwise_and_its_exit_code_is_the_proof_s(
    proof, capsys, arguments, minutes, as_json
):
    assert cli.main(["prove", *arguments]) == 1
    assert proof == {"minutes": minutes, "as_json": as_json}
    assert capsys.readouterr() == ("a report\n", "")  # progress is for a terminal


@pytest.mark.parametrize("minutes", ["0", "-1", "inf", "nan", "many"])
def test_prove_refuses_a_time_that_is_none(proof, capsys, minutes):
    with pytest.raises(SystemExit) as left:
        cli.main(["prove", "--minutes", minutes])
    assert left.value.code == 2
    assert proof == {}
    assert "--minutes" in capsys.readouterr().err


def test_the_progress_of_a_proof_is_one_line_of_a_terminal(proof, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    cli.main(["prove"])
    said, shown = capsys.readouterr()
    assert said == "a report\n"
    assert "\n" not in shown
    assert shown.split("\r")[1:] == ["\x1b[K1 request", "\x1b[K"]


def test_every_problem_of_the_settings_is_a_line_of_its_own(app, monkeypatch, capsys):
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", "many")
    monkeypatch.setenv("NEMO_TOKEN", "two planted words")
    assert cli.main(["run"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 2
    assert "planted" not in said


def test_what_cannot_start_is_said_without_a_traceback(app, capsys):
    async def run(settings):
        raise CannotStart("Port 8080 is taken.")

    app.run = run
    assert cli.main(["run"]) == 2
    assert capsys.readouterr().err == "Port 8080 is taken.\n"


def test_an_error_of_our_own_is_logged_redacted_and_fails(app, monkeypatch, capsys):
    monkeypatch.setenv("NEMO_TOKEN", "planted-token")

    async def run(settings):
        raise RuntimeError(f"what now with {settings.nemo_token.get_secret_value()}")

    app.run = run
    assert cli.main(["run"]) == 1
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "planted" not in said


def test_a_cancellation_without_a_signal_is_no_clean_stop(app):
    async def run(settings):
        raise asyncio.CancelledError

    app.run = run
    with pytest.raises(asyncio.CancelledError):
        cli.main(["run"])


def test_names_that_are_nearly_settings_are_warned_of_once(app, monkeypatch, capsys):
    monkeypatch.setenv("NEMO_TOKN", "planted")
    monkeypatch.setenv("NEMOBOT_WEBB", "planted")

    async def run(settings):
        return 0

    app.run = run
    assert cli.main(["run"]) == 0
    said = capsys.readouterr().err
    assert said.count("WARNING") == 1
    assert "NEMO_TOKEN" in said
    assert "NEMOBOT_WEB." in said
    assert "planted" not in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_everything_and_leaves_with_zero(number):
    with start() as process:
        assert process.stdout.readline() == "up\n"
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert out == "closed\n"
    assert "Traceback" not in err


def test_a_second_signal_ends_it_at_once():
    with start(closing='print("closing", flush=True); await asyncio.sleep(60)') as process:
        assert process.stdout.readline() == "up\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "closing\n"
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT


def test_the_sandbox_gets_its_own_arguments(monkeypatch, tmp_path, capsys):
    said = {}

    def become(module, run_name, alter_sys):
        said.update(module=module, name=run_name, arguments=sys.argv[1:])

    monkeypatch.setattr("runpy.run_module", become)
    monkeypatch.setattr("sys.argv", ["nemobot"])
    assert cli.main(["sandbox", "--port", "1", "--help"]) == 0
    assert said == {"module": "sandbox", "name": "__main__", "arguments": ["--port", "1", "--help"]}


def test_a_sandbox_without_its_packages_names_the_mend(monkeypatch, capsys):
    def become(*_, **__):
        raise ModuleNotFoundError(name="numpy")

    monkeypatch.setattr("runpy.run_module", become)
    monkeypatch.setattr("sys.argv", ["nemobot"])
    assert cli.main(["sandbox"]) == 2
    mends = "pip install 'nemobot[sandbox]'; an image with it is what docker build --target demo makes"
    assert capsys.readouterr().err == f"The sandbox needs numpy: {mends}.\n"


def test_migrate_makes_the_database_and_the_second_time_has_nothing_to_do(tmp_path, capsys):
    assert cli.main(["migrate"]) == 0
    assert "applied 0001" in capsys.readouterr().out
    assert cli.main(["migrate"]) == 0
    assert "Nothing to do" in capsys.readouterr().out
    assert (tmp_path / "data" / "nemobot.db").is_file()


@pytest.mark.parametrize(
    ("arguments", "copy"),
    [([], "data/nemobot.db.backup"), (["--to", "copy.db"], "copy.db"), (["--to", "folder"], "folder/nemobot.db")],
)
def test_backup_makes_a_whole_copy(tmp_path, capsys, arguments, copy):
    (tmp_path / "folder").mkdir()
    cli.main(["migrate"])
    assert cli.main(["backup", *arguments]) == 0
    assert capsys.readouterr().out.endswith(f"{copy}\n")
    with closing(sqlite3.connect(tmp_path / copy)) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_a_backup_of_nothing_is_said_in_a_sentence(capsys):
    assert cli.main(["backup"]) == 2
    assert "there is no database" in capsys.readouterr().err


def test_a_file_that_is_no_database_is_said_with_its_mend(tmp_path, capsys):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nemobot.db").write_text("not a database " * 100)
    assert cli.main(["migrate"]) == 2
    assert "nemobot restore" in capsys.readouterr().err


def test_a_restored_backup_is_the_database_and_the_one_before_is_named(tmp_path, capsys):
    cli.main(["migrate"])
    cli.main(["backup", "--to", "copy.db"])
    capsys.readouterr()
    assert cli.main(["restore", "copy.db"]) == 0
    (before,) = (tmp_path / "data").glob("nemobot.db.before-restore-*")
    assert capsys.readouterr().out.splitlines() == [
        "data/nemobot.db is copy.db now.",
        f"The database that was there is kept as data/{before.name}; delete it when you do not need it any more.",
    ]


@pytest.mark.parametrize("content", [b"not a database " * 100, b""])
def test_a_copy_that_is_none_is_named_and_the_database_is_not(tmp_path, capsys, content):
    cli.main(["migrate"])
    (tmp_path / "copy.db").write_bytes(content)
    capsys.readouterr()
    assert cli.main(["restore", "copy.db"]) == 2
    assert capsys.readouterr().err.startswith("copy.db cannot be restored: ")
    assert cli.main(["migrate"]) == 0


def test_a_backup_of_a_damaged_database_names_the_database(tmp_path, capsys):
    cli.main(["migrate"])
    cli.main(["backup", "--to", "copy.db"])
    (tmp_path / "data" / "nemobot.db").write_text("not a database " * 100)
    capsys.readouterr()
    assert cli.main(["backup", "--to", "copy.db"]) == 2
    assert capsys.readouterr().err.startswith("data/nemobot.db is damaged")


def make_later(path):
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("insert into schema_migrations values (9999, '9999_later', 0)")


def test_migrate_check_says_what_it_would_do_and_makes_nothing(tmp_path, capsys):
    assert cli.main(["migrate", "--check"]) == 0
    assert "no database at data/nemobot.db yet" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()
    cli.main(["migrate"])
    capsys.readouterr()
    assert cli.main(["migrate", "--check"]) == 0
    assert capsys.readouterr().out.startswith("Nothing to do: data/nemobot.db is at schema ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["migrate", "--check"], 1), (["migrate"], 2), (["restore", "copy.db"], 2), (["run"], 2), (["backup"], 0)],
)
def test_a_database_of_a_later_release_is_refused_with_the_mend(tmp_path, monkeypatch, capsys, arguments, code):
    cli.main(["migrate"])
    make_later(tmp_path / "data" / "nemobot.db")
    cli.main(["backup", "--to", "copy.db"])
    capsys.readouterr()
    monkeypatch.setenv("NEMOBOT_WEB", "1")
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", "0")
    monkeypatch.setenv("NEMOBOT_WEB_PORT", "0")
    assert cli.main(arguments) == code
    said = "".join(capsys.readouterr())
    assert "is at schema 9999, this release knows " in said
    assert "install the " in said
    assert "Traceback" not in said
