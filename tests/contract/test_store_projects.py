"""Promises of projects, their versions and their accounts."""

from dataclasses import replace

import pytest

from core.model.accounts import AccountOrigin
from core.model.chat import Address
from core.model.secret import Secret


@pytest.fixture
async def project(store, here):
    return await store.projects.start(here, "ann", private=False, skill="s", now=5.0)


class TestProjects:
    async def test_a_started_project_is_the_current_one_of_its_sender_here(self, store, here, project):
        assert (project.number, project.private, project.skill, project.created_at) == (1, False, "s", 5.0)
        assert await store.projects.current(here, "ann") == project
        assert await store.projects.current(here, "bob") is None
        assert await store.projects.current(Address("web", "7", "topic"), "ann") is None

    async def test_numbers_count_within_one_place_and_sender(self, store, here, project):
        second = await store.projects.start(here, "ann", private=False, skill="s", now=6.0)
        other = await store.projects.start(here, "bob", private=False, skill="s", now=6.0)
        assert (second.number, other.number) == (2, 1)
        assert await store.projects.latest(here, "ann", 9) == (second, project)
        assert await store.projects.latest(here, "ann", 1) == (second,)

    async def test_a_project_is_found_by_its_number_here(self, store, here, project):
        for _ in range(30):
            await store.projects.start(here, "ann", private=False, skill="s", now=6.0)
        assert await store.projects.numbered(here, "ann", 1) == project
        assert await store.projects.numbered(here, "ann", 99) is None
        assert await store.projects.numbered(here, "bob", 1) is None

    async def test_an_older_project_can_be_made_the_current_one(self, store, here, project):
        await store.projects.start(here, "ann", private=False, skill="s", now=6.0)
        await store.projects.switch(here, "ann", project.id)
        assert await store.projects.current(here, "ann") == project

    async def test_a_session_id_stays_text(self, store, project):
        account = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, None)
        await store.projects.save_session(project.id, account.id, "task", "0123456789012345678")
        saved = await store.projects.get(project.id)
        assert (saved.account, saved.task_id, saved.session_id) == (account.id, "task", "0123456789012345678")

    async def test_the_first_title_stays(self, store, project):
        await store.projects.set_title(project.id, "travel")
        await store.projects.set_title(project.id, "other")
        await store.projects.set_title(project.id, "SPOILER_other", before="other")
        assert (await store.projects.get(project.id)).title == "travel"

    async def test_the_first_request_that_brought_files_stays_until_they_are_lost(self, store, asked, project):
        one, two, three = [await store.requests.accept(asked(key), 1.0) for key in ("m1", "m2", "m3")]
        assert (await store.projects.get(project.id)).files_since is None
        await store.projects.files_arrived(project.id, one)
        await store.projects.files_arrived(project.id, two)
        assert (await store.projects.get(project.id)).files_since == one
        await store.projects.files_lost(project.id, two)
        await store.projects.files_arrived(project.id, three)
        assert (await store.projects.get(project.id)).files_since == two

    async def test_an_unknown_project_is_a_lookup_error(self, store):
        with pytest.raises(LookupError):
            await store.projects.get(99)


