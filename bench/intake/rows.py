"""A workbook of items and relations taken in as people bring it: read, tried, saved; everything is taken back at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db import transaction

from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person
from govops.kernel.sheets import reading, writing
from govops.kernel.sheets.values import shown
from govops.modules.configuration.intake import plans, reporting, workbook
from govops.modules.configuration.public import ConfigurationItem, ItemType, RelationKind
from govops.modules.configuration.rules.common import Why

ITEMS_OF = 4  # one item in so many rows; the others are relations
_Answer = TypeVar("_Answer")


def importer() -> Actor:
    """Whoever may register items."""
    person = Person.objects.filter(is_active=True).select_related("unit").order_by("pk").first()
    return Actor(account=None, person=person, roles=frozenset({"configuration_manager"}), channel="page")


def items(count: int, person: Person) -> Iterator[dict[str, Any]]:
    """Servers, each told apart by its asset number."""
    for n in range(count):
        yield {
            "name": f"批量服务器{n:05}", "owner_unit": person.unit.code, "custodian": person.employee_no, "network_zone": "extranet",
            "ip_address": f"10.{n // 65536}.{n // 256 % 256}.{n % 256}", "brand": "浪潮", "model_name": "NF5280",
            "mac_address": f"02:00:00:{n // 65536:02x}:{n // 256 % 256:02x}:{n % 256:02x}", "serial_number": f"BSN{n:06}", "asset_number": f"BZC-{n:06}",
            "enters_as": "stock", "importance": "normal", "values.memory": 64, "values.hostname": f"host{n:05}",
        }  # fmt: skip


def relations(count: int, many_items: int) -> Iterator[dict[str, Any]]:
    """Each server with the next, the one after that, and so on."""
    for n in range(count):
        step = 1 + n // many_items
        yield {
            "source": f"BZC-{n % many_items:06}",
            "target": f"BZC-{(n % many_items + step) % many_items:06}",
        }


def content_of(rows: int, person: Person) -> bytes:
    """The .xlsx file with so many rows."""
    count = max(rows // ITEMS_OF, 2)
    book = writing.new_book("批量导入", "bench")
    for plan, lines in (
        (plans.plan_of_type(ItemType.objects.get(code="server")), items(count, person)),
        (plans.plan_of_kind(RelationKind.objects.get(code="connects")), relations(rows - count, count)),
    ):
        writer = writing.SheetWriter(plan, book=book)
        for line in lines:
            writer.add([shown(column, line.get(column.name)) for column in plan.columns])
        writer.close()
    return writing.saved(book)


def measure(rows: int) -> dict[str, float]:
    """Seconds for each phase of `rows` rows: counted on arrival, tried, saved, and the result written down."""
    actor = importer()
    assert actor.person is not None
    content, seconds = content_of(rows, actor.person), {}
    _, seconds["counted"] = _timed(lambda: reading.row_count(content))
    tried, seconds["tried"] = _timed(lambda: workbook.run(content, Why(), actor=actor))
    assert tried.is_clean, tried.problems[:3]
    with transaction.atomic():
        before = ConfigurationItem.objects.count()
        saved, seconds["saved"] = _timed(lambda: workbook.run(content, Why(), actor=actor, commit=True))
        assert saved.counts["新增"] == rows, saved.problems[:3]
        assert ConfigurationItem.objects.count() - before == max(rows // ITEMS_OF, 2)
        transaction.set_rollback(True)
    _, seconds["told"] = _timed(lambda: reporting.told(saved))
    return seconds


def _timed(do: Callable[[], _Answer]) -> tuple[_Answer, float]:
    began = time.perf_counter()
    answer = do()
    return answer, time.perf_counter() - began
