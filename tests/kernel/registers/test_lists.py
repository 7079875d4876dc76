"""Lists page by keyset: every row once, in order, forwards and backwards, whatever it is sorted by."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.stand_in import stand_in
from govops.kernel.records.visibility import within
from govops.kernel.registers import lists, references, site
from govops.kernel.registers.declarations import Register
from tests.promises.conftest import monday, world  # noqa: F401 - fixtures
from tests.promises.world import World

REGISTER = "zone"


@pytest.fixture
def rows(world: World) -> list[int]:  # noqa: F811 - the fixture
    return [world.another(REGISTER).pk for _ in range(7)]


@pytest.mark.parametrize("sort", ["-id", "id"])
def test_paging_forwards_and_back_shows_every_row_once(
    rows: list[int], actor: Callable[..., Actor], sort: str
) -> None:
    register = site.get(REGISTER)
    wanted = sorted(rows, reverse=sort.startswith("-"))
    everything = lists.base(register, actor("mr_manager"))
    seen: list[int] = []
    query: dict[str, str] = {"sort": sort}
    for _ in range(4):
        page = lists.page(register, everything, query, size=3)
        seen += [row.pk for row in page.rows]
        if not page.next_cursor:
            break
        query = {"sort": sort, "after": page.next_cursor}
    assert seen == wanted
    back = lists.page(register, everything, {"sort": sort, "before": page.previous_cursor}, size=3)
    assert [row.pk for row in back.rows] == wanted[3:6]


@pytest.mark.parametrize("after", ["x", "%%%", "WyJ4IiwgMV0", "bnVsbA", "W10"])
def test_a_broken_place_is_said_to_be_one(rows: list[int], actor: Callable[..., Actor], after: str) -> None:
    register = site.get(REGISTER)
    with pytest.raises(Refused):
        lists.page(register, lists.base(register, actor("mr_manager")), {"after": after}, size=3)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"nope": "1"}, "不能按“nope”筛选"),
        ({"from": "gestern"}, "日期应写作"),
        ({"machine_room": "x"}, "取值不正确"),
    ],
)
def test_a_wrong_filter_is_named(
    rows: list[int], actor: Callable[..., Actor], query: dict[str, str], words: str
) -> None:
    register = site.get(REGISTER)
    with pytest.raises(Refused, match=words):
        lists.narrowed(register, lists.base(register, actor("mr_manager")), query, actor("mr_manager"))


# --- references by natural key ---------------------------------------------------------------------------------------


def test_people_are_found_by_number_by_name_and_as_the_workbook_writes_them(cast: Bureau) -> None:
    person = cast.people["mr_manager"]
    people = Person.objects.all()
    for raw in (person.pk, person.employee_no, person.name, references.words_for(person)):
        found: Any = references.resolve(people, raw)
        assert found == person, raw


def test_two_of_a_name_must_be_told_apart(cast: Bureau) -> None:
    Person.objects.create(name=cast.people["mr_manager"].name, employee_no="DOUBLE", unit=cast.units["GHC"])
    with pytest.raises(LookupError, match="不止一个，请写明编号"):
        references.resolve(Person.objects.all(), cast.people["mr_manager"].name)
    assert references.resolve(Person.objects.all(), "周敏（DOUBLE）").pk != cast.people["mr_manager"].pk


@pytest.mark.parametrize("raw", ["没有此人", "99999999999999999999", "", "（）", "周敏（没有）x"])
def test_nobody_is_nobody(cast: Bureau, raw: str) -> None:
    with pytest.raises(LookupError):
        references.resolve(Unit.objects.all(), raw)


@pytest.mark.parametrize("register", site.all_registers(), ids=lambda register: register.code)
def test_rows_of_a_state_are_counted_without_a_look_at_each(register: Register) -> None:
    """What visibility asks of a row that anybody may see stands in the index of its state."""
    rows = within(register.model._default_manager.all(), stand_in(), register=register.code, scope="all")
    sql, _ = rows.order_by().values("pk").query.sql_with_params()
    asked = set(re.findall(rf'"{register.model._meta.db_table}"\."(\w+)"', sql))
    covering = [
        index for index in register.model._meta.indexes if index.name.endswith("_state") and index.include
    ]
    held = {register.model._meta.get_field(name).column for name in (*covering[0].include, "id", "state")}
    assert asked <= held
