"""The only door into the trail: one INSERT for each thing that happened (norms E6, R-AUD-01)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

from govops.kernel import moment
from govops.kernel.audit.choices import Operation, Result
from govops.kernel.audit.models import AuditEntry
from govops.kernel.audit.values import clean, plain_mapping
from govops.kernel.organization.storing import insert_values

if TYPE_CHECKING:
    from govops.kernel.access.actor import Actor
    from govops.kernel.access.answers import Refused

_OPERATIONS = frozenset(Operation.values)
_RESULTS = frozenset(Result.values)
_RECORDED_NOTE = "已记入审计"
_AT_ONCE = 500


@cache
def _texts() -> tuple[tuple[str, int], ...]:
    """(name, maximum length) of every column of text."""
    lengths = [(field.attname, field.max_length) for field in AuditEntry._meta.concrete_fields]
    return tuple((name, length) for name, length in lengths if length)


def _fitted(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry as its columns take it: it must never be lost because a text was too long or odd."""
    for name, length in _texts():
        value = entry[name]
        if value:
            text = clean(value if type(value) is str else str(value))
            entry[name] = text if len(text) <= length else text[: length - 1] + "…"
    return entry


_gathered: ContextVar[list[dict[str, Any]] | None] = ContextVar("entries_gathered", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Write the entries of the block together, at its end; in the caller's transaction.

    Within another such block its entries wait with those of the other. A block that raises leaves none of its own.
    """
    if (waiting := _gathered.get()) is not None:
        before = len(waiting)
        try:
            yield
        except BaseException:
            del waiting[before:]
            raise
        return
    entries: list[dict[str, Any]] = []
    token = _gathered.set(entries)
    try:
        yield
    finally:
        _gathered.reset(token)
    if entries:
        _write(entries)


def record(
    *,
    actor: Actor,
    operation: str,
    register: str = "",
    record_id: int | None = None,
    number: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    result: str = "ok",
    rule: str = "",
    secrecy_level: int = 0,
    summary: str = "",
) -> None:
    """Write one entry in the caller's transaction.

    `before` and `after` may hold any values (see `values.plain`); too long texts are cut, secrets hidden.
    Raises ValueError for an operation or result that the trail does not know.
    """
    values = _values(
        actor=actor,
        operation=operation,
        register=register,
        record_id=record_id,
        number=number,
        before=before,
        after=after,
        result=result,
        rule=rule,
        secrecy_level=secrecy_level,
        summary=summary,
    )
    waiting = _gathered.get()
    if waiting is None:
        _write([values])
    else:
        waiting.append(values)


def _values(
    *, actor: Actor, operation: str, register: str = "", record_id: int | None = None, number: str = "", before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None, result: str = "ok", rule: str = "", secrecy_level: int = 0, summary: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The columns of an entry that happens now."""
    if operation not in _OPERATIONS or result not in _RESULTS:
        raise ValueError(f"unknown audit operation or result: {operation!r}, {result!r}")
    return {
        **_who(actor),
        "operation": str(operation),
        "register": register,
        "record_id": record_id,
        "number": number,
        "before": None if before is None else plain_mapping(before),
        "after": None if after is None else plain_mapping(after),
        "result": str(result),
        "rule": rule,
        "secrecy_level": secrecy_level,
        "summary": summary,
    }


def record_all(entries: Iterable[Mapping[str, Any]]) -> int:
    """Write many entries at once, in the order given; answers how many.

    Each mapping holds the keywords of `record`, and `at`, the moment when it happened. For imports and bulk work, which
    would otherwise spend most of their time on one INSERT an entry.
    """
    rows = []
    for entry in entries:
        given = dict(entry)
        with moment.at(given.pop("at")):
            rows.append(_values(**given))
    _write(rows)
    return len(rows)


def _who(actor: Actor) -> dict[str, Any]:
    return {
        "at": moment.now(),
        "account_id": actor.account.pk if actor.account else None,
        "actor_name": actor.name,
        "unit_name": actor.unit.name if actor.unit else "",
        "roles": ",".join(sorted(actor.roles)),
        "channel": actor.channel,
        "address": actor.address,
        "request_id": actor.request_id,
    }


def _write(entries: list[dict[str, Any]]) -> None:
    """Insert entries, each the values of every column but the id, in that order and by as few statements as may be."""
    rows = [_fitted(entry) for entry in entries]
    for start in range(0, len(rows), _AT_ONCE):
        insert_values(AuditEntry, rows[start : start + _AT_ONCE])


def refusal(
    *,
    actor: Actor,
    refused: Refused,
    operation: str = "refuse",
    register: str = "",
    record_id: int | None = None,
    number: str = "",
    secrecy_level: int = 0,
) -> None:
    """Record that a rule said no: its sentence and its id. The same exception is recorded once, however
    many layers it passes. Call it outside the transaction that the refusal rolls back.
    """
    if _RECORDED_NOTE in getattr(refused, "__notes__", ()):
        return
    record(
        actor=actor,
        operation=operation,
        register=register,
        record_id=record_id,
        number=number,
        result="refused",
        rule=refused.rule,
        secrecy_level=secrecy_level,
        summary=refused.sentence,
    )
    refused.add_note(_RECORDED_NOTE)
