"""The column that makes a record findable: written as plain text, stored as bigrams, never read back."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.lookups import Lookup
from django.db.models.query_utils import DeferredAttribute

from govops.kernel.search.bigrams import vector_literal
from govops.kernel.search.queries import BigramQuery


class WriteOnlyAttribute(DeferredAttribute):
    """Gives what was assigned to this instance, else None; never asks the database."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        return instance.__dict__.get(self.field.attname)


class BigramVectorField(SearchVectorField):
    """``record.search_vector = "标题 编号 …"`` and an ordinary save index the text.

    A SELECT carries NULL instead of the vector (it is several times the size of the record), and a loaded
    instance counts it as deferred: saving it leaves the stored vector alone unless a text was assigned.
    """

    descriptor_class = WriteOnlyAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # blank: full_clean() must skip the field, or it would assign None and the next save erase the vector.
        kwargs |= {"null": True, "blank": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "blank", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return "NULL::tsvector", ()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return models.DEFERRED

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s" if hasattr(value, "as_sql") else "%s::tsvector"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return value
        return vector_literal(str(value))


@BigramVectorField.register_lookup
class Finds(Lookup):
    """``search_vector=…`` (a BigramQuery or plain text): the rows that hold every word."""

    lookup_name = "exact"
    prepare_rhs = False

    def get_prep_lookup(self) -> Any:
        return self.rhs if self.rhs is None or hasattr(self.rhs, "as_sql") else BigramQuery(str(self.rhs))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = compiler.compile(self.rhs)
        return f"{left} @@ {right}", (*left_params, *right_params)
