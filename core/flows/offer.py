"""Who is shown the way to the upload page: the asker, and nobody else of those who read along."""

from core.chat import Button
from core.flows.case import Case
from core.upload_page import request_of

UPLOAD = "upload"  # the press that asks for the page where a link in the open would be everybody's


async def page_button(case: Case) -> Button | None:
    """Return the button that leads this request's asker to the page; None: there is no page, or no way to it here."""
    page, manners = case.house.upload_desk.page, case.platform.manners(case.request.target)
    if page is None or manners.incoming_bytes is None:
        return None
    number = await asked_by(case)
    if case.request.private:
        return page_link(case, number)
    if manners.direct_link:
        return Button(case.say("button.upload_page"), url=manners.direct_link + page.invitation(number))
    return case.button("upload_page", f"{UPLOAD}:{number}") if manners.whispers else None


def page_link(case: Case, number: int) -> Button | None:
    """Return the page of a request as a link, for a message that only its asker reads."""
    if (page := case.house.upload_desk.page) is None:
        return None
    app = page.secure and case.request.private and case.platform.manners(case.request.target).mini_apps
    return Button(case.say("button.upload_page"), url=page.link(number, app=app), app=app)


async def asked_by(case: Case) -> int:
    """Return the request whose words wait: the one that a file of the page was asked for, else this one."""
    parts = await case.house.requests.parts(case.request.id)
    came = (request_of(file) for part in parts for file in part.attachments)
    return next((number for number in came if number is not None), case.request.id)
