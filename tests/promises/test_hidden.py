"""A row one may not see is nowhere: not in lists, counts, pages, search, the API, exports, pickers, dashboards."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from openpyxl import load_workbook

from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.processes.models import WorkItem
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.models import NeedToKnow, Record
from govops.kernel.records.sight import HIDDEN, Sight
from govops.kernel.registers import doors, lists, secrecy, site
from govops.kernel.sheets import exchange
from govops.kernel.web.paper import paper_of
from tests.promises.world import World, codes

#: somebody in that role who has nothing to do with the samples
USERNAMES = {
    "security_officer": "secrecy_office", "foreign_affairs_officer": "foreign_affairs_dept", "mr_manager": "incident_manager",
    "duty_officer": "sunhaoran", "guard": "tianbaoshan",
}  # fmt: skip


def reader_of(code: str) -> str:
    role = next(
        line.role
        for line in sorted(table.lines(), key=lambda line: ("export" not in line.operations, line.role))
        if line.register == code
        and line.scope == "all"
        and line.role not in {"end_user", "system_admin", "security_admin"}
    )
    return USERNAMES.get(role, role)


def restrict(record: Any, *people: int) -> None:
    """As if it had been so from the start: nobody outside the circle was given it (see processes.routing)."""
    code = site.of(record).code
    WorkItem.objects.filter(register=code, record_id=record.pk).delete()
    type(record)._default_manager.filter(pk=record.pk).update(is_restricted=True)
    NeedToKnow.objects.bulk_create(
        NeedToKnow(register=code, record_id=record.pk, person_id=pk) for pk in people
    )


def raise_level(record: Any) -> None:
    type(record)._default_manager.filter(pk=record.pk).update(
        is_restricted=False, secrecy_level=SecrecyLevel.TOP_SECRET
    )


def tells_of(text: str, record: Any) -> bool:
    """By its number (which may be the end of another's), or by its link on a list."""
    code = site.of(record).code
    return bool(re.search(rf"(?<![A-Z]){re.escape(record.number)}|/r/{code}/{record.pk}/", text))


def places(world: World, client: Client, api: Client, record: Any) -> dict[str, str]:
    """Everything that tells of records, as text."""
    code = site.of(record).code
    words = urlencode({"q": record.title[:30]})
    found = {
        "list": client.get(f"/r/{code}/?all=1").content.decode(),
        "list filtered": client.get(f"/r/{code}/?{words}").content.decode(),
        "search": client.get(f"/search/?{words}").content.decode(),
        "workbench": client.get("/").content.decode(),
        "messages": client.get("/messages/").content.decode(),
        "api list": api.get(f"/api/v1/{code}").content.decode(),
        "api search": api.get(f"/api/v1/search?{words}").content.decode(),
        "api inbox": api.get("/api/v1/inbox/todo").content.decode(),
    }
    export = client.get(f"/r/{code}/export/?all=1")
    if export.status_code == 200:
        content = b"".join(export.streaming_content) if export.streaming else export.content  # type: ignore[attr-defined]
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        found["export"] = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    return found


@pytest.mark.rule("R-SCR-02")
@pytest.mark.parametrize("code", codes())
def test_a_hidden_record_appears_nowhere(world: World, api_of: Callable[..., Client], code: str) -> None:
    record = world.record(code)
    reader = reader_of(code)
    client, api = world.client_of(reader), api_of(reader)
    seen = {place for place, text in places(world, client, api, record).items() if tells_of(text, record)}
    assert {"list", "list filtered", "search", "api list", "api search"} <= seen
    assert api.get(f"/api/v1/{code}").json()["count"] == 1
    restrict(record, world.person("signer"))
    assert {
        place for place, text in places(world, client, api, record).items() if tells_of(text, record)
    } == set()
    assert api.get(f"/api/v1/{code}").json()["count"] == 0
    own = f"/r/{code}/{record.pk}/"
    for address in (own, f"{own}print/", f"{own}picture/", f"{own}timing/"):
        assert client.get(address).status_code in {403, 404}, address
    for address in ("", "/history", "/moves"):
        assert api.get(f"/api/v1/{code}/{record.pk}{address}").status_code == 404, address
    assert client.post(f"{own}comment/", {"text": "看得见吗"}).status_code == 404
    assert client.post(f"{own}follow/").status_code == 404


@pytest.mark.rule("R-SCR-02")
@pytest.mark.parametrize("code", codes())
def test_a_record_above_ones_clearance_is_not_there(
    world: World, api_of: Callable[..., Client], code: str
) -> None:
    record = world.record(code)
    raise_level(record)
    reader = reader_of(code)
    client = world.client_of(reader)
    assert record.number not in client.get(f"/r/{code}/?all=1").content.decode()
    assert client.get(f"/r/{code}/{record.pk}/").status_code == 404
    assert api_of(reader).get(f"/api/v1/{code}").json()["count"] == 0


@pytest.mark.rule("R-SCR-02")
@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("code", codes())
def test_a_hidden_record_cannot_be_acted_on(world: World, api_of: Callable[..., Client], code: str) -> None:
    """Who may not see it is told that it is not there, whatever the verb."""
    record = world.record(code)
    reader = reader_of(code)
    restrict(record, world.person("signer"))
    before = type(record)._default_manager.values().get(pk=record.pk)
    client, api = world.client_of(reader), api_of(reader)
    process = site.get(code).process
    for verb in ["approve", "submit", *(process.moves if process else ())]:
        assert client.post(f"/r/{code}/{record.pk}/do/", {"move": verb}).status_code == 404, verb
        assert client.post(f"/r/{code}/{record.pk}/do/{verb}/", {}).status_code == 404, verb
        assert (
            api.post(f"/api/v1/{code}/{record.pk}/{verb}", {}, content_type="application/json").status_code
            == 404
        ), verb
    assert (
        client.post(f"/r/{code}/bulk/", {"move": "approve", "ids": [record.pk]})
        .content.decode()
        .count(record.number)
        == 0
    )
    assert client.post(f"/r/{code}/{record.pk}/edit/", {}).status_code in {403, 404}
    assert api.patch(
        f"/api/v1/{code}/{record.pk}", {"version": 1}, content_type="application/json"
    ).status_code in {403, 404}
    assert type(record)._default_manager.values().get(pk=record.pk) == before


@pytest.mark.rule("R-SCR-02")
@pytest.mark.parametrize("code", codes())
def test_the_narrow_scope_is_ones_own(world: World, code: str) -> None:
    """普通用户 of another unit sees nothing of it unless the table says all; the base queryset of counts agrees."""
    scope = next(
        (
            line.scope
            for line in table.lines()
            if (line.role, line.register) == ("end_user", code) and "read" in line.operations
        ),
        "",
    )
    world.record(code)
    stranger = world.actor("jinzeyu")
    count = lists.base(site.get(code), stranger).count()
    assert count == (1 if scope == "all" else 0)


@pytest.mark.rule("R-SCR-02")
def test_who_may_know_sees_it_and_the_reading_is_recorded(world: World) -> None:
    record = world.record("visitor_entry")
    restrict(record, world.person("mr_manager"))
    before = AuditEntry.objects.filter(operation="read").count()
    assert world.client_of("mr_manager").get(f"/r/visitor_entry/{record.pk}/").status_code == 200
    assert AuditEntry.objects.filter(operation="read").count() == before + 1


@pytest.mark.rule("R-SCR-02")
@pytest.mark.parametrize("name", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_are_not_above_it(world: World, name: str) -> None:
    record = world.record("visitor_entry")
    assert world.client_of(name).get(f"/r/visitor_entry/{record.pk}/").status_code == 403
    assert record.number not in world.client_of(name).get("/search/?q=精密空调").content.decode()


# --- 标密 ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-SCR-03")
@pytest.mark.parametrize("level", [2, 3, 4])
def test_what_is_above_the_systems_level_is_not_taken(world: World, level: int) -> None:
    data = world.data("visitor_entry") | {
        "secrecy_level": level,
        "secrecy_years": "5",
        "known_to": [world.person("signer")],
    }
    with pytest.raises(Refused, match="最高密级") as refused:
        world.create("visitor_entry", data, by="end_user")
    assert refused.value.rule == "R-SCR-03"


@pytest.mark.rule("R-SCR-01")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"secrecy_years": ""}, "secrecy_years"), ({"secrecy_years": "11"}, "secrecy_years"), ({"known_to": []}, "known_to"),
    ],
)  # fmt: skip
def test_a_secret_needs_its_period_and_who_may_know(
    world: World, changes: dict[str, Any], field: str
) -> None:
    from types import SimpleNamespace

    from govops.kernel import moment
    from govops.kernel.processes.declarations import Deed

    given = {"secrecy_years": "10", "known_to": [1]} | changes
    record = SimpleNamespace(
        secrecy_level=2, secrecy_years=int(given["secrecy_years"]) if given["secrecy_years"] else None
    )
    deed = Deed(actor=world.actor("secrecy_office"), at=moment.now(), data={"known_to": given["known_to"]})
    answer = secrecy.secrecy_is_complete(record, deed)
    assert not answer
    assert (answer.field, answer.rule) == (field, "R-SCR-01")


