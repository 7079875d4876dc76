"""The only door into the trail: one INSERT for each thing that happened (norms E6, R-AUD-01)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection, models

from govops.kernel import moment
from govops.kernel.audit.choices import Operation, Result
from govops.kernel.audit.models import AuditEntry
from govops.kernel.audit.values import clean, is_secret, plain_mapping

if TYPE_CHECKING:
    from govops.kernel.access.actor import Actor
    from govops.kernel.access.answers import Refused

_OPERATIONS = frozenset(Operation.values)
_RESULTS = frozenset(Result.values)
_RECORDED_NOTE = "已记入审计"


@cache
def _columns() -> tuple[tuple[str, int | None, bool], ...]:
    """(name, maximum length of a text or None, is JSON) of every column but the id, in table order."""
    return tuple(
        (field.attname, field.max_length, isinstance(field, models.JSONField))
        for field in AuditEntry._meta.concrete_fields
        if not field.primary_key
    )


@cache
def _insert() -> str:
    columns = ", ".join(name for name, _, _ in _columns())
    places = ", ".join("%s::jsonb" if is_json else "%s" for _, _, is_json in _columns())
    return f"INSERT INTO {AuditEntry._meta.db_table} ({columns}) VALUES ({places}) RETURNING id"  # noqa: S608


def _fit(value: Any, length: int | None, is_json: bool) -> Any:
    """The value as the column takes it: an entry must never be lost because a text was too long or odd."""
    if is_json:
        return None if value is None else json.dumps(value, ensure_ascii=False)
    if length is None or value is None:
        return value
    text = clean(str(value))
    return text if len(text) <= length else text[: length - 1] + "…"


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
) -> AuditEntry:
    """Write one entry in the caller's transaction and return it.

    `before` and `after` may hold any values (see `values.plain`); too long texts are cut, secrets hidden.
    Raises ValueError for an operation or result that the trail does not know.
    The statement is fixed and bypasses the ORM's compiler: it runs on every save of every register.
    """
    return _write(
        _values(
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
    )


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
            values = _values(**given)
        rows.append([_fit(values[name], length, is_json) for name, length, is_json in _columns()])
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_insert().removesuffix(" RETURNING id"), rows)
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


def _write(values: dict[str, Any]) -> AuditEntry:
    """Insert the values of every column but the id; the entry as it is stored."""
    parameters = [_fit(values[name], length, is_json) for name, length, is_json in _columns()]
    with connection.cursor() as cursor:
        cursor.execute(_insert(), parameters)
        (identity,) = cursor.fetchone()
    for (name, length, _), stored in zip(_columns(), parameters, strict=True):
        if length is not None:
            values[name] = stored
    entry = AuditEntry(id=identity, **values)
    entry._state.adding = False
    entry._state.db = connection.alias
    return entry


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


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two mappings in plain form, cut down to the keys whose value differs (a missing key is None)."""
    old, new = plain_mapping(before), plain_mapping(after)
    keys = [
        key
        for key in {**old, **new}
        if old.get(key) != new.get(key) or (is_secret(key) and before.get(key) != after.get(key))
    ]
    return {key: old.get(key) for key in keys}, {key: new.get(key) for key in keys}