class TestVersions:
    @pytest.fixture
    def kept(self, store):
        """`await kept(project, "draft", "digest")`: the version as it was kept."""

        async def keep(project, draft, digest, request=None):
            return await store.versions.get(await store.versions.keep(project.id, draft, digest, request, 1.0))

        return keep

    async def test_each_distinct_draft_is_a_version_with_a_number(self, store, project, kept):
        one = await kept(project, '{"a": 1}', "d1")
        two = await kept(project, '{"a": 2}', "d2")
        assert [(one.number, one.draft, one.made_at), two.number] == [(1, '{"a": 1}', 1.0), 2]
        assert await store.versions.all(project.id) == (one, two)
        assert await store.versions.newest(project.id) == two

    async def test_an_old_draft_that_comes_back_is_the_newest_under_its_old_number(self, store, project, kept):
        one = await kept(project, "1", "d1")
        two = await kept(project, "2", "d2")
        assert await kept(project, "1", "d1") == one
        assert await store.versions.newest(project.id) == one
        assert await store.versions.all(project.id) == (one, two)
        third = await kept(project, "3", "d3")
        assert third.number == 3
        assert await store.versions.newest(project.id) == third

    async def test_versions_belong_to_their_project(self, store, here, project, kept):
        other = await store.projects.start(here, "bob", private=False, skill="s", now=1.0)
        await kept(project, "1", "d1")
        assert await store.versions.newest(other.id) is None
        same = await kept(other, "1", "d1")
        assert same.number == 1
        assert await store.versions.numbered(other.id, 1) == same
        assert await store.versions.numbered(other.id, 2) is None

    async def test_a_film_is_remembered_with_the_account_that_made_it(self, store, asked, project, kept):
        account = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, None)
        request = await store.requests.accept(asked("m1"), 1.0)
        version = await kept(project, "1", "d1", request)
        await store.versions.save_render(version.id, "render_1", account.id)
        filmed = await store.versions.get(version.id)
        assert (filmed.render_id, filmed.render_account, filmed.request) == ("render_1", account.id, request)

    async def test_an_unknown_version_is_a_lookup_error(self, store):
        with pytest.raises(LookupError):
            await store.versions.get(99)


class TestAccounts:
    @pytest.mark.parametrize("secret_key", [None, "correct horse"])
    async def test_an_account_comes_back_as_it_was_saved(self, opener, secret_key):
        async with opener(secret_key) as store:
            made = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, Secret("client"))
            full = replace(made, token=Secret("tok"), user_id="u", expires_at=9.0, minted_at=2.0)
            assert await store.accounts.save_token(full, None) == full
        async with opener(secret_key) as store:
            assert await store.accounts.get(made.id) == full
            assert await store.accounts.of("web:7:") == full

    @pytest.mark.parametrize("secret_key", [None, "correct horse"])
    async def test_a_token_takes_the_place_of_the_one_it_was_minted_for_and_of_no_other(self, opener, secret_key):
        async with opener(secret_key) as store:
            made = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, Secret("client"))
            first, second = (replace(made, token=Secret(text), minted_at=2.0, expires_at=9.0) for text in ("a", "b"))
            await store.accounts.save_token(first, None)
            assert (await store.accounts.save_token(second, None)).token == Secret("a")
            assert (await store.accounts.get(made.id)).token == Secret("a")
            assert (await store.accounts.save_token(replace(second, minted_at=3.0), Secret("a"))).token == Secret("b")
            assert await store.accounts.minted_since(0.0) == (2.0, 3.0)

    async def test_each_column_is_written_alone_and_a_new_token_ends_the_pause(self, store):
        made = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, None)
        await store.accounts.pause_exports(made.id, paused=True)
        await store.accounts.save_user(made.id, "bind7")
        assert await store.accounts.get(made.id) == replace(made, user_id="bind7", export_paused=True)
        await store.accounts.save_token(replace(made, token=Secret("a"), minted_at=2.0), None)
        now = await store.accounts.get(made.id)
        assert (now.token, now.user_id, now.export_paused) == (Secret("a"), "bind7", False)

    async def test_an_owner_has_one_account(self, store):
        one = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, Secret("client"))
        assert await store.accounts.create("web:7:", AccountOrigin.OPERATOR, Secret("other")) == one
        assert await store.accounts.of("web:8:") is None

    async def test_an_account_without_secrets_has_none(self, store):
        account = await store.accounts.create("operator", AccountOrigin.OPERATOR, None)
        assert (account.token, account.client_id) == (None, None)

    async def test_every_mint_counts_also_of_one_account(self, store):
        one = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, None)
        two = await store.accounts.create("web:8:", AccountOrigin.ANONYMOUS, None)
        for account, minted_at in ((one, 30.0), (two, 10.0), (one, 20.0), (one, 20.0)):
            await store.accounts.save_token(replace(account, minted_at=minted_at), None)
        assert await store.accounts.minted_since(0.0) == (10.0, 20.0, 30.0)
        assert await store.accounts.minted_since(20.0) == (20.0, 30.0)

    async def test_an_unknown_account_is_a_lookup_error(self, store):
        with pytest.raises(LookupError):
            await store.accounts.get(99)
