"""What the rules of configuration share: how a record stood before, why it changes, which paper says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from govops.kernel import parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.records import kinds
from govops.kernel.records.snapshots import Snapshot
from govops.kernel.registers.foresight import foresight_of
from govops.modules.configuration.choices import ItemState
from govops.modules.configuration.parameters import REASON_REQUIRED

#: in service: whoever changes such an item says why (R-CI-02)
IN_SERVICE = frozenset({ItemState.IN_USE, ItemState.REPAIR, ItemState.IDLE})
#: what a change of is no change of the thing
_NOT_THE_THING = frozenset({"reason", "reference", "title", "unit", "type_edition", "enters_as"})
_OWN_SERIES = frozenset({"PZFX", "PZX", "PZLX", "GXLX", "PZGX", "PZTY"})
_NUMBER = re.compile(r"([A-Z]{2,8})-\d{4}-\d{4,}")


@dataclass(frozen=True)
class Why:
    """Why a change is made, and the number of the paper it rests on."""

    reason: str = ""
    reference: str = ""


def take_why(record: Any) -> None:
    """Keep the reason apart: it belongs to this change, not to the record, whose next change needs its own."""
    record.why = Why(record.reason.strip(), record.reference.strip().upper())
    record.reason = record.reference = ""


def why_of(record: Any) -> Why:
    """What was given as reason and reference, by a form (kept apart) or with a move (on the record)."""
    kept: Why | None = getattr(record, "why", None)
    return kept or Why(record.reason.strip(), record.reference.strip().upper())


def stood(record: Any) -> Any:
    """The row as it stands in the database; None for a new one. Asked once a deed."""
    if record.pk is None:
        return None
    if not hasattr(record, "_stood"):
        record._stood = type(record)._default_manager.filter(pk=record.pk).first()
    return record._stood


def differences(before: Any, record: Any) -> list[str]:
    """The fields that make it another thing than before."""
    return [name for name in Snapshot(before).changed(record) if name not in _NOT_THE_THING]


def exists(reference: str) -> bool:
    """Whether some record of another domain has that number: one query."""
    found = _NUMBER.fullmatch(reference)
    if found is None or found[1] in _OWN_SERIES:
        return False
    models = [kind.model for kind in kinds.all_kinds() if kind.series == found[1]]
    return any(model._default_manager.filter(number=reference).exists() for model in models)


def _is_known(record: Any, reference: str) -> bool:
    """`exists`, asked once for all records that are checked together."""
    ahead = foresight_of(record)
    if ahead is None:
        return exists(reference)
    known: dict[str, bool] = ahead.__dict__.setdefault("references", {})
    if reference not in known:
        known[reference] = exists(reference)
    return known[reference]


def says_why(record: Any) -> Answer:
    """A reason, and a reference that exists."""
    if not parameters.value(REASON_REQUIRED.key):
        return Allowed()
    why = why_of(record)
    if len(why.reason) < 2:
        return Denied("在用的配置项及其关系变更须写明“变更原因”。", field="reason")
    if not why.reference:
        return Denied(
            "在用的配置项及其关系变更须填写“依据单号”（变更单、事件单、服务请求或盘点单的编号）。",
            field="reference",
        )
    return rests_on_what_it_names(record)


def rests_on_what_it_names(record: Any) -> Answer:
    """A reference, wherever one is given, is the number of a record that exists."""
    reference = why_of(record).reference
    if not reference or _is_known(record, reference):
        return Allowed()
    return Denied(
        f"没有编号为“{reference}”的单据，请核对“依据单号”；如尚无单据，请先登记变更或服务请求。采购、合同的编号请写在原因里。",
        field="reference",
    )


# --- an approved proposal being applied -------------------------------------------------------------------------------

_applying: ContextVar[Any] = ContextVar("an approved proposal", default=None)


@contextmanager
def applying(proposal: Any) -> Iterator[None]:
    """While an approved proposal is applied: the item that it names may be changed."""
    token = _applying.set(proposal)
    try:
        yield
    finally:
        _applying.reset(token)


def applied_now(item: Any) -> Any:
    """The approved proposal by which this item is changed at the moment, or None."""
    proposal = _applying.get()
    return proposal if proposal is not None and proposal.item_id == item.pk else None
