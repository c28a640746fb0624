"""A Bot API server of one's own in local mode: files are read from its disk and deleted after the relay."""

import pytest

from tests.doubles.telegram import TOKEN

MB = 1024 * 1024


@pytest.fixture
def local(scenes, tmp_path):
    folder = tmp_path / "telegram"

    def opened(**more):
        return scenes(double={"local_dir": folder}, telegram_local_mode=True, telegram_local_dir=folder, **more)

    return opened


async def test_a_clip_that_the_cloud_refuses_is_edited_and_leaves_nothing_on_the_disk(local, tmp_path):
    async with local() as scene:
        scene.private.sends(scene.anna, scene.clip(data=None, size=34 * MB), "add background music")
        await scene.quiet()
        assert len(scene.private.films) == 1
        (folder,) = (tmp_path / "telegram").iterdir()
        assert folder.name == TOKEN
        assert [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size > MB] == []


async def test_two_gigabytes_are_refused_by_the_limit_before_the_server_is_asked_for_them(local):
    async with local() as scene:
        scene.private.sends(scene.anna, scene.clip(data=None, size=2_000 * MB), "add background music")
        await scene.quiet()
        assert not scene.tg.called("getFile")
        assert "500 MB" in scene.private.loud[-1].text


async def test_two_gigabytes_of_which_telegram_told_no_size_are_refused_before_they_are_read(local, tmp_path):
    async with local() as scene:
        scene.private.sends(scene.anna, scene.clip(data=None, size=2_000 * MB, known_size=False), "add music")
        await scene.quiet()
        assert not scene.calls("/api/upload-video/")
        assert "500 MB" in scene.private.loud[-1].text
        assert [path for path in (tmp_path / "telegram").rglob("*.mp4") if path.is_file()] == []


async def test_a_file_outside_the_folder_is_not_read(scenes, tmp_path):
    elsewhere = {"telegram_local_mode": True, "telegram_local_dir": tmp_path / "elsewhere"}
    async with scenes(double={"local_dir": tmp_path / "telegram"}, **elsewhere) as scene:
        scene.private.sends(scene.anna, scene.clip(), "add background music")
        await scene.quiet()
        assert not scene.calls("/api/upload-video/")
        assert not scene.private.films
