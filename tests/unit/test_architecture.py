"""The rules of the code, read from the source: which module may import which, and what no file may hold."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("core", "storage", "bots", "sandbox")
LONGEST = 450

# What storage implements and a platform speaks in.
NOUNS = {"core.model", "core.engine", "core.words.intents", "core.words.language", "core.words.spoilers"}
# A platform shows what the core says (a text's mark-up, a timeline's picture), so it may read the pure words too.
SPOKEN = {
    "core.words",
    "core.media",
    "core.model",
    "core.engine.clock",
    "core.engine.codec",
    "core.engine.current_request",
    "core.engine.retries",
}

# The floors of `core`, lowest first: a room imports its own floor's rooms only where it is named below.
_PURE = {"core.words", "core.media"}
_MODEL = {*_PURE, "core.model"}
_ENGINE = {*_MODEL, "core.engine"}
_NEMO = {*_ENGINE, "core.nemo"}
_BACKEND = {*_NEMO, "core.progress", "core.tokens", "core.skills", "core.backend"}
_OUTBOX = {*_BACKEND, "core.upload", "core.outbox"}
_SERVICES = {*_OUTBOX, "core.services"}
_FLOWS = {*_SERVICES, "core.flows"}
_INTAKE = {*_FLOWS, "core.intake"}

# What the API of the sandbox is told of the rest of it.
_SANDBOX = {"sandbox.editing", "sandbox.editor", "sandbox.faults", "sandbox.limits", "sandbox.model"}

# Room → the rooms of ours that it may import; the longest name that fits counts.
MAY_IMPORT = {
    "core": set(),
    "core.words": {"core.words"},
    "core.media": {"core.media"},
    "core.model": _MODEL,
    "core.engine": _ENGINE,
    "core.nemo": {"core.nemo", "core.media", "core.model.secret", "core.model.host_unavailable"},
    "core.progress": _NEMO,
    "core.tokens": _NEMO,
    "core.skills": _PURE,
    "core.backend": _BACKEND,
    "core.upload": {*_BACKEND, "core.upload"},
    "core.outbox": {*_BACKEND, "core.outbox"},
    "core.services": _OUTBOX,
    "core.flows": _FLOWS,
    "core.intake": _INTAKE,
    "core.runner": _INTAKE,
    "storage": {"storage", *NOUNS},
    "bots.telegram": {"bots.telegram", "bots.http", *SPOKEN},
    "bots.discord": {"bots.discord", "bots.invitation", *SPOKEN},
    "bots.spool": {"bots.spool", "bots.http", "core.media", "core.engine.clock", "core.words.language"},
    "bots.web": {"bots.web", "bots.http", "bots.spool", *SPOKEN},
    "bots.upload": {"bots.upload", "bots.http", "bots.spool", "bots.services", *SPOKEN, "core.upload"},
    "bots.connections": {"core.engine.rare_line", "core.model.host_unavailable"},
    "bots.errors": set(),
    "bots.invitation": set(),
    "bots.logs": {"core.engine.current_request"},
    "bots.http": {"bots.connections", "bots.errors"},
    "bots.setting_types": {"core.model.access_entries"},
    "bots.setting_sections": {"bots.setting_types"},
    "bots.settings": {
        *("bots.errors", "bots.setting_types", "bots.setting_sections"),
        *("core.model.access_entries", "core.model.secret"),
    },
    "bots.ops": {
        *("bots.ops", "bots.errors", "bots.http", "bots.invitation", "bots.logs", "bots.settings", "core", "storage"),
    },
    # the bot is a program to it, and what it serves
    "bots.prove": {"bots.prove", "bots.errors", "bots.ops.local_checks", "bots.settings", "core.words.phrases"},
    "bots": {"bots", "core", "storage"},
    "sandbox.model": {"sandbox.model"},
    "sandbox.wording": {"sandbox.model", "sandbox.wording"},
    "sandbox.timeline": {"sandbox.model", "sandbox.timeline"},
    "sandbox.operations": {"sandbox.model", "sandbox.wording", "sandbox.timeline", "sandbox.operations"},
    "sandbox.music": {"sandbox.model", "sandbox.music"},
    "sandbox.film": {"sandbox.model", "sandbox.timeline", "sandbox.music", "sandbox.operations", "sandbox.film"},
    "sandbox.api.wire": {"sandbox.api.wire", "sandbox.model", "sandbox.faults"},
    "sandbox.api.state": {"sandbox.api.wire", "sandbox.api.state", *_SANDBOX},
    "sandbox.api.routes": {"sandbox.api", *_SANDBOX},
    "sandbox": {"sandbox"},
}
# The rooms that only the composition root and the module that opens them may know.
PLATFORMS = {"bots.telegram", "bots.discord", "bots.web", "bots.upload"}

# Library → the only modules or rooms that import it.
ONLY_IN = {
    "telegram": {"bots.telegram"},
    "discord": {"bots.discord"},
    "httpx": {"core.nemo", "core.media.fetch", "bots.telegram.request", "bots.app"},
    "httpx_sse": {"core.nemo.sse"},
    "aiosqlite": {"storage.database"},
    "sqlite3": {
        "storage.database",
        "storage.backup",
        "storage.restore",
        "storage.schema_check",
        "storage.errors",
        "sandbox",
    },
    "psycopg": {"storage.postgres"},
    "procrastinate": {"storage.postgres"},
    "tenacity": {"core.engine.retries", "core.backend", "storage", "bots"},
    "cryptography": {"storage.cipher"},
    "aiohttp": {"bots", "sandbox"},
    "prometheus_client": {"bots.metrics"},
    "yarl": {"bots", "sandbox"},
    "pydantic": {"core.engine.codec", "bots", "sandbox"},
    "pydantic_settings": {"bots.settings", "bots.setting_types"},
    "yaml": {"core.skills"},
    "numpy": {"sandbox.film", "sandbox.music", "sandbox.sample"},
    "PIL": {"sandbox.film", "sandbox.sample"},
    "imageio_ffmpeg": {"sandbox"},
}

# Metaphors for what has an established word: suspended, queue position, message, capabilities, ephemeral …
METAPHORS = {
    *("asleep", "backstage", "breathe", "carrier", "courtesy", "deafen", "errand", "furnished", "glance", "house"),
    *("hurry", "lobby", "manners", "outlook", "patience", "post_office", "reception", "reel", "rouse", "trials"),
    *("unsure", "upkeep", "whisper"),
}
UNNAMING = {"utils", "util", "helpers", "helper", "base", "common", "misc", "manager", "managers"}
SECRET = re.compile(r"(^|_)(token|tokens|secret|password|api_key|authorization|client_id)$")
MASKED = re.compile(r"\b(Secret|SecretStr)\b")


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of ours by its dotted name."""
    files = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return {name_of(path): ast.parse(path.read_text("utf-8"), str(path)) for path in files}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(module: str, tree: ast.AST) -> Iterator[str]:
    """Every name a tree imports; `from core import chat` is core.model.chat where that is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} imports relatively"
            assert node.module
            inner = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in sources() else node.module for name in inner)


@cache
def imported(module: str) -> frozenset[str]:
    return frozenset(imports(module, sources()[module]))


def within(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def room_of(module: str) -> str:
    return max((room for room in MAY_IMPORT if within(module, {room})), key=len)


def dataclasses(tree: ast.Module) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(mark) for mark in node.decorator_list):
            yield node


def at_start(module: str, tree: ast.Module) -> set[str]:
    """What importing a module imports of ours: not what its functions and its type checker do."""
    plain = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
        and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    found = (name for node in plain for name in imports(module, node))
    return {name for name in found if name in sources() and name != module}


@pytest.mark.parametrize("module", sources())
def test_a_room_imports_only_what_it_may(module):
    ours = {name for name in imported(module) if name.partition(".")[0] in ROOMS}
    assert {name for name in ours if not within(name, MAY_IMPORT[room_of(module)])} == set()


def test_only_the_composition_root_knows_the_platforms():
    knowing = {
        module
        for module in sources()
        if not within(module, PLATFORMS) and any(within(name, PLATFORMS) for name in imported(module))
    }
    assert knowing <= {"bots.app", "bots.platforms"}


def test_nothing_imports_in_a_circle():
    graph = {module: at_start(module, tree) for module, tree in sources().items()}
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def folder_of(module: str) -> str:
    """The folder right below a package that a module lies in; a module beside the folders stands for itself."""
    return ".".join(module.split(".")[:2])


def test_no_folders_import_each_other_in_a_circle():
    graph: dict[str, set[str]] = {}
    for module in sources():
        ours = {folder_of(name) for name in imported(module) if name in sources()}
        graph.setdefault(folder_of(module), set()).update(ours - {folder_of(module)})
    list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_where_it_belongs(library):
    importing = {module for module in sources() if any(name.partition(".")[0] == library for name in imported(module))}
    assert {module for module in importing if not within(module, ONLY_IN[library])} == set()


def test_every_foreign_library_has_its_place():
    foreign = {name.partition(".")[0] for module, tree in sources().items() for name in imports(module, tree)} - set(
        sys.stdlib_module_names
    )
    assert foreign - set(ROOMS) - set(ONLY_IN) - {"dotenv", "pydantic_core"} == set()


def test_no_module_is_longer_than_one_job():
    lengths = {name: len((ROOT / path).read_text("utf-8").splitlines()) for name, path in paths().items()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def paths() -> dict[str, Path]:
    return {name_of(path): path for room in ROOMS for path in (ROOT / room).rglob("*.py")}


def test_a_module_is_named_after_what_it_holds():
    assert {name for name in sources() if name.rpartition(".")[2] in UNNAMING} == set()


def names_in(module: str) -> Iterator[str]:
    """The names that a module gives: its own, and those of its classes, functions, parameters and variables."""
    yield module.rpartition(".")[2]
    for node in ast.walk(sources()[module]):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def words_of(name: str) -> str:
    """A name in small letters, its words between underscores: `PostOffice` and `_post_office` are `_post_office_`."""
    return f"_{re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', name).strip('_').lower()}_"


@pytest.mark.parametrize("module", [name for name in sources() if not within(name, {"sandbox"})])
def test_no_name_is_a_metaphor(module):
    pattern = re.compile(f"_({'|'.join(sorted(METAPHORS))})s?_")
    found = {name for name in names_in(module) if pattern.search(words_of(name))}
    assert found == set()


@pytest.mark.parametrize("module", sources())
def test_a_secret_in_a_value_is_masked_when_the_value_is_printed(module):
    shown = [
        f"{cls.name}.{field.target.id}"
        for cls in dataclasses(sources()[module])
        if not any(isinstance(node, ast.FunctionDef) and node.name == "__repr__" for node in cls.body)
        for field in cls.body
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and SECRET.search(field.target.id)
        and re.search(r"\bstr\b|\bbytes\b", ast.unparse(field.annotation))
        and not MASKED.search(ast.unparse(field.annotation))
        and "repr=False" not in ast.unparse(field)
    ]
    assert shown == []


@pytest.mark.parametrize("module", sources())
def test_every_task_has_a_name(module):
    nameless = [
        call.lineno
        for call in ast.walk(sources()[module])
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith("create_task")
        and not any(keyword.arg == "name" for keyword in call.keywords)
    ]
    assert nameless == []


@pytest.mark.parametrize("module", sources())
def test_no_group_is_repeated_possessively(module):
    """Debian 12's Python 3.11.2 misreads such patterns (CPython issue 106052, mended in 3.11.5)."""
    texts = (node.value for node in ast.walk(sources()[module]) if isinstance(node, ast.Constant))
    group = re.compile(r"[^(\\]\)(?:\{\d*,?\d*\}|[*+?])\+")
    assert [text for text in texts if isinstance(text, str) and group.search(text)] == []
