"""Everything that a record left behind, to be held against what another one left."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from govops.demo.history.bulk import Verb
from govops.kernel import moment
from govops.kernel.audit.models import AuditEntry
from govops.kernel.processes import engine
from govops.kernel.processes.models import Act, ProcessRun, WorkItem
from govops.kernel.registers import doors, site
from govops.kernel.signatures.models import ElectronicSignature

MONDAY = date(2026, 3, 2)


def at(hour: int, minute: int = 0, *, day: date = MONDAY) -> datetime:
    return timezone.make_aware(
        datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=minute)
    )


def told(register: str, record: Any) -> dict[str, Any]:
    """Everything that the record left, without what is its own: ids and numbers."""
    fields = {f.name for f in record._meta.fields} - {"id", "number", "search_vector"}
    fresh = type(record).objects.get(pk=record.pk)
    at_record = {"register": register, "record_id": record.pk}
    own = ("id", "run_id", "record_id", "signature_id", "request_id", "mac", "digest", "act_id")

    def rows(model: Any, order: str) -> list[dict[str, Any]]:
        found = model.objects.filter(**at_record).order_by(order)
        return [{k: _same(v, record) for k, v in row.items() if k not in own} for row in found.values()]

    return {
        "record": {name: getattr(fresh, name) for name in fields},
        "run": rows(ProcessRun, "id"),
        "items": sorted(
            rows(WorkItem, "id"),
            key=lambda row: (row["arrived_at"], row["step"], row["place"], row["person_id"]),
        ),
        "acts": rows(Act, "id"),
        "signatures": rows(ElectronicSignature, "id"),
        "trail": sorted(rows(AuditEntry, "id"), key=lambda row: (row["at"], row["operation"])),
    }


def _same(value: Any, record: Any) -> Any:
    """Numbers and signature ids differ from record to record and say nothing."""
    if isinstance(value, dict):
        return {
            k: _same(v, record)
            for k, v in value.items()
            if k not in {"签名编号", "摘要", "number", "basis_number"}
        }
    return value.replace(record.number, "…") if isinstance(value, str) else value


def through_the_doors(
    register: str, actor: Any, when: datetime, data: dict[str, Any], verbs: tuple[Verb, ...]
) -> Any:
    with moment.at(when):
        record = doors.create(site.get(register), data, actor=actor)
    for verb in verbs:
        with moment.at(verb.at):
            record = engine.perform(register, record.pk, verb.name, actor=verb.actor, data=verb.data).record
    return record


def assert_alike(first: dict[str, Any], second: dict[str, Any]) -> None:
    for part in first:
        if isinstance(first[part], list):
            for one, other in zip(first[part], second[part], strict=True):
                assert one == other, part
        assert first[part] == second[part], part
