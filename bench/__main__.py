"""`python -m bench <name>`: run one benchmark; only that one is imported."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Run the benchmark that is named first, with the rest as its own arguments."""
    names = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name[0] != "_"]
    if not arguments or arguments[0] not in names:
        print(f"usage: python -m bench {{{','.join(names)}}}", file=sys.stderr)
        return 2
    return int(import_module(f"bench.{arguments[0]}").main(arguments[1:]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
