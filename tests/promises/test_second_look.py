"""A refused form tells all that is wrong with it at once: for every register, whatever is missing, and nothing is written."""

from __future__ import annotations

import re
from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.registers import doors, site
from govops.kernel.web import second_look
from tests.promises.world import World, codes

pytestmark = pytest.mark.usefixtures("furnished")
SENTENCE = re.compile(r"[一-龥].*[。？！）]", re.DOTALL)


def faults(
    world: World, code: str, data: dict[str, Any], *, pk: int | None = None, submit: bool = False
) -> dict[str, list[str]]:
    refusal, by = Refused("请更正后再提交。", status=422), world.actor(world.sample(code).by)
    return second_look.faults(site.get(code), data, refusal, actor=by, pk=pk, submit=submit)


@pytest.mark.parametrize("code", codes(made_by_people=True))
def test_whatever_is_missing_each_fault_is_a_sentence_at_its_field(world: World, code: str) -> None:
    register, data = site.get(code), world.data(code)
    rows, entries = register.model._default_manager.count(), AuditEntry.objects.count()
    required = {name for name, field in doors.form_of(register).base_fields.items() if field.required}
    assert not faults(world, code, data), "what would be saved has no fault"
    assert required <= set(faults(world, code, {}))
    assert required <= set(faults(world, code, {}, submit=True))
    for name in register.fields:
        found = faults(world, code, {key: value for key, value in data.items() if key != name})
        assert (name in found) or name not in required
        for field, sentences in found.items():
            assert field == second_look.WHOLE or field in doors.form_of(register).base_fields
            assert all(SENTENCE.search(one) for one in sentences), sentences
    assert (register.model._default_manager.count(), AuditEntry.objects.count()) == (rows, entries)


@pytest.mark.parametrize("code", codes(changed=True))
def test_a_change_is_looked_at_in_the_same_way(world: World, code: str) -> None:
    record = world.record(code)
    data = doors.current_data(site.get(code), record)
    for name in site.get(code).fields:
        faults(world, code, data | {name: ""}, pk=record.pk)
    fresh = site.get(code).model._default_manager.get(pk=record.pk)
    assert fresh.version == record.version
