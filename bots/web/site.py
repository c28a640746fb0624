"""The page's own files: the document, its parts, its sentences, and the sample clip.

Everything comes from this folder; the page loads nothing from other sites.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiohttp import web

from bots.spool.site import MEDIA
from bots.web.cookie import set_cookie
from bots.web.message_request import MAX_FILES, MAX_TEXT
from bots.web.strings import STRINGS
from core.model.attachments import SCRIPT_ENDINGS
from core.words.captions import ENDINGS
from core.words.commands import commands
from core.words.language import Language
from core.words.phrases import CATALOGUE

STATIC: Final = Path(__file__).parent / "static"
SAMPLE: Final = STATIC / "sample.mp4"
_LANGUAGE: Final[Language] = "en"  # where the browser speaks neither of ours


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What differs from one installation to the next.

    `examples` are wishes to try, for each language. `local` says that no byte leaves this machine, so the page may
    promise it.
    """

    examples: Mapping[Language, Sequence[str]] = field(default_factory=dict)
    local: bool = False


class Site:
    """The page's own files."""

    def __init__(self, options: PageOptions, *, file_bytes: int) -> None:
        self._options = options
        self._file_bytes = file_bytes

    async def page(self, request: web.Request) -> web.StreamResponse:
        """`GET /`: the document, and the cookie that makes this browser's chat its own."""
        response = web.FileResponse(STATIC / "index.html")
        set_cookie(request, response)
        return response

    async def words(self, request: web.Request) -> web.StreamResponse:
        """`GET /page.json`: every sentence in both languages, examples, commands and limits."""
        del request
        about = {
            "strings": {language: _strings(language) for language in STRINGS},
            "language": _LANGUAGE,
            "examples": {language: list(wishes) for language, wishes in self._options.examples.items()},
            "commands": {language: dict(commands(language)) for language in STRINGS},
            "local": self._options.local,
            "accept": ",".join((*MEDIA, *SCRIPT_ENDINGS, *ENDINGS)),
            "sample": SAMPLE.is_file(),
            "limits": {"file_bytes": self._file_bytes, "files": MAX_FILES, "text": MAX_TEXT},
        }
        return web.json_response(about)

    async def sample(self, request: web.Request) -> web.StreamResponse:
        """`GET /sample.mp4`: the clip to try it with."""
        del request
        if not SAMPLE.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(SAMPLE, headers={"Content-Type": "video/mp4"})


def _strings(language: Language) -> dict[str, str]:
    """The page's own sentences, and the catalogue's words for the rows of a timeline."""
    tracks = {key: words for key, words in CATALOGUE[language].items() if key.startswith("track.")}
    return {**tracks, **STRINGS[language]}