@pytest.mark.rule("R-SCR-01")
@pytest.mark.parametrize(("level", "years"), [(2, 10), (3, 20), (4, 30)])
def test_the_longest_periods_are_the_laws(world: World, level: int, years: int) -> None:
    from types import SimpleNamespace

    from govops.kernel import moment
    from govops.kernel.processes.declarations import Deed

    deed = Deed(actor=world.actor("secrecy_office"), at=moment.now(), data={"known_to": [1]})
    assert secrecy.secrecy_is_complete(SimpleNamespace(secrecy_level=level, secrecy_years=years), deed)
    assert not secrecy.secrecy_is_complete(
        SimpleNamespace(secrecy_level=level, secrecy_years=years + 1), deed
    )


def test_restricting_oneself_out_of_ones_own_record_is_impossible(world: World) -> None:
    record = world.record("visitor_entry")
    restrict(record, world.person("signer"))
    assert doors.get(site.get("visitor_entry"), record.pk, actor=world.actor("end_user")).pk == record.pk


@pytest.mark.rule("R-SCR-02")
def test_a_hidden_record_is_not_offered_to_choose_from(world: World) -> None:
    """Neither in another register's form and filters, nor by the type-ahead; and naming it outright is refused."""
    room = world.record("machine_room")
    data = world.data("visitor_entry")
    client = world.client_of("drafter")
    option = f'value="{room.pk}">{room.name}<'
    assert option in client.get("/r/visitor_entry/new/").content.decode()
    restrict(room, world.person("signer"))
    assert option not in client.get("/r/visitor_entry/new/").content.decode()
    assert f">{room.name}<" not in client.get("/r/visitor_entry/?all=1").content.decode()
    assert room.name not in client.get("/pick/machine_room/?q=机房").content.decode()
    with pytest.raises(Refused):
        world.create("visitor_entry", data, by="drafter")


