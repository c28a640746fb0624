"""The files that people send, by their names: clips that look like MP4, and a paper that nobody can edit."""

CLIP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(50_000)
PAPER = b"%PDF-1.4\n" + bytes(1_000)


def content_of(name: str) -> bytes:
    return CLIP if name.endswith(".mp4") else PAPER


def type_of(name: str) -> str:
    return "video/mp4" if name.endswith(".mp4") else "application/pdf"
