"""The page's own sentences, and that it asks nobody else for anything."""

import re
import string

from bots.spool.refusals import Gone, Locked, Refused, WrongOffset
from bots.spool.site import STATIC as SHARED
from bots.upload.site import STATIC
from bots.upload.strings import STRINGS

SAID = re.compile(r"""say\(\s*["']([\w.]+)["']|data-say="([\w.]+)"|["'](unit\.\w+)["']""")
CODES = re.compile(r"""PageRefused\(\d+, "(\w+)\"""")


BY_SENDER = {Gone.code, Locked.code, WrongOffset.code}  # what the sender goes on after


def source(*endings):
    files = [*STATIC.iterdir(), *SHARED.iterdir()]
    return "".join(file.read_text("utf-8") for file in files if file.suffix in endings)


def holes(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences_with_the_same_holes():
    assert list(STRINGS["en"]) == list(STRINGS["zh"])
    for key, sentence in STRINGS["en"].items():
        assert holes(sentence) == holes(STRINGS["zh"][key]), key


def test_the_page_has_every_sentence_it_asks_for_and_no_other():
    asked = {next(filter(None, found)) for found in SAID.findall(source(".js", ".html"))}
    courses = {f"upload.{course}" for course in re.findall(r"go\(\"(\w+)\"\)", source(".js"))}
    assert asked | courses == {key for key in STRINGS["en"] if not key.startswith("error.")}


def test_every_no_of_the_server_has_a_sentence():
    handlers = (STATIC.parent / "handlers.py").read_text("utf-8")
    refused = {kind.code for kind in Refused.__subclasses__() if kind.__module__ == Refused.__module__}
    codes = {*CODES.findall(handlers), *refused, "used", "taken", "vanished"} - BY_SENDER
    assert codes == {key.removeprefix("error.") for key in STRINGS["en"] if key.startswith("error.")}


def test_the_page_never_parses_html_and_asks_nobody_else():
    for file in [*STATIC.iterdir(), *SHARED.iterdir()]:
        text = file.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|<script>|style=\"", text)
        links = set(re.findall(r"https?://[^\"'\s)]+", text))
        assert links <= {"http://www.w3.org/2000/svg", "https://web.telegram.org"}, file.name
