"""The rows that many forms refer to, each read once: by id, or by the words that people write."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django import forms

from govops.kernel.records.models import Record
from govops.kernel.records.sight import Sight
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.doors import form_of
from govops.kernel.registers.form_fields import Prompt, ReferencesFormField
from govops.kernel.registers.forms import RecordForm, SharedFields
from govops.kernel.registers.references import LARGEST_ID, natural_keys


class KnownReferences:
    """`form` checks as the register's form does, and asks the database only for what `read_ahead` did not bring."""

    def __init__(self, register: Register, sight: Sight) -> None:
        self.sight = sight
        base = form_of(register)
        self.form: type[RecordForm] = type(base.__name__, (base,), {})
        self._fields = {
            name: _Known(field, is_own=field.queryset.model is register.model)
            for name, field in base.base_fields.items()
            if isinstance(field, Prompt)
        }
        taught = {name: known.taught() for name, known in self._fields.items()}
        self.form.base_fields = SharedFields({**base.base_fields, **taught})

    def read_ahead(self, forms_: Iterable[Mapping[str, Any]]) -> None:
        """Read what these forms refer to: a few queries for each field."""
        data = list(forms_)
        for name, known in self._fields.items():
            known.read(value for one in data for value in known.named_by(one.get(name)))
            if issubclass(known.model, Record):
                self.sight.look_at(known.rows.values())

    def by_id(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """`data` with the id in place of each word whose row is known."""
        return {
            name: self._fields[name].put(value) if name in self._fields else value
            for name, value in data.items()
        }

    def forget_own(self) -> None:
        """Rows of the register itself have changed: they are read anew."""
        for known in self._fields.values():
            if known.is_own:
                known.rows.clear()


class _Known:
    """What one field refers to."""

    def __init__(self, field: Any, *, is_own: bool) -> None:
        self.field, self.is_own = field, is_own
        self.model = field.queryset.model
        self.rows: dict[int, Any] = {}
        self.words: dict[str, int] = {}
        self._ask: Callable[[list[int]], list[Any]] = field.by_ids

    def taught(self) -> forms.Field:
        """The field, asking here before it asks the database."""
        field = copy.copy(self.field)
        field.by_ids = self._by_ids
        return field

    def _by_ids(self, ids: list[int]) -> list[Any]:
        missing = [pk for pk in ids if pk not in self.rows]
        if missing:
            self.rows |= {row.pk: row for row in self._ask(missing)}
        return [self.rows[pk] for pk in ids if pk in self.rows]

    def named_by(self, value: Any) -> Iterator[Any]:
        """The rows that a form's value names: ids and words."""
        several = isinstance(self.field, ReferencesFormField)
        if isinstance(value, self.model):
            yield value.pk
        elif several and isinstance(value, str):
            yield from value.split("、")
        elif isinstance(value, list | tuple):
            yield from value
        else:
            yield value

    def read(self, named: Iterable[Any]) -> None:
        ids: set[int] = set()
        words: set[str] = set()
        for one in named:
            if isinstance(one, int) and not isinstance(one, bool) and 0 < one <= LARGEST_ID:
                ids.add(one)
            elif isinstance(one, str) and one.strip() and "\x00" not in one:
                words.add(one.strip())
        self._by_ids(sorted(ids - self.rows.keys()))
        self._find(words - self.words.keys())

    def _find(self, words: set[str]) -> None:
        """As `references.resolve` does, for all words together; what it would refuse is left for it to refuse."""
        tries = {word: [part for part in (_inside(word), word) if part] for word in words}
        for turn in (0, 1):
            for key in self._keys():
                asked = {parts[turn]: word for word, parts in tries.items() if len(parts) > turn}
                if not asked:
                    break
                found: dict[str, list[Any]] = {}
                for row in self.field.queryset.filter(**{f"{key}__in": list(asked)}).order_by():
                    found.setdefault(getattr(row, key), []).append(row)
                for part, rows in found.items():
                    for word in [word for word, parts in tries.items() if parts[turn : turn + 1] == [part]]:
                        del tries[word]
                        if len(rows) == 1:
                            self.rows[rows[0].pk] = rows[0]
                            self.words[word] = rows[0].pk

    def _keys(self) -> list[str]:
        """Of the register itself only keys that stay with one row, whatever is created meanwhile."""
        keys = natural_keys(self.model)
        if not self.is_own:
            return keys
        unique = [self.model._meta.get_field(key).unique for key in keys]
        return keys[: unique.index(False)] if False in unique else keys

    def put(self, value: Any) -> Any:
        if isinstance(self.field, ReferencesFormField):
            named = list(self.named_by(value))
            ids = [self.words.get(one.strip(), one) if isinstance(one, str) else one for one in named]
            return value if value in (None, "") or ids == named else ids
        return self.words.get(value.strip(), value) if isinstance(value, str) else value


def _inside(word: str) -> str:
    """The key of `名称（键）`."""
    return word[word.rfind("（") + 1 : -1] if word.endswith("）") and "（" in word else ""
