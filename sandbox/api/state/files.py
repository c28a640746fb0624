"""Uploaded files of the sessions: what is known of each, and where it lies."""

import asyncio
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.api.state.disk import Disk
from sandbox.api.state.sessions import Session
from sandbox.api.state.store import Store
from sandbox.editor import Asset


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on disk with its probe's findings. `size` is in bytes, `hash` the SHA-256 of its content."""

    asset: Asset
    size: int
    hash: str


class Files:
    """Remembers files. They lie in `folder`, named by us alone: a client's file name never becomes a path."""

    def __init__(self, store: Store, folder: Path, disk: Disk) -> None:
        self._store = store
        self._folder = folder
        self._disk = disk

    def place(self) -> tuple[str, Path]:
        """A new asset id, and where its bytes go until their kind is known."""
        asset_id = f"a{secrets.token_hex(5)}"
        return asset_id, self._folder / f"{asset_id}.part"

    def add(self, session: Session, kept: list[Kept]) -> None:
        """Put files into a session, all or none, in this order."""
        rows = [
            (
                *(one.asset.id, session.id, one.asset.name, one.asset.path.name, one.asset.kind),
                *(one.asset.duration_ms, one.asset.width, one.asset.height, one.asset.fps),
                *(int(one.asset.has_audio), one.size, one.hash),
            )
            for one in kept
        ]
        self._store.insert_all(
            "INSERT INTO asset (id, session, name, file, kind, duration_ms, width, height, fps, has_audio, size, hash)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            rows,
        )

    def of(self, session_id: str) -> list[Kept]:
        """The session's files in the order they came."""
        rows = self._store.all("SELECT * FROM asset WHERE session = ? ORDER BY n", session_id)
        return [self._kept(row) for row in rows]

    async def share(self, path: Path, content: str) -> None:
        """Let a file just written share the room of one with the same content, its SHA-256."""
        rows = self._store.all("SELECT file FROM asset WHERE hash = ?", content)
        await asyncio.to_thread(self._disk.share, path, [self._folder / row["file"] for row in rows])
        await asyncio.to_thread(self._tidy, [path])

    async def used(self, session_id: str) -> None:
        """Note that the session is worked on, so that its files stay."""
        await asyncio.to_thread(self._tidy, [kept.asset.path for kept in self.of(session_id)])

    def _tidy(self, used: Iterable[Path]) -> None:
        self._disk.touch(used)
        self._disk.sweep()

    def path(self, name: str) -> Path | None:
        """Where the file of that name lies, if a session has it."""
        row = self._store.one("SELECT file FROM asset WHERE file = ?", name)
        return self._folder / row["file"] if row else None

    def sweep(self) -> None:
        """Remove files that no session has: what a killed process left of its uploads."""
        known = {row["file"] for row in self._store.all("SELECT file FROM asset")}
        for path in self._folder.iterdir():
            if path.name not in known:
                path.unlink()

    def _kept(self, row: sqlite3.Row) -> Kept:
        asset = Asset(
            id=row["id"],
            name=row["name"],
            path=self._folder / row["file"],
            kind=row["kind"],
            duration_ms=row["duration_ms"],
            width=row["width"],
            height=row["height"],
            fps=row["fps"],
            has_audio=bool(row["has_audio"]),
        )
        return Kept(asset, row["size"], row["hash"])


def info(kept: Kept, base_url: str) -> dict[str, Any]:
    """A file as the upload answer and `video_infos` show it. `duration` is in seconds (NemoVideo skill text)."""
    asset = kept.asset
    return {
        "filename": asset.name,
        "file_type": asset.kind,
        "cdn_url": f"{base_url}/videos/{asset.path.name}",
        "duration": asset.duration_ms / 1000,
        "width": asset.width,
        "height": asset.height,
        "fps": asset.fps,
        "hash": kept.hash,
        "size": kept.size,
    }
