"""Whose project goes on here: one for a direct chat, each sender's own in a group."""

from core.chat import Address
from core.flows.case import Case, House
from core.projects import Project
from core.requests import Request


def of_person(request: Request) -> str:
    """Return the sender that projects are kept under: nobody in a direct chat, which has one current project."""
    return "" if request.private else request.sender.id


def of_place(address: Address, sender: str = "") -> str:
    """Return the scope of preferences of a place, or of one person in it."""
    return f"{address.root}|{sender}" if sender else str(address.root)


async def current_project(case: Case) -> Project | None:
    """Return the project an answer is about: the one replied to, else the one that goes on here."""
    if case.request.project is not None:
        return await case.house.projects.get(case.request.project)
    return await case.house.projects.current(case.request.address, of_person(case.request))


async def skill_here(house: House, address: Address) -> str:
    """Return the skill chosen for a place, for projects that begin now."""
    return await house.preferences.get(of_place(address), "skill") or house.rules.skill.name
