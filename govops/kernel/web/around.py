"""What stands around a record, asked by one statement, so that a panel with nothing in it costs no query of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection

from govops.kernel.access.actor import Actor
from govops.kernel.organization.prepared import cursor
from govops.kernel.processes.models import StepSetting
from govops.kernel.records.models import Attachment, Comment, Follow, Link, Record
from govops.kernel.registers import site
from govops.kernel.registers.declarations import Register


@dataclass(frozen=True)
class Around:
    """Whether there is any of each; `related` in the order of the register's panels. What may be seen of it is asked later."""

    is_followed: bool
    has_files: bool
    has_step_settings: bool
    has_links: bool
    has_comments: bool
    related: tuple[bool, ...]


def around(register: Register, record: Record, actor: Actor) -> Around:
    """What stands around the record for this reader."""
    here = (register.code, record.pk)
    person = actor.person.pk if actor.person else None
    with cursor() as asked:
        asked.execute(
            _statement(register),
            [*here, person, *here, register.code, *here, *here, *here, *[record.pk] * len(register.related)],
        )
        followed, files, settings, links_from, links_to, comments, *related = asked.fetchone()
    return Around(followed, files, settings, links_from or links_to, comments, tuple(related))


@cache
def _statement(register: Register) -> str:
    parts = [
        _exists(Follow, "register = %s AND record_id = %s AND person_id = %s"),
        _exists(Attachment, "register = %s AND record_id = %s"),
        _exists(StepSetting, "register = %s"),
        _exists(Link, "register = %s AND record_id = %s"),
        _exists(Link, "to_register = %s AND to_record_id = %s"),
        _exists(Comment, "register = %s AND record_id = %s"),
    ]
    for relation in register.related:
        model = site.get(relation.register).model
        field: Any = model._meta.get_field(relation.field)
        column = connection.ops.quote_name(field.column)
        condition = f"{column} @> ARRAY[%s]::bigint[]" if isinstance(field, ArrayField) else f"{column} = %s"
        parts.append(_exists(model, condition))
    return f"SELECT {', '.join(parts)}"


def _exists(model: Any, condition: str) -> str:
    return f"EXISTS(SELECT 1 FROM {connection.ops.quote_name(model._meta.db_table)} WHERE {condition})"  # noqa: S608
