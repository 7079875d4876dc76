"""Remembered facts as people read them: a state of the past becomes an object that is shown like one of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from govops.kernel.attributes import ValuesField, sealing, showing
from govops.kernel.attributes.showing import word
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import process_of
from govops.kernel.records import kinds, referring
from govops.kernel.records.facts import words
from govops.kernel.records.sight import Sight

Facts = Mapping[str, Any]
#: title, before, after
Change = tuple[str, str, str]
_SAID_ELSEWHERE = frozenset({"title", "number"})
#: what tells why, and how it entered: no state of the thing
_OF_A_CHANGE = frozenset({"reason", "reference", "enters_as"})


def rebuilt(register: str, pk: int, facts: Facts) -> Any:
    """The record as it stood: an object that is never saved."""
    model = kinds.get(register).model
    record: Any = model(pk=pk)  # type: ignore[misc]
    for name, value in facts.items():
        field = _field(model, name)
        if field is not None:
            setattr(record, field.attname, field.to_python(value) if value is not None else None)
    return record


def _field(model: type[models.Model], name: str) -> Any:
    """The field; None for a column that has gone since."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def title_of_field(register: str, name: str) -> str:
    """What people call a remembered field."""
    field = _field(kinds.get(register).model, name)
    return str(field.verbose_name) if field is not None else name


def look_over(
    register: str,
    records: Sequence[Any],
    sight: Sight,
    *,
    names: Iterable[str] | None = None,
    known: Any = None,
) -> None:
    """Read together what rebuilt records refer to (in the fields `names`): one query a kind of thing, however many records.

    What `known`, the record of today, has at hand and they refer to as well is not read again.
    """
    model = kinds.get(register).model
    chosen = set(kinds.get(register).fields if names is None else names)
    fields = [field for field in model._meta.fields if field.name in chosen]
    wanted: dict[str, Any] = {
        field.name: {"unit": {}} if field.remote_field.model is Person else {}
        for field in fields
        if isinstance(field, models.ForeignKey) and not _is_at_hand(field, records, known)
    }
    referring.load(records, wanted)
    sight.look_over(records, [field.name for field in fields])


def _is_at_hand(field: Any, records: Sequence[Any], known: Any) -> bool:
    """Whether all the records refer to what `known` does, or to nothing; they then hold it."""
    if known is None or not field.is_cached(known):
        return False
    refers = getattr(known, field.attname)
    if any(getattr(one, field.attname) not in (refers, None) for one in records):
        return False
    for one in records:
        field.set_cached_value(one, field.get_cached_value(known) if getattr(one, field.attname) else None)
    return True


def in_words(register: str, pairs: Iterable[tuple[Facts, Facts]], sight: Sight) -> list[list[Change]]:
    """For each pair of facts what differs, as the reader of `sight` may learn it."""
    both = [(rebuilt(register, 0, was), rebuilt(register, 0, now), was, now) for was, now in pairs]
    names = {name for *_, was, now in both for name in (*was, *now) if was.get(name) != now.get(name)}
    if "values" in names:
        names.add("type")
    look_over(register, [record for one, other, *_ in both for record in (one, other)], sight, names=names)
    return [list(_changes(register, *pair, sight)) for pair in both]


def _changes(register: str, one: Any, other: Any, was: Facts, now: Facts, sight: Sight) -> Iterable[Change]:
    for name in dict.fromkeys((*was, *now)):
        field = _field(type(one), name)
        if field is None or name in _SAID_ELSEWHERE or was.get(name) == now.get(name):
            continue
        if isinstance(field, ValuesField):
            yield from _values(field, one, other)
        else:
            before, after = (_word(register, record, name, sight) for record in (one, other))
            yield str(field.verbose_name), before if name in was else "", after if name in now else ""


def in_full(register: str, record: Any, sight: Sight, *, known: Any = None) -> list[dict[str, str]]:
    """Every field of a rebuilt record that holds something, in words: name, title, value; what its type asks for after the columns."""
    look_over(register, [record], sight, known=known)
    told = []
    for name in ("state", *kinds.get(register).fields):
        field = _field(type(record), name)
        if field is None or name in _SAID_ELSEWHERE or name in _OF_A_CHANGE:
            continue
        if isinstance(field, ValuesField):
            lines = [
                (title, words)
                for title, words in showing.lines(field.of(record), getattr(record, name) or {})
            ]
            told += [{"name": f"{name}.{title}", "title": title, "value": words} for title, words in lines]
        elif words := _word(register, record, name, sight):
            told.append({"name": name, "title": str(field.verbose_name), "value": words})
    return told


def _word(register: str, record: Any, name: str, sight: Sight) -> str:
    process = process_of(register)
    if name == "state" and process is not None:
        return str(process.state_words.get(record.state, record.state))
    return words(record, name, named=sight.name_of)


def _values(field: ValuesField, before: Any, after: Any) -> Iterable[Change]:
    asked = {one.name: one for record in (before, after) if record.type_id for one in field.of(record)}
    was, now = (getattr(record, field.name) or {} for record in (before, after))
    for name in dict.fromkeys((*was, *now)):
        old, new = was.get(name), now.get(name)
        if old == new:
            continue
        attribute = asked.get(name)
        if sealing.is_sealed(old) and sealing.is_sealed(new):
            told = (sealing.MASK, "已更换")
        else:
            told = tuple(word(attribute, raw) if attribute else _bare(raw) for raw in (old, new))  # type: ignore[assignment]
        yield attribute.title if attribute else name, *told


def _bare(raw: Any) -> str:
    return sealing.MASK if sealing.is_sealed(raw) else "" if raw is None else str(raw)