# --- names of what is referred to --------------------------------------------------------------------------------------

REFERRED = "特别机房九号"


def _places_that_name(world: World, reader: str, record: Any) -> dict[str, str]:
    """Every place of the visit in which the name of its machine room stands, or would stand."""
    client, own = world.client_of(reader), f"/r/visitor_entry/{record.pk}/"
    export = client.get("/r/visitor_entry/export/?all=1")
    content = b"".join(export.streaming_content) if export.streaming else export.content  # type: ignore[attr-defined]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    paper = paper_of(site.of(record), record, world.actor(reader), address="https://oa.example/verify/")
    return {
        "list": client.get("/r/visitor_entry/?all=1").content.decode(),
        "page": client.get(own).content.decode(),
        "export": " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row),
        "print": str(paper["groups"]),
    }


@pytest.mark.rule("R-SCR-02")
@pytest.mark.parametrize("hide", [restrict, raise_level])
def test_the_name_of_a_hidden_record_is_not_told_where_another_refers_to_it(
    world: World, hide: Callable[[Any], None]
) -> None:
    record, room = world.record("visitor_entry"), world.record("machine_room")
    type(room)._default_manager.filter(pk=room.pk).update(name=REFERRED)
    reader = reader_of("visitor_entry")
    record = type(record)._default_manager.get(pk=record.pk)
    before = _places_that_name(world, reader, record)
    assert {place for place, text in before.items() if REFERRED in text} == set(before)
    for one in (room, *room.zones.all()):  # a zone is called after its room
        hide(one)
    record = type(record)._default_manager.get(pk=record.pk)
    after = _places_that_name(world, reader, record)
    assert {place for place, text in after.items() if REFERRED in text} == set()
    assert {place for place, text in after.items() if "（无权查看）" in text} == set(after)
    assert f"/r/machine_room/{room.pk}/" not in after["page"]


