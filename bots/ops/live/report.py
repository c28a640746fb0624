"""The report of a live walk, as a file that may be shown to everybody: shapes and codes, no words, names or tokens."""

import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bots.logs import Redactor
from bots.ops.live.verdicts import Verdict

_FORMAT = 1  # the number of this form of the report


def write_report(
    path: Path,
    verdicts: Mapping[str, Iterable[Verdict]],
    steps: Mapping[str, list[dict[str, Any]]],
    private: Iterable[str],
) -> None:
    """Write the report.

    Args:
        path: the file, which is overwritten.
        verdicts: those of each service.
        steps: the calls of each service, by their shapes.
        private: texts that must not be in it, beside what has the form of a secret.

    Raises:
        OSError: it cannot be written.
    """
    report = {
        "format": _FORMAT,
        "nemobot": version("nemobot"),
        "python": platform.python_version(),
        "services": {
            service: {"beliefs": as_json(found), "calls": steps.get(service, [])} for service, found in verdicts.items()
        },
    }
    text = json.dumps(report, ensure_ascii=False, indent=1)
    path.write_text(Redactor(private).clean(text) + "\n", "utf-8")


def as_json(verdicts: Iterable[Verdict]) -> dict[str, dict[str, str]]:
    """Return verdicts by the ids of their beliefs."""
    return {
        verdict.belief.id: {
            "outcome": verdict.outcome,
            "evidence": verdict.belief.evidence,
            **({"seen": verdict.seen} if verdict.seen else {}),
        }
        for verdict in verdicts
    }
