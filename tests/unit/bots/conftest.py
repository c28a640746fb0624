import os

import pytest

from bots.settings import PREFIXES, known_names


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    """An empty working folder and no setting in the environment."""
    for name in os.environ:
        if name.startswith(PREFIXES) or name in known_names():
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
