"""配置基线: kept for good, signed, comparable."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.registers import doors, site
from govops.modules.assets.actions.baselines import still_holds as holds_with
from govops.modules.assets.choices import BaselineState
from govops.modules.assets.comparing import compare, kept, present
from govops.modules.assets.models import BaselineRow
from tests.moments import at


def still_holds(made: Any) -> bool:
    return holds_with(made, ((*key, facts) for key, facts in kept(made).items()))


@pytest.fixture
def baseline(create: Any) -> Any:
    def taken(**data: Any) -> Any:
        given = {"name": "2026 年度基线", "occasion": "yearly", "scope": "all"}
        return create("baseline", by="configuration_manager", **given | data)

    return taken


def test_it_holds_what_there_is_and_its_digest(baseline: Any, item: Any, room: Any) -> None:
    item("server", "应用服务器", location=room.pk)
    made = baseline()
    assert (made.item_count, made.relation_count, len(made.digest)) == (2, 0, 64)
    assert made.rows.count() == 2
    assert still_holds(made)


def test_a_changed_row_no_longer_matches_the_digest(baseline: Any, room: Any) -> None:
    made = baseline()
    row = BaselineRow.objects.get(baseline=made)
    row.facts = {**row.facts, "name": "改过"}
    row.save()
    assert not still_holds(made)


def test_a_second_person_approves(baseline: Any, room: Any, do: Any) -> None:
    made = do(baseline(), "submit", "configuration_manager")
    with pytest.raises(Refused):
        do(made, "approve", "configuration_manager")
    assert do(made, "approve", "info_center").state == BaselineState.APPROVED


def test_an_empty_baseline_is_not_signed(baseline: Any, do: Any, cast: Any) -> None:
    with pytest.raises(Refused, match="基线是空的"):
        do(baseline(), "submit", "configuration_manager")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"scope": "unit"}, "请选择“责任部门”"),
        ({"taken_at": "2026-11-24 08:00"}, "不能晚于现在"),
        ({"occasion": "release"}, "依据单号"),
    ],
)
def test_it_says_what_it_covers(baseline: Any, data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        baseline(**data)


def test_a_scope_is_a_type_a_unit_or_a_place(
    baseline: Any, item: Any, rack: Any, room: Any, types: Any, cast: Any
) -> None:
    item("database_server", "数据库服务器", location=rack.pk)
    item("printer", "打印机", owner_unit=cast.units["GHC"].pk)
    assert baseline(scope="type", type=types["server"].pk).item_count == 1
    assert baseline(scope="unit", owner_unit=cast.units["GHC"].pk).item_count == 1
    assert baseline(scope="location", location=room.pk).item_count == 3


def test_a_past_moment_can_be_taken(baseline: Any, room: Any, item: Any) -> None:
    with at("2026-11-24 10:00"):
        item("printer", "第二天的打印机")
        assert baseline(taken_at="2026-11-23 18:00").item_count == 1
        assert baseline().item_count == 2


def test_two_pictures_are_compared(
    baseline: Any, item: Any, room: Any, store: Any, actor: Any, do: Any
) -> None:
    thing = item("printer", "打印机", enters_as="stock", location=store.pk)
    first = baseline()
    with at("2026-11-24 10:00"):
        doors.update(
            site.get("configuration_item"), thing.pk, {"location": room.pk, "brand": "奔图"},
            actor=actor("configuration_manager"), version=None,
        )  # fmt: skip
        item("printer", "新打印机")
        second = baseline()
        found = compare(kept(first), kept(second), actor("configuration_manager"))
        assert [one.name for one in found.added] == ["新打印机"]
        changes = {one.title: (one.before, one.after) for one in found.changed[0].changes}
        assert changes == {"位置": ("库房", "主机房"), "品牌": ("", "奔图")}
        assert compare(kept(second), present(second), actor("configuration_manager")).total == 0


def test_what_one_may_not_see_is_not_compared(baseline: Any, item: Any, actor: Any) -> None:
    made = baseline()
    item("printer", "打印机")
    assert compare(kept(made), present(made), actor("end_user")).total == 0


def test_relations_are_compared_and_told_apart(
    baseline: Any, create: Any, item: Any, actor: Any, do: Any, client_of: Any
) -> None:
    printer, server = (
        item(kind, name, enters_as="stock") for kind, name in (("printer", "打印机"), ("server", "服务器"))
    )
    words = {
        "code": "connects",
        "name": "连接",
        "inverse": "被连接",
        "flow": "0",
        "cardinality": "many_to_many",
    }
    kind = create("relation_kind", by="configuration_manager", **words)
    first = baseline()
    with at("2026-11-24 10:00"):
        create("item_relation", by="configuration_manager", source=printer.pk, target=server.pk, kind=kind.pk)
        found = compare(kept(first), present(first), actor("configuration_manager"))
        assert [(one.register, one.way) for one in found.all] == [("item_relation", "added")]
        client = client_of("configuration_manager")
        address = f"/m/assets/baselines/{first.pk}/"
        assert "关系 1" in client.get(address).content.decode()
        assert "没有差异" in client.get(f"{address}?of=configuration_item").content.decode()
        assert "没有差异" not in client.get(f"{address}?of=item_relation").content.decode()
