"""Items and relations through the door for many, as an import saves them; everything is taken back at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person
from govops.kernel.registers import many, site
from govops.modules.configuration.public import ConfigurationItem, ItemType, RelationKind

ITEMS_OF = 4  # one item in so many rows; the others are relations


def importer() -> Actor:
    """Whoever may register items."""
    person = Person.objects.filter(is_active=True).select_related("unit").order_by("pk").first()
    return Actor(account=None, person=person, roles=frozenset({"configuration_manager"}), channel="import")


def items(count: int, kind: ItemType, person: Person) -> Iterator[dict[str, Any]]:
    for n in range(count):
        yield {
            "name": f"批量服务器{n:05}", "type": kind.name, "owner_unit": person.unit.code, "custodian": person.employee_no,
            "network_zone": "extranet", "ip_address": f"10.{n // 65536}.{n // 256 % 256}.{n % 256}", "brand": "浪潮", "model_name": "NF5280",
            "mac_address": f"02:00:00:{n // 65536:02x}:{n // 256 % 256:02x}:{n % 256:02x}", "serial_number": f"BSN{n:06}", "asset_number": f"BZC-{n:06}",
            "enters_as": "stock", "importance": "normal", "values": {"memory": "64", "hostname": f"host{n:05}"},
        }  # fmt: skip


def relations(count: int, numbers: list[str], kind: RelationKind) -> Iterator[dict[str, Any]]:
    many_items = len(numbers)
    for n in range(count):
        step = 1 + n // many_items
        yield {
            "source": numbers[n % many_items],
            "target": numbers[(n + step) % many_items],
            "kind": kind.code,
            "needed": "1",
        }


def measure(rows: int) -> dict[str, float]:
    """Seconds for `rows` rows, items and relations together."""
    actor = importer()
    assert actor.person is not None
    kind = ItemType.objects.get(code="server")
    relation = RelationKind.objects.get(code="connects")
    count = max(rows // ITEMS_OF, 2)
    with transaction.atomic():
        started = time.perf_counter()
        made = many.create(site.get("configuration_item"), items(count, kind, actor.person), actor=actor)
        between = time.perf_counter()
        numbers = [item.number for item in made]
        many.create(site.get("item_relation"), relations(rows - count, numbers, relation), actor=actor)
        ended = time.perf_counter()
        assert ConfigurationItem.objects.filter(number__in=numbers).count() == count
        transaction.set_rollback(True)
    return {"items": between - started, "relations": ended - between, "together": ended - started}
