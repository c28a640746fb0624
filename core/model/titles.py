"""The titles of projects as they may be shown: what somebody hid in a project is hidden in its title too."""

from collections.abc import Mapping, Sequence

from core.model.projects import Project
from core.model.requests import Requests
from core.words.repeated_spoilers import shown_name


async def shown_titles(requests: Requests, projects: Sequence[Project]) -> Mapping[int, str]:
    """Return the titles of these projects by their ids.

    Raises:
        StorageError: the rows cannot be read.
    """
    hidden = await requests.spoilers([project.id for project in projects])
    return {project.id: shown_name(project.title, hidden[project.id]) for project in projects}
