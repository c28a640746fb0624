"""The doctor says who may use the bot, and what admins decided in the chat."""

import pytest

from bots.ops.access_checks import access
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.model.access_rules import AccessRule, RuleKind
from storage.store import open_store


@pytest.fixture
def settings(tmp_path):
    return lambda **changes: Settings(nemobot_data_dir=tmp_path, **changes)


@pytest.fixture
async def banned(tmp_path):
    async with open_store(tmp_path / "nemobot.db", secret_key=None, clock=SystemClock()) as store:
        for number in range(7):
            await store.access.set(AccessRule(RuleKind.BAN, f"telegram:@{number}", "telegram:1", float(number)))
        await store.access.set(AccessRule(RuleKind.QUOTA, "telegram:@9", "telegram:1", 1.0, 5))


async def test_before_the_first_start_the_settings_tell(settings, tmp_path):
    assert (await access(settings())).found == "everybody; no admins"
    lists = {"nemobot_allow": "telegram:@4,telegram:@5", "nemobot_places": "telegram:groups=closed"}
    found = (await access(settings(**lists, nemobot_admins="telegram:@1"))).found
    assert found == "2 entries in NEMOBOT_ALLOW; 1 entry in NEMOBOT_PLACES; 1 entry in NEMOBOT_ADMINS"
    assert not (tmp_path / "nemobot.db").exists()


async def test_what_was_decided_in_the_chat_is_shown(settings, banned):
    finding = await access(settings(nemobot_admins="telegram:@1"))
    assert "/admin ban: telegram:@6, telegram:@5, telegram:@4, telegram:@3, telegram:@2 and 2 more" in finding.found
    assert "/admin quota: telegram:@9" in finding.found
    assert not finding.failed


async def test_without_an_admin_nobody_can_take_it_back(settings, banned):
    assert "NEMOBOT_ADMINS" in str(await access(settings()))


async def test_a_file_that_is_no_database_is_for_the_check_of_the_database(settings, tmp_path):
    (tmp_path / "nemobot.db").write_text("no database at all, whatever its name says, and longer than a header" * 20)
    assert (await access(settings())).found == "everybody; no admins"
