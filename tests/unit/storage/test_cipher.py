import logging
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.clock import SystemClock
from core.model.accounts import AccountOrigin
from core.model.secret import Secret
from storage.cipher import Cipher, cipher_for
from storage.store import open_store

TOKEN, CLIENT = Secret("planted-token-1234"), Secret("planted-client-5678")


@pytest.fixture
def opened(path):
    return lambda key: open_store(path, secret_key=key, clock=SystemClock())


async def plant(store):
    account = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, CLIENT)
    await store.accounts.save_token(replace(account, token=TOKEN, minted_at=1.0), None)


def files(path):
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


async def test_with_a_key_no_file_of_the_database_holds_a_token_or_client_id(opened, path):
    async with opened("any words will do 密") as store:
        await plant(store)
        assert (await store.accounts.of("web:7:")).token == TOKEN
        running = files(path)
    for content in (running, files(path)):
        assert b"planted" not in content
        assert b"fernet:" in content


async def test_without_a_key_the_token_is_there_to_be_found(opened, path):
    async with opened(None) as store:
        await plant(store)
        assert TOKEN.reveal().encode() in files(path)


@pytest.mark.parametrize("other", [None, "", "another key"])
async def test_under_another_key_an_account_has_no_token_and_each_start_says_what_is_lost(opened, other, caplog):
    async with opened("the key") as store:
        await plant(store)
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.WARNING, "storage"):
            async with opened(other) as store:
                for _ in range(3):
                    account = await store.accounts.of("web:7:")
                    assert (account.token, account.client_id) == (None, None)
        (record,) = caplog.records
        assert "NEMOBOT_SECRET_KEY" in record.getMessage()
        assert "tokens and ids of accounts (2)" in record.getMessage()
        assert "set that key again, or NEMOBOT_SECRET_KEY_OLD to it" in record.getMessage()
    async with opened("the key") as store:
        assert (await store.accounts.of("web:7:")).token == TOKEN


async def test_the_same_key_means_another_cipher_in_another_database(tmp_path):
    sealed = []
    for name in ("one", "two"):
        async with open_store(tmp_path / f"{name}.db", secret_key="k", clock=SystemClock()) as store:
            sealed.append((await cipher_for("k", store.database)).seal(TOKEN))
    async with open_store(tmp_path / "one.db", secret_key="k", clock=SystemClock()) as store:
        cipher = await cipher_for("k", store.database)
        assert cipher.open(sealed[0]) == TOKEN
        assert cipher.open(sealed[1]) is None


@given(st.text(min_size=1))
@settings(max_examples=50)
def test_any_secret_comes_back_without_a_key(text):
    cipher = Cipher(None)
    sealed = cipher.seal(Secret(text))
    assert sealed is not None
    assert cipher.open(sealed) == Secret(text)


def test_an_empty_secret_is_none():
    assert Cipher(None).seal(Secret("")) is None
    assert Cipher(None).seal(None) is None
