"""One form, three doors, one record: page, API and workbook agree, and every save leaves exactly one entry."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from govops.kernel.access import table
from govops.kernel.audit.models import AuditEntry
from govops.kernel.records import facts
from govops.kernel.registers import doors, site
from tests.promises.doors import DOORS, Door, table_of
from tests.promises.world import World, codes


def plain(record: Any) -> dict[str, Any]:
    """What the form holds, in words."""
    return {name: facts.words(record, name) for name in site.of(record).fields}


def newest(code: str) -> Any:
    return site.get(code).model._default_manager.order_by("-pk")[0]


def forms(door: str) -> list[str]:
    return codes(made_by_people=True, imports=door == "import")


CASES = [(door, code) for door in DOORS for code in forms(door)]


@pytest.mark.parametrize(("door", "code"), CASES, ids=[f"{code}-{door}" for door, code in CASES])
def test_a_form_through_a_door_is_the_record_and_one_entry(world: World, door: str, code: str) -> None:
    sample = world.sample(code)
    data = world.data(code)
    expected = plain_of(world, code, data)
    before = AuditEntry.objects.filter(register=code).count()
    said = Door(world, door).write(code, data, by=sample.by)
    assert said.ok, said.words
    record = newest(code)
    assert plain(record) == expected
    entries = list(
        AuditEntry.objects.filter(register=code).order_by("-id")[
            : AuditEntry.objects.filter(register=code).count() - before
        ]
    )
    assert [(e.operation, e.record_id, e.channel) for e in entries if e.operation != "import"] == [
        ("create", record.pk, door)
    ]
    assert entries[-1].number == record.number
    assert record.created_by_id == world.person(sample.by)


def plain_of(world: World, code: str, data: dict[str, Any]) -> dict[str, Any]:
    """The words that the typed form should be read as; taken from the form itself."""
    form = doors.form_of(site.get(code))(data)
    assert form.is_valid(), form.errors
    record = form.instance
    record.applicant = world.actor(world.sample(code).by).person
    record.unit = record.applicant.unit
    site.get(code).prepare(record, world.actor(world.sample(code).by))
    return plain(record)


CHANGES = [(door, code) for door in DOORS for code in codes(changed=True, imports=door == "import")]


@pytest.mark.parametrize(("door", "code"), CHANGES, ids=[f"{code}-{door}" for door, code in CHANGES])
def test_a_change_through_a_door_changes_that_and_leaves_one_entry(
    world: World, door: str, code: str
) -> None:
    sample = world.sample(code)
    record = world.record(code)
    name, value = sample.changed
    before, entries = plain(record), AuditEntry.objects.filter(register=code, record_id=record.pk).count()
    said = Door(world, door).change(record, {name: value}, by=sample.by)
    assert said.ok, said.words
    after = newest(code)
    assert after.pk == record.pk
    assert plain(after) == before | {name: str(value)}
    assert after.version == record.version + 1
    entry = AuditEntry.objects.filter(register=code, record_id=record.pk).order_by("-id")[0]
    assert AuditEntry.objects.filter(register=code, record_id=record.pk).count() == entries + 1
    assert (entry.operation, entry.channel, set(entry.after)) == ("update", door, {name})


@pytest.mark.parametrize("code", codes(imports=True, made_by_people=True))
def test_what_the_api_tells_and_the_export_shows_is_the_record(world: World, code: str) -> None:
    sample = world.sample(code)
    record = world.record(code)
    door = Door(world, "api")
    told = door.api("get", f"{code}/{record.pk}", {}, by=sample.by)
    body = json.loads(told.words)
    assert (body["number"], body["title"], body["version"]) == (record.number, record.title, record.version)
    assert set(site.get(code).fields) <= set(body)
    line = next((line for line in exported(world, code) if line["编号"] == record.number), None)
    if line is None:
        pytest.skip("nobody may export it")
    for name in site.get(code).fields:
        field: Any = record._meta.get_field(name)
        value = line[str(field.verbose_name)]
        if field.get_internal_type() in {"CharField", "TextField"} and not field.choices:
            assert (value or "") == getattr(record, name), name
        if field.get_internal_type() == "DateTimeField":
            assert value == timezone.localtime(getattr(record, name)).replace(tzinfo=None, microsecond=0), (
                name
            )


def exporter(code: str) -> str:
    """Somebody who may write and export, else somebody who may export."""
    rights: dict[str, set[str]] = {}
    for line in table.lines():
        if line.register == code:
            rights.setdefault(line.role, set()).update(line.operations)
    both = [role for role, held in rights.items() if {"write", "export"} <= held]
    return (both or [role for role, held in rights.items() if "export" in held] or [""])[0]


def exported(world: World, code: str) -> list[dict[str, Any]]:
    who = exporter(code)
    if not who:
        return []
    answer = world.client_of({"security_officer": "secrecy_office"}.get(who, who)).get(
        f"/r/{code}/export/?all=1"
    )
    assert answer.status_code == 200
    return table_of(answer.content)


def writes_and_exports(code: str) -> bool:
    return any(
        {"write", "export"} <= line.operations and line.scope == "all"
        for line in table.lines()
        if line.register == code
    )


@pytest.mark.parametrize(
    "code", [code for code in codes(imports=True, made_by_people=True) if writes_and_exports(code)]
)
def test_a_re_import_of_an_export_is_a_no_op(world: World, code: str) -> None:
    for _ in range(2):
        world.another(code)
    who = exporter(code)
    client = world.client_of(who)
    content = client.get(f"/r/{code}/export/?all=1").content
    before = list(site.get(code).model._default_manager.order_by("pk").values())
    entries = AuditEntry.objects.filter(register=code, operation__in=("create", "update")).count()
    said = Door(world, "import").send(code, content, by=who)
    assert said.ok, said.words
    assert "未变 2 条" in said.words
    assert list(site.get(code).model._default_manager.order_by("pk").values()) == before
    assert AuditEntry.objects.filter(register=code, operation__in=("create", "update")).count() == entries


@pytest.mark.parametrize("code", codes(imports=True))
def test_the_template_has_a_column_for_every_field_and_says_what_goes_there(world: World, code: str) -> None:
    content = world.client_of(world.sample(code).by).get(f"/r/{code}/template/").content
    book = load_workbook(io.BytesIO(content))
    heads = [cell.value for cell in book.worksheets[0][1]]
    fields = [str(site.get(code).model._meta.get_field(name).verbose_name) for name in site.get(code).fields]  # type: ignore[union-attr]
    assert heads[: len(fields) + 1] == ["编号", *fields]
    assert book.worksheets[-1].title == "填写说明"
