"""Pages that do something with the ticked rows of a list, offered by modules beside the verbs of its process."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from govops.kernel.access.actor import Actor

#: so begins the value of a button that leads to a page instead of doing a verb
PREFIX = "page:"


@dataclass(frozen=True)
class BulkPage:
    """`url` takes the ticked rows as `?ids=…&ids=…`; offered to holders of `roles`."""

    register: str
    key: str
    label: str
    url: str
    roles: frozenset[str]


_pages: list[BulkPage] = []


def offer(page: BulkPage) -> None:
    if any((one.register, one.key) == (page.register, page.key) for one in _pages):
        raise ValueError(f"bulk page {page.key} of {page.register} is offered twice")
    _pages.append(page)


def offered(register: str, actor: Actor) -> list[BulkPage]:
    """The pages that `actor` may go to with rows of the register."""
    return [page for page in _pages if page.register == register and page.roles & actor.roles]


def address(register: str, move: str, ids: list[int], actor: Actor) -> str:
    """Where a button of the bulk bar leads with the ticked rows; empty when it is none of these pages, or not for the actor."""
    for page in offered(register, actor):
        if move == PREFIX + page.key:
            return f"{page.url}?{urlencode({'ids': ids}, doseq=True)}"
    return ""
