"""The rows of projects."""

from core.model.chat import Address
from core.model.projects import NewProject, Project, Projects
from storage.addresses import writing_at
from storage.database import Database, Row, Statements, only
from storage.deletion import close_project, delete_project


class ProjectRows(Projects):
    """Implements `core.model.projects.Projects`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(
        self, address: Address, sender: str, *, private: bool, skill: str, now: float, account: int | None = None
    ) -> Project:
        """Create a project and make it the current one here."""
        async with writing_at(self._database, address) as (tx, here):
            return await start(tx, here, NewProject(sender, private, skill, account), now)

    async def current(self, address: Address, sender: str) -> Project | None:
        """Return the current project here; None: there is none."""
        rows = await self._database.all(
            "select projects.* from current_projects join projects on projects.id = current_projects.project"
            " where current_projects.address = ? and current_projects.sender = ?",
            str(address),
            sender,
        )
        return _project(rows[0]) if rows else None

    async def switch(self, address: Address, sender: str, project: int) -> None:
        """Make a project the current one here."""
        async with writing_at(self._database, address) as (tx, here):
            await _switch(tx, here, sender, project)

    async def get(self, project: int) -> Project:
        """Return a project.

        Raises:
            LookupError: there is none.
        """
        rows = await self._database.all("select * from projects where id = ?", project)
        return _project(only(rows, f"project {project}"))

    async def numbered(self, address: Address, sender: str, number: int) -> Project | None:
        """Return the project with this number here; None: there is none."""
        rows = await self._database.all(
            "select * from projects where address = ? and sender = ? and number = ? and deleted_at is null"
            " and closed_at is null",
            *(str(address), sender, number),
        )
        return _project(rows[0]) if rows else None

    async def latest(self, address: Address, sender: str, limit: int) -> tuple[Project, ...]:
        """Return the newest projects here, newest first."""
        rows = await self._database.all(
            "select * from projects where address = ? and sender = ? and deleted_at is null"
            " and closed_at is null order by number desc limit ?",
            str(address),
            sender,
            limit,
        )
        return tuple(_project(row) for row in rows)

    async def save_session(self, project: int, account: int, task_id: str, session_id: str) -> None:
        """Save the session of a project, and the account that created it."""
        await self._database.all(
            "update projects set account = ?, task_id = ?, session_id = ? where id = ?",
            account,
            task_id,
            session_id,
            project,
        )

    async def files_arrived(self, project: int, request: int) -> None:
        """Record the first request that uploaded files to the session; a later one changes nothing."""
        await self._database.all(
            "update projects set files_since = ? where id = ? and files_since is null",
            request,
            project,
        )

    async def files_lost(self, project: int, request: int) -> None:
        """Record that a session was lost: the files of this request are the first of the next one."""
        await self._database.all("update projects set files_since = ? where id = ?", request, project)

    async def set_title(self, project: int, title: str, *, before: str = "") -> None:
        """Set the title of a project whose title is still `before`."""
        await self._database.all("update projects set title = ? where id = ? and title = ?", title, project, before)

    async def rename(self, project: int, title: str) -> None:
        """Set the title of a project, whatever it is."""
        await self._database.all("update projects set title = ? where id = ? and deleted_at is null", title, project)

    async def delete(self, project: int, now: float) -> bool:
        """Delete a project with all that was said and made in it."""
        async with self._database.transaction() as tx:
            return await delete_project(tx, project, now)

    async def close(self, project: int, now: float) -> tuple[int, ...]:
        """Cancel what goes on in a project, and delete it when that has ended."""
        async with self._database.transaction() as tx:
            return await close_project(tx, project, now)


async def start(tx: Statements, here: str, new: NewProject, now: float) -> Project:
    """Create a project and make it the current one of its sender here."""
    rows = await tx.all(
        "insert into projects (number, address, sender, private, skill, account, created_at)"
        " values ((select coalesce(max(number), 0) + 1 from projects where address = ? and sender = ?),"
        " ?, ?, ?, ?, ?, ?) returning *",
        *(here, new.sender),
        *(here, new.sender, new.private, new.skill, new.account, now),
    )
    project = _project(rows[0])
    await _switch(tx, here, new.sender, project.id)
    return project


async def revive(tx: Statements, project: int) -> None:
    """Let a project be there again, if it was deleted while a message for it was on its way: that is kept."""
    await tx.all(
        "update projects set deleted_at = null, closed_at = null where id = ? and deleted_at is not null", project
    )


async def _switch(tx: Statements, here: str, sender: str, project: int) -> None:
    await tx.all(
        "insert into current_projects (address, sender, project) values (?, ?, ?)"
        " on conflict (address, sender) do update set project = excluded.project",
        here,
        sender,
        project,
    )


def _project(row: Row) -> Project:
    return Project(
        id=row["id"],
        number=row["number"],
        address=Address.parse(row["address"]),
        sender=row["sender"],
        private=bool(row["private"]),
        skill=row["skill"],
        title=row["title"],
        account=row["account"],
        task_id=row["task_id"],
        session_id=row["session_id"],
        created_at=float(row["created_at"]),
        files_since=row["files_since"],
        closed=row["closed_at"] is not None and row["deleted_at"] is None,
    )
