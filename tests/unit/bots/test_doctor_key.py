"""The doctor says whether the database is encrypted, whether the key fits, and when the old one is not needed."""

import pytest
from pydantic import SecretStr

from bots.ops.key_checks import secret_key
from bots.settings import Settings
from core.engine.clock import SystemClock
from storage.store import open_store

OLD, NEW, OTHER = "planted-old-key-0123", "planted-new-key-4567", "planted-other-key-89"


@pytest.fixture
def found(tmp_path):
    async def check(key=None, old=None):
        settings = Settings(
            nemobot_data_dir=tmp_path,
            nemobot_secret_key=SecretStr(key) if key else None,
            nemobot_secret_key_old=SecretStr(old) if old else None,
        )
        finding = await secret_key(settings)
        assert "planted" not in repr(finding)
        return finding

    return check


@pytest.fixture
def started(tmp_path):
    async def start(key, old=None):
        path = tmp_path / "nemobot.db"
        async with open_store(path, secret_key=key, earlier_key=old, clock=SystemClock()) as store:
            await store.adapter_data.set("telegram:1", "name", "value")

    return start


async def test_without_a_key_it_is_off(found, started):
    assert "off" in (await found()).found
    await started(None)
    assert "off" in (await found()).found


async def test_a_key_before_its_first_start_is_fine(found, started):
    assert (await found(NEW)).state == "passed"
    await started(None)
    assert "the next start encrypts it" in (await found(NEW)).found


async def test_a_rotation_from_its_beginning_to_its_end(found, started):
    await started(OLD)
    assert (await found(OLD)).found == "on, with the present key alone"
    assert (await found(NEW)).failed
    assert "NEMOBOT_SECRET_KEY_OLD" in (await found(NEW)).mend
    assert "the next start encrypts it" in (await found(NEW, OLD)).found
    await started(NEW, OLD)
    assert (await found(NEW, OLD)).mend == "take NEMOBOT_SECRET_KEY_OLD out"
    assert (await found(NEW)).found == "on, with the present key alone"


async def test_a_key_that_is_missing_or_wrong_is_a_failure_with_what_is_lost(found, started):
    await started(OLD)
    for finding in (await found(), await found(OTHER)):
        assert finding.failed
        assert "values of the platforms (1)" in finding.found


async def test_the_old_key_alone_is_a_mistake(found):
    assert (await found(old=OLD)).failed
