"""Tokens in what people type: none is left in the text, and offsets into it stay right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.intents import Wish, meaning
from core.words.typed_tokens import MASKED_LOGIN, holds_mask, is_login, masked, take_token

TOKEN = "nmv_usr_0123456789abcdef"


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass"))


@pytest.mark.parametrize(
    ("words", "token"),
    [
        (f"/login {TOKEN}", TOKEN),
        (f"/Login@bot  <{TOKEN}>", TOKEN),
        (f"/login\n{TOKEN} please", TOKEN),
        ("/login eyJhbGciOi.eyJleHAiOjF9.sig", "eyJhbGciOi.eyJleHAiOjF9.sig"),
        ("/login “😀 words”", "😀 words"),
        (TOKEN, TOKEN),
        (f"take {TOKEN.upper()}, will you", TOKEN.upper()),
        (f"https://nemovideo.com/x?nemo_token={TOKEN}&a=1", TOKEN),
        ("https://a.example/?t=nmv%5Fusr%5F0123456789abcdef&a=1", TOKEN),
        (f"{TOKEN}.{'p' * 60}.{'s' * 43}", f"{TOKEN}.{'p' * 60}.{'s' * 43}"),
        (f"{TOKEN}{'z' * 300}.", f"{TOKEN}{'z' * 300}"),
        (f"{TOKEN}.mp4", TOKEN),
        (TOKEN.replace("u", "\u200bu\ufeff"), TOKEN),
        (TOKEN.replace("_", r"\_"), TOKEN),
    ],
)
def test_a_token_is_taken_and_a_mask_of_its_length_stays(words, token):
    typed = take_token(words)
    assert typed.token == token
    assert token not in typed.text
    assert units(typed.text) == units(words)
    assert holds_mask(typed.text)
    assert take_token(typed.text).token == ""
    assert token not in repr(typed)


@pytest.mark.parametrize("words", ["", "/login", "/login ", "/loginx abc", "nmv_usr", "a ████ bar", "nemo_usr_x"])
def test_what_is_no_token_stays(words):
    assert take_token(words).text == words
    assert take_token(words).token == ""
    assert not holds_mask(words)


@pytest.mark.parametrize("words", [f"/login {TOKEN}", TOKEN, f" “{TOKEN}” ", MASKED_LOGIN])
def test_the_command_and_a_token_alone_are_a_login(words):
    assert is_login(take_token(words).text)


@pytest.mark.parametrize("words", [f"use {TOKEN}", "add music", f"/new {TOKEN}", f"{TOKEN} 谢谢"])
def test_a_token_among_words_is_none(words):
    assert not is_login(take_token(words).text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_stands_around_it_no_token_is_left(before, after):
    for words in (f"{before} {TOKEN} {after}", f"/login {before}{TOKEN} {after}"):
        text = take_token(words).text
        assert TOKEN not in text
        assert units(text) == units(words)
    assert TOKEN not in masked(f"{before} {TOKEN} {after}")


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("/login", Wish.LOGIN),
        (MASKED_LOGIN, Wish.LOGIN),
        ("log in", Wish.LOGIN),
        ("how do I log in with my own account?", Wish.LOGIN),
        ("can I use my own account", Wish.LOGIN),
        ("登录", Wish.LOGIN),
        ("怎么登录我的账户", Wish.LOGIN),
        ("/logout", Wish.LOGOUT),
        ("sign out please", Wish.LOGOUT),
        ("退出登录", Wish.LOGOUT),
        ("add a log in screen at the start", Wish.EDIT),
        ("show how people sign in the guest book", Wish.EDIT),
        ("给登录页面加一个标题", Wish.EDIT),
    ],
)
def test_words_that_ask_for_it(words, wish):
    assert meaning(words).wish is wish