@pytest.mark.rule("R-SCR-02")
def test_a_workbook_with_hidden_names_changes_nothing_when_it_is_read_back(world: World) -> None:
    record, room = world.record("visitor_entry"), world.record("machine_room")
    restrict(room)
    reader = reader_of("visitor_entry")
    export = world.client_of(reader).get("/r/visitor_entry/export/?all=1")
    content = b"".join(export.streaming_content) if export.streaming else export.content  # type: ignore[attr-defined]
    report = exchange.take_in(
        site.of(record),
        SimpleUploadedFile("back.xlsx", content),
        actor=world.actor(reader),
        commit=False,
    )
    assert (report.unchanged, report.problems) == (1, [])


@pytest.mark.rule("R-SCR-02")
def test_names_are_looked_up_once_a_page_however_many_rows(
    world: World, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """One query for each kind of record that is referred to, none where the rows settle it."""
    rooms = [world.record("machine_room")]
    actor = world.actor(reader_of("visitor_entry"))
    with django_assert_num_queries(0):
        assert Sight(actor).name_of(rooms[0]) == str(rooms[0])
    restrict(rooms[0])
    rooms = list(type(rooms[0])._default_manager.all())
    sight = Sight(actor)
    with django_assert_num_queries(1):
        sight.look_at(rooms * 50)
        assert [sight.name_of(room) for room in rooms] == [HIDDEN] * len(rooms)
    assert sight.name_of(actor.person) == str(actor.person), "people are known to everybody"


# --- what a title names -------------------------------------------------------------------------------------------------

#: what records are called by
_CALLED_BY = ("title", "name", "subject", "public_words")


def named_by(record: Any) -> list[Any]:
    """The records that this one refers to, of registers that know secrecy."""
    rows: list[Any] = []
    for field in record._meta.fields:
        if isinstance(field, ReferencesField) and issubclass(field.target, Record):
            rows += field.rows(list(getattr(record, field.name)))
        elif field.many_to_one and issubclass(field.remote_field.model, Record):
            rows.append(getattr(record, field.name))
    return [row for row in rows if row is not None and site.of(row).secrecy]


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("how", [restrict, raise_level])
def test_a_title_names_nothing_that_is_known_to_few(
    world: World, code: str, how: Callable[[Any], None]
) -> None:
    record = world.record(code)
    others = named_by(record)
    words = {
        word: other.number
        for other in others
        for name in _CALLED_BY
        if len(word := str(getattr(other, name, ""))) > 1
    }
    for other in others:
        how(other)
    fresh = type(record)._default_manager.get(pk=record.pk)
    title = site.get(code).title_of(fresh)
    told = [word for word in words if word in title and word not in _own_words(fresh)]
    assert not told, title


def _own_words(record: Any) -> str:
    """What people wrote into the record themselves, and what it remembers of its day."""
    fields = (
        field for field in record._meta.fields if isinstance(field, models.CharField | models.TextField)
    )
    return "\n".join(
        str(getattr(record, field.name)) for field in fields if field.name not in {"title", "number"}
    )
