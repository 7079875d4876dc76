"""Labels: the items of a list as small stickers with a code that leads to the item's page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from govops.kernel import parameters
from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Unit
from govops.kernel.printing.compiler import compile_pdf
from govops.kernel.printing.verification import qr_svg
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.registers import lists, site
from govops.modules.assets.parameters import LABEL_ADDRESS

REGISTER = "configuration_item"
PRINT = Path(__file__).resolve().parents[1] / "print"
#: who prints labels
PRINTERS = frozenset({"asset_officer", "configuration_manager"})
#: labels on a sheet, 70 × 37 mm each
COLUMNS, ROWS = 3, 8
SHEET = COLUMNS * ROWS
MOST = 25 * SHEET
_NUMBERS = re.compile(r"[\s,，、;；]+")
#: what the page asks by itself, beside the filters of the item list
OWN = ("numbers", "ids", "skip", "back")


def chosen(query: QueryDict, actor: Actor) -> QuerySet[Any] | None:
    """The items that the address names: by ids, by numbers, or by the filters of the list; None when it names none."""
    register = site.get(REGISTER)
    items = lists.base(register, actor, operation="print").order_by("number")
    if ids := [int(pk) for pk in query.getlist("ids") if pk.isdecimal() and len(pk) < 19]:
        return items.filter(pk__in=ids)
    if numbers := [word.upper() for word in _NUMBERS.split(query.get("numbers", "")) if word]:
        return items.filter(number__in=numbers[:MOST])
    filters = query.copy()
    for name in OWN:
        filters.pop(name, None)
    if not any(value for values in filters.lists() for value in values[1]):
        return None
    return lists.narrowed(register, items, filters, actor)


def skipped(query: QueryDict) -> int:
    """How many places of the first sheet are used up already, 0 to 23."""
    raw = query.get("skip", "")
    return min(int(raw), SHEET - 1) if raw.isdecimal() and len(raw) < 4 else 0


def pdf(items: Iterable[Any], *, address: str, skip: int = 0) -> bytes:
    """The sheets; `address` is the root of this installation as a scanner sees it."""
    root = str(parameters.value(LABEL_ADDRESS.key) or address).rstrip("/")
    owner = Unit.objects.filter(parent__isnull=True).order_by("order", "pk").first()
    labels = [label(item, root) for item in items]
    return compile_pdf(
        PRINT / "labels.typ", {"labels": labels, "skip": skip, "owner": owner.name if owner else ""}
    )


def label(item: Any, root: str) -> dict[str, str]:
    """What one label says; a classified item shows its number only."""
    is_discreet = item.secrecy_level >= SecrecyLevel.CONFIDENTIAL or item.is_restricted
    return {
        "number": item.number,
        "name": "" if is_discreet else item.name,
        "asset": item.asset_number,
        "serial": "" if is_discreet else item.serial_number,
        "qr": qr_svg(f"{root}/r/{REGISTER}/{item.pk}/"),
    }
