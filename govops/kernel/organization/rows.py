"""Rows of the database become objects without a question to each of their columns.

Django builds an object by asking every field how it wants to be set, which for a wide row takes longer than the
database needs to find it. Where all fields are plain the values are put in at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from operator import attrgetter
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.signals import post_init, pre_init

_is_plain: dict[type[models.Model], bool] = {}


class PlainRow(models.Model):
    """Base of the models that are read by the thousand."""

    #: every row has an id of its own; Django's property looks for the name of the column first
    pk = property(attrgetter("id"), models.Model._set_pk_val)  # type: ignore[attr-defined]

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs are those of a later Django
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """As Django's; names and values are in the same order."""
        if not (_is_plain[cls] if cls in _is_plain else _look_at(cls)):
            return super().from_db(db, field_names, values)
        one = cls.__new__(cls)
        one._state = state = ModelState()
        state.adding, state.db = False, db
        one.__dict__.update(
            [pair for pair in zip(field_names, values, strict=True) if pair[1] is not models.DEFERRED]
        )
        return one

    @classmethod
    def new(cls, **values: Any) -> Self:
        """`cls(**values)`: a new row, not yet in the database. References are given as rows, or by their columns."""
        made = _blanks[cls] if cls in _blanks else _blank_of(cls)
        if made is None:
            return cls(**values)
        one = cls.__new__(cls)
        one._state = state = ModelState()
        row = one.__dict__
        row.update(made.fixed)
        row.update((name, default()) for name, default in made.computed if name not in values)
        for name, value in values.items():
            if name in made.references:
                row[made.references[name]] = None if value is None else value.pk
                state.fields_cache[name] = value
            elif name in made.columns:
                row[name] = value
            else:
                raise TypeError(f"{cls.__name__} has no field {name!r}")
        return one


class _Blank(NamedTuple):
    """What a new row holds where nothing is said."""

    columns: frozenset[str]
    fixed: dict[str, Any]
    computed: tuple[tuple[str, Callable[[], Any]], ...]
    #: reference → its column
    references: dict[str, str]


_blanks: dict[type[models.Model], _Blank | None] = {}


def _blank_of(model: type[models.Model]) -> _Blank | None:
    """None where the ordinary way must be taken."""
    fields = model._meta.concrete_fields
    plain = _is_plain[model] if model in _is_plain else _look_at(model)
    if not plain or any(field.one_to_one for field in fields):
        _blanks[model] = None
    else:
        computed = tuple(
            (field.attname, field.get_default)
            for field in fields
            if field.has_default() and callable(field.default)
        )
        named = {name for name, _ in computed}
        _blanks[model] = _Blank(
            frozenset(field.attname for field in fields),
            {field.attname: field.get_default() for field in fields if field.attname not in named},
            computed,
            {field.name: field.attname for field in fields if field.many_to_one},
        )
    return _blanks[model]


def _look_at(model: type[models.Model]) -> bool:
    """Whether nothing of `model` wants to know of a new object or of a value that is set on it."""
    told = any(signal.has_listeners(model) for signal in (pre_init, post_init))
    plain = all(
        not hasattr(field.descriptor_class, "__set__")
        or field.descriptor_class
        is ForeignKeyDeferredAttribute  # which forgets the row it referred to before
        for field in model._meta.concrete_fields
    )
    _is_plain[model] = not told and plain and model.__init__ is models.Model.__init__
    return _is_plain[model]
