import contextlib
import sqlite3

import pytest

from storage.database import Database


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "nemobot.db"


@pytest.fixture
async def database(tmp_path):
    opened = await Database.open(tmp_path / "seam.db")
    await opened.all("create table notes (id integer primary key, text text not null)")
    yield opened
    await opened.close()


@pytest.fixture
def outside(tmp_path):
    """`outside("select ...")`: what another process would see in the file."""

    def ask(sql, path=None):
        with contextlib.closing(sqlite3.connect(path or tmp_path / "seam.db")) as connection:
            return connection.execute(sql).fetchall()

    return ask
