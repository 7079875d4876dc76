"""No page asks the database much: not that of a record with everything around it, nor any outside the registers.

A fresh record has no files, remarks, relations and related records; here each has them, and the same few questions are
asked whoever reads it, and no more where there is more of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.records import comments
from govops.kernel.records.models import Attachment, Comment, Follow, Link
from govops.kernel.registers import site
from tests.promises.addresses import patterns
from tests.promises.test_pages import CEILING, count
from tests.promises.world import World, codes

pytestmark = pytest.mark.usefixtures("furnished")
#: registers of which a record is related to each one that is looked at
OTHERS = ("visitor_entry", "incident", "knowledge_article", "access_card")


def hang_on(world: World, code: str, record: Any, others: list[tuple[str, int]]) -> None:
    """One more of each thing that can stand around a record."""
    author, said_at = world.cast.people["mr_manager"], moment.now()
    file = {"size": 40, "media_type": "image/png", "digest": "0" * 64, "path": "00/0", "uploaded_by": author}
    Attachment.objects.create(
        register=code, record_id=record.pk, name="现场.png", uploaded_at=said_at, **file
    )
    for is_internal in (False, True):
        said = Comment.objects.create(
            register=code, record_id=record.pk, author=author, text=f"请{author.name}看一下。", is_internal=is_internal,
            mentions=[author.pk], at=said_at,
        )  # fmt: skip
        Attachment.objects.create(
            register=comments.FILES, record_id=said.pk, name="截图.png", uploaded_at=said_at, **file
        )
    for other, pk in others:
        here, there = (code, record.pk), (other, pk)
        for (register, record_id), (to, to_id) in ((here, there), (there, here)):
            Link.objects.get_or_create(
                register=register, record_id=record_id, kind="相关", to_register=to, to_record_id=to_id,
                defaults={"created_by": author, "created_at": said_at},
            )  # fmt: skip


def readers_of(world: World, code: str) -> Iterator[str]:
    """Who filled it in, and of the others the first who sees all of the register and the first who sees a part."""
    yield world.sample(code).by
    scopes = {name: table.scope_of(world.actor(name), "read", code) for name in sorted(world.cast.people)}
    for wide in (True, False):
        found = (name for name, scope in scopes.items() if scope and (scope == "all") is wide)
        yield from (name for name, _ in zip(found, range(1), strict=False))


@pytest.mark.parametrize("code", codes())
def test_a_record_with_everything_around_it_asks_no_more_than_any_page(world: World, code: str) -> None:
    record = world.record(code)
    others = [(other, world.another(other).pk) for other in OTHERS]
    hang_on(world, code, record, others)
    before = {}
    for name in dict.fromkeys(readers_of(world, code)):
        Follow.objects.create(register=code, record_id=record.pk, person=world.cast.people[name])
        client = world.client_of(name)
        if client.get(site.get(code).url(record.pk)).status_code == 200:
            before[name] = count(client, site.get(code).url(record.pk))
    assert before
    assert max(before.values()) <= CEILING, before
    hang_on(world, code, record, [(other, world.another(other).pk) for other in OTHERS])
    after = {name: count(world.client_of(name), site.get(code).url(record.pk)) for name in before}
    assert after == before


#: who between them may open every page that is not a register's
VISITORS = (
    "system_admin", "security_admin", "audit_admin", "mr_manager", "service_desk", "asset_officer", "configuration_manager",
    "change_manager", "info_center", "end_user",
)  # fmt: skip
PLAIN = sorted(
    {
        f"/{text}"
        for _name, text in patterns()
        if not set(text) & set("<(^") and text.startswith(("admin/", "m/", "me/", "norms/", "inbox/"))
    }
)


@pytest.mark.parametrize("address", PLAIN)
def test_a_page_outside_the_registers_asks_no_more_either(world: World, address: str) -> None:
    world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)
    clients = {name: world.client_of(name) for name in VISITORS}
    asked = {
        name: count(client, address)
        for name, client in clients.items()
        if client.get(address).status_code == 200
    }
    assert max(asked.values(), default=0) <= CEILING, asked
