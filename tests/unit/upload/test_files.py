"""What release 0.1.0 kept of the upload page, and what somebody else laid beside it."""

import pytest

from bots.spool.spool import Spool
from bots.upload.files import PageFiles
from core.model.attachments import Attachment
from core.upload.state import UploadLinks

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(9000)
WORD = "x" * 16


@pytest.fixture
async def page_files(tmp_path, store, clock):
    spool = Spool(tmp_path / "spool", budget_bytes=20_000, file_bytes=10_000, spare_bytes=0, clock=clock)
    await spool.start()
    links = UploadLinks(store.requests, store.messages, store.entries, clock=clock)
    return PageFiles(spool, lambda ref: links.needs(Attachment(ref, "")))


def lay(path, kind):
    path.parent.mkdir(exist_ok=True)
    match kind:
        case "a file":
            path.write_bytes(MP4)
        case "a folder":
            path.mkdir()
        case "a link to nothing":
            path.symlink_to("nowhere")


@pytest.mark.parametrize("kind", ["a file", "a folder", "a link to nothing"])
@pytest.mark.parametrize("name", ["notes.bin", "5-notes.bin", f"{10**30}-{WORD}.bin", f"5-{WORD}x.bin", "notes.part"])
async def test_what_somebody_else_laid_into_the_former_folder_is_left_alone(page_files, tmp_path, name, kind):
    lay(tmp_path / "uploads" / name, kind)
    await page_files.adopt(tmp_path / "uploads")
    assert [one.name for one in (tmp_path / "uploads").iterdir()] == [name]


@pytest.mark.parametrize("kind", ["a folder", "a link to nothing"])
@pytest.mark.parametrize("name", [f"5-{WORD}.bin", f"5-{WORD}.part"])
async def test_what_is_named_like_ours_and_is_no_file_stops_no_start(page_files, tmp_path, name, kind):
    lay(tmp_path / "uploads" / name, kind)
    await page_files.adopt(tmp_path / "uploads")
    assert [one.name for one in (tmp_path / "uploads").iterdir()] == [name]


async def test_what_no_request_needs_any_more_goes(page_files, tmp_path):
    lay(tmp_path / "uploads" / f"5-{WORD}.bin", "a file")
    await page_files.adopt(tmp_path / "uploads")
    assert not (tmp_path / "uploads").exists()


@pytest.mark.parametrize("kind", ["a folder", "a link to nothing"])
@pytest.mark.parametrize("name", ["A" * 22 + ".bin", f"page-7-{WORD}.part", f"page-7-{WORD}.json"])
async def test_what_is_no_file_in_the_spool_is_left_alone(tmp_path, clock, name, kind):
    lay(tmp_path / "spool" / name, kind)
    await Spool(tmp_path / "spool", budget_bytes=20_000, file_bytes=10_000, spare_bytes=0, clock=clock).start()
    assert [one.name for one in (tmp_path / "spool").iterdir()] == [name]
