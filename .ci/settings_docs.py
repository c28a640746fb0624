"""Writes what is read of the settings out of their model: the tables of docs/settings.md, and .env.example.

A table stands between two comments that name its section; what is around them is written by hand.
"""
# ruff: noqa: INP001 - a script

import re
import textwrap
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bots.setting_sections import Section
from bots.setting_types import Unset
from bots.settings import sections

ROOT = Path(__file__).resolve().parent.parent
PAGE, EXAMPLE = ROOT / "docs" / "settings.md", ROOT / ".env.example"
WIDTH = 118

TABLE = re.compile(r"(<!-- settings: (?P<title>[^>]+) -->\n).*?(<!-- end -->)", re.DOTALL)
HEAD = "| Variable | Default | Meaning |\n|---|---|---|\n"
PREFACE = """\
# Copy to .env and take away the # where you want another value than the one shown. Written by `make docs`.
# The environment wins over this file. A name that is not known is an error; `nemobot doctor` checks everything.
"""
LINK = re.compile(r"\[([^\]]+)\]\(([^)#]+)[^)]*\)")


def main() -> None:
    """Write both files."""
    for path, text in written().items():
        path.write_text(text, "utf-8")


def written() -> dict[Path, str]:
    """Return what each file has to hold; the settings page says where its tables stand."""
    tables = {title(section): table(section) for section in sections()}
    page = TABLE.sub(lambda found: f"{found[1]}{tables.pop(found['title'])}{found[3]}", PAGE.read_text("utf-8"))
    if tables:
        raise SystemExit(f"{PAGE.name} has no place for: {', '.join(tables)}")
    return {PAGE: page, EXAMPLE: "\n".join([PREFACE, *map(example, sections())])}


def title(section: type[Section]) -> str:
    """Return a section's docstring without its full stop."""
    return str(section.__doc__).rstrip(".")


def meaning(field: FieldInfo) -> str:
    """Return a setting's docstring in one line."""
    return " ".join(str(field.description).split())


def default(field: FieldInfo) -> str:
    """Return a default as a person writes it; "" for what is unset or holds nothing."""
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if isinstance(value, tuple):
        return ",".join(f"{item:g}" for item in value)
    if isinstance(value, bool | float | int):
        return f"{value:g}"
    return "" if value is None else str(value)


def unset(field: FieldInfo) -> str:
    """Return what holds where the setting is left open; "" where nothing does, or it has a default."""
    return next((found.text for found in field.metadata if isinstance(found, Unset)), "")


def table(section: type[Section]) -> str:
    """Return a section as a table in Markdown."""
    rows = HEAD
    for name, field in section.model_fields.items():
        otherwise = f"`{default(field)}`" if default(field) else unset(field) or "–"
        rows += f"| `{name.upper()}` | {otherwise} | {meaning(field)} |\n"
    return rows


def example(section: type[Section]) -> str:
    """Return a section as lines of `.env`, each a comment."""
    lines = [f"# --- {title(section)} ".ljust(WIDTH, "-")]
    for name, field in section.model_fields.items():
        words = f"{meaning(field)} Left open: {unset(field)}." if unset(field) else meaning(field)
        plain = LINK.sub(r"\1 (docs/\2)", words)
        lines += textwrap.wrap(plain, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
        lines.append(f"#{name.upper()}={default(field)}")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
