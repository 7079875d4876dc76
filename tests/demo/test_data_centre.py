"""The invented data centre hangs together before any of it is in a database."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest

from govops.demo.bureau import username_of
from govops.demo.history.data_centre import draw
from govops.demo.history.data_centre.estate import Estate
from govops.demo.history.data_centre.network import BOXES, NETWORKS
from govops.demo.history.data_centre.offered import NEEDS
from govops.demo.history.data_centre.own_types import OWN_TYPES
from govops.demo.history.data_centre.places import RACK_HEIGHT
from govops.demo.history.services_offered import SERVICES
from govops.demo.history.tickets.phrases import APPS
from govops.demo.people import PEOPLE, UNITS
from govops.modules.configuration.choices import Cardinality, Flow
from govops.modules.configuration.standard import KINDS, TYPES

FIRST, TODAY = date(2025, 11, 24), date(2026, 11, 22)
_STANDARD = {one.code: one for one in TYPES}
_OWN = {one.code: one for one in OWN_TYPES}
_CARRIES = {"uplinks_to", "connects", "runs_on", "stores_for", "provides"}


@pytest.fixture(scope="module")
def estate() -> Estate:
    return draw(FIRST, TODAY)


def line_of(code: str) -> list[str]:
    """The type and those above it."""
    parent = _OWN[code].parent if code in _OWN else _STANDARD[code].parent
    return [code, *line_of(parent)] if parent else [code]


def asked_of(code: str) -> set[str]:
    own = {name for name, *_ in _OWN[code].asks} if code in _OWN else set(_STANDARD[code].asks.split())
    parent = _OWN[code].parent if code in _OWN else _STANDARD[code].parent
    return own | (asked_of(parent) if parent else set())


def test_it_is_as_large_as_a_bureau(estate: Estate) -> None:
    assert 1450 < len(estate.items) < 1650
    assert 5000 < len(estate.ties) < 6000
    assert len(estate.of("rack")) == 24
    assert (
        len(
            [
                one
                for one in estate.items.values()
                if "application" in line_of(one.type) and one.key.startswith("app_")
            ]
        )
        >= 40
    )


def test_nothing_hangs_on_nothing_but_places_and_what_lies_in_store(estate: Estate) -> None:
    tied = {key for tie in estate.ties for key in (tie.source, tie.target)}
    alone = {item.type for item in estate.items.values() if item.key not in tied}
    assert alone <= {"building", "room", "spare_part"}


def test_racks_are_believably_filled(estate: Estate) -> None:
    filled: Counter[str] = Counter()
    for item in estate.items.values():
        if "rack_unit" in item.facts:
            filled[item.where] += item.facts["rack_height"]
    assert filled.keys() == {rack.key for rack in estate.of("rack")}
    assert sum(filled.values()) > 0.33 * 24 * RACK_HEIGHT
    assert max(filled.values()) < 0.8 * RACK_HEIGHT


def test_every_machine_in_a_rack_has_two_feeds_and_a_cable(estate: Estate) -> None:
    fed = Counter(tie.target for tie in estate.ties if tie.kind == "powers" and "_pdu_" in tie.source)
    cabled = {
        key
        for tie in estate.ties
        if tie.kind in {"uplinks_to", "connects"}
        for key in (tie.source, tie.target)
    }
    for item in estate.items.values():
        if "rack_unit" in item.facts and item.type not in {"cabling", "pdu"}:
            assert fed[item.key] == 2, item
            assert item.key in cabled, item


def test_the_same_days_draw_the_same(estate: Estate) -> None:
    again = draw(FIRST, TODAY)
    assert again.items == estate.items
    assert again.ties == estate.ties


def test_everything_named_is_there(estate: Estate) -> None:
    people, units = {username_of(row) for row in PEOPLE}, {row.code for row in UNITS}
    for item in estate.items.values():
        assert not item.where or item.where in estate.items, item
        assert item.keeper in people, item
        assert item.owner in units, item
        assert set(item.facts.get("users", ())) <= units, item
    for tie in estate.ties:
        assert {tie.source, tie.target} <= estate.items.keys(), tie


def test_types_are_known_and_asked_for_nothing_else(estate: Estate) -> None:
    for item in estate.items.values():
        assert item.values.keys() <= asked_of(item.type), item


def test_no_unit_of_a_rack_is_given_twice(estate: Estate) -> None:
    taken: dict[str, set[int]] = defaultdict(set)
    for item in estate.items.values():
        if "rack_unit" not in item.facts:
            continue
        units = set(range(item.facts["rack_unit"], item.facts["rack_unit"] + item.facts["rack_height"]))
        assert max(units) <= RACK_HEIGHT, item
        assert not taken[item.where] & units, item
        taken[item.where] |= units


@pytest.mark.rule("R-CI-03")
def test_no_notebook_stands_in_the_intranet(estate: Estate) -> None:
    notebooks = [item for item in estate.items.values() if "notebook" in line_of(item.type)]
    assert len(notebooks) > 20
    assert {item.zone for item in notebooks} <= {"extranet", "standalone"}


def test_the_two_networks_do_not_touch(estate: Estate) -> None:
    for tie in estate.ties:
        if tie.kind not in _CARRIES and tie.kind != "depends_on":
            continue
        zones = {estate.items[tie.source].zone, estate.items[tie.target].zone}
        assert not ("intranet" in zones and zones & {"extranet", "internet"}) or _is_service(
            estate, tie.source
        ), tie


def _is_service(estate: Estate, key: str) -> bool:
    return estate.items[key].type == "service"


def test_addresses_are_given_once_and_lie_in_their_network(estate: Estate) -> None:
    given = Counter(item.facts["ip_address"] for item in estate.items.values() if "ip_address" in item.facts)
    assert [address for address, times in given.items() if times > 1] == []
    hardware = Counter(
        item.facts["mac_address"] for item in estate.items.values() if "mac_address" in item.facts
    )
    assert max(hardware.values()) == 1


@pytest.mark.rule("R-CI-01")
def test_labels_are_given_once(estate: Estate) -> None:
    labels = Counter(
        item.facts["asset_number"] for item in estate.items.values() if item.facts.get("asset_number")
    )
    assert [label for label, times in labels.items() if times > 1] == []


def test_relations_keep_to_their_cardinality_and_are_told_once(estate: Estate) -> None:
    rules = {code: (flow, cardinality) for code, _name, _inverse, flow, cardinality in KINDS}
    assert Counter((tie.kind, tie.source, tie.target) for tie in estate.ties).most_common(1)[0][1] == 1
    for code, (_flow, cardinality) in rules.items():
        targets = Counter(tie.target for tie in estate.ties if tie.kind == code)
        if targets and cardinality in (Cardinality.ONE_TO_MANY, Cardinality.ONE_TO_ONE):
            assert targets.most_common(1)[0][1] == 1, code


def failing(estate: Estate, key: str) -> set[str]:
    """What fails with an item, redundancy counted: the fix-point by brute force."""
    flows = {code: flow for code, _name, _inverse, flow, _cardinality in KINDS}
    needs: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for number, tie in enumerate(estate.ties):
        for flow, supplier, dependant in (
            (Flow.FORWARD, tie.source, tie.target),
            (Flow.BACKWARD, tie.target, tie.source),
        ):
            if flows[tie.kind] in (flow, Flow.BOTH):
                needs[dependant, tie.group or f"#{number}"].append((supplier, tie.needed))
    down = {key}
    while True:
        fresh = {
            dependant for (dependant, _group), some in needs.items()
            if dependant not in down and sum(supplier not in down for supplier, _ in some) < max(needed for _, needed in some)
        }  # fmt: skip
        if not fresh:
            return down
        down |= fresh


def test_one_ups_is_missed_by_nobody_and_that_of_the_second_room_by_many(estate: Estate) -> None:
    assert not any(key.startswith(("host_", "app_", "core_")) for key in failing(estate, "ups_1"))
    second = failing(estate, "ups_d")
    assert {"app_backup", "tape_1", "storage_d", "dr_core"} <= second


def test_one_host_is_missed_by_nobody_and_a_storage_by_whole_systems(estate: Estate) -> None:
    assert failing(estate, "host_one_1") == {"host_one_1"}
    assert {"app_oa", "app_login", "service_综合办公系统问题"} <= failing(estate, "storage_1")


def test_a_floor_switch_takes_its_desks_along(estate: Estate) -> None:
    down = failing(estate, "access_4_1")
    assert sum(estate.items[key].type == "personal_computer" for key in down) > 5
    assert not any(key.startswith("app_") for key in down)


def test_the_systems_and_services_that_tickets_name_are_items(estate: Estate) -> None:
    names = {item.name for item in estate.items.values()}
    assert names >= {*APPS, "邮件系统", "电子签章服务", "部门共享盘", "青河局汇聚链路", "终端管理软件"}
    assert {row.name for row in SERVICES} == NEEDS.keys()
    assert names >= {row.name for row in SERVICES}


def test_some_papers_have_run_out_and_some_soon_will(estate: Estate) -> None:
    days = sorted(
        (date.fromisoformat(item.values["valid_until"]) - TODAY).days
        for item in estate.items.values()
        if "valid_until" in item.values
    )
    for low, high in ((-400, -1), (0, 7), (8, 30), (31, 60), (61, 90)):
        assert any(low <= one <= high for one in days), (low, high)


def test_boxes_and_networks_are_told_once() -> None:
    assert max(Counter(box.key for box in BOXES).values()) == 1
    assert len(NETWORKS) == len(set(NETWORKS))
