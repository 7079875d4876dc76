"""Depreciation by hand and by the database; what ends when, and who is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from govops.kernel.messages.models import Message
from govops.kernel.organization.people import holders
from govops.modules.assets.actions.expiry import distance, remind
from govops.modules.assets.choices import ExpiryKind
from govops.modules.assets.dashboards import statistics
from govops.modules.assets.depreciation import Terms, months_between, net_value, with_net_value
from govops.modules.assets.expiring import days_words, expiring
from govops.modules.assets.models import ExpiryReminder
from govops.modules.configuration.public import ConfigurationItem
from tests.moments import at

TODAY = date(2026, 11, 23)


def test_the_month_of_purchase_counts() -> None:
    assert months_between(date(2026, 11, 30), TODAY) == 1
    assert months_between(date(2025, 12, 1), TODAY) == 12
    assert months_between(date(2026, 12, 1), TODAY) == 0


@pytest.mark.parametrize(
    ("data", "worth"),
    [
        ({"original_value": "72000", "purchased_on": "2026-11-01"}, "71000.00"),
        ({"original_value": "72000", "purchased_on": "2020-11-01"}, "0.00"),
        ({"original_value": "72000", "purchased_on": "2026-11-01", "depreciation_years": 3}, "70000.00"),
        ({"original_value": "100", "purchased_on": "2026-05-01", "depreciation_years": 5}, "88.33"),
        ({"original_value": "72000"}, "72000.00"),
        ({}, None),
    ],
)
def test_straight_line_by_hand_and_by_the_database(
    item: Any, data: dict[str, Any], worth: str | None
) -> None:
    """A host is written off over six years unless it says otherwise."""
    thing = item("server", "服务器", **data)
    thing = ConfigurationItem.objects.select_related("type").get(pk=thing.pk)
    wanted = None if worth is None else Decimal(worth)
    assert net_value(thing, TODAY, Terms.in_force()) == wanted
    row = with_net_value(ConfigurationItem.objects.filter(pk=thing.pk), TODAY, Terms.in_force()).get()
    assert row.net == wanted


def test_what_is_left_in_the_end() -> None:
    class Thing:
        original_value, purchased_on, depreciation_years = Decimal(1000), date(2000, 1, 1), 5

    assert net_value(Thing(), TODAY, Terms({}, Decimal("0.05"))) == Decimal("50.00")


def test_figures_by_fund_and_origin(item: Any, actor: Any) -> None:
    item(
        "server",
        "甲",
        original_value="72000",
        purchased_on="2026-11-01",
        funding="construction",
        is_domestic="1",
    )
    item("printer", "乙", original_value="1000", purchased_on="2010-01-01", funding="operation")
    by_code = {one.code: one for one in statistics.DIMENSIONS}
    funds = {
        line.title: (line.count, line.net)
        for line in statistics.lines(by_code["funding"], actor("asset_officer"), TODAY)
    }
    assert funds == {"建设资金": (1, Decimal("71000.00")), "运维资金": (1, Decimal("0.00"))}
    origins = {
        line.title: line.count
        for line in statistics.lines(by_code["domestic"], actor("asset_officer"), TODAY)
    }
    assert origins == {"国产": 1, "非国产": 1}
    assert statistics.lines(by_code["class"], actor("guard"), TODAY) == []


# --- what ends when ---------------------------------------------------------------------------------------------------


def test_days_in_words() -> None:
    assert [days_words(days) for days in (-12, 0, 7)] == ["已过期 12 天", "今天到期", "还有 7 天"]


@pytest.mark.parametrize(
    ("days", "step"), [(120, None), (90, 90), (61, 90), (60, 60), (7, 7), (0, 7), (-1, 0)]
)
def test_the_nearest_step(days: int, step: int | None) -> None:
    assert distance(days, [90, 60, 30, 7]) == step


def test_what_ended_stands_on_top(item: Any) -> None:
    item("server", "甲", warranty_until="2026-12-01", contract_until="2026-11-01")
    item("certificate", "网站证书", values={"expires_on": "2026-11-30"})
    item("server", "丙", warranty_until="2027-11-01")
    found = expiring(ConfigurationItem.objects.all(), TODAY, 90)
    assert [(one.name, one.kind, one.days) for one in found] == [
        ("甲", ExpiryKind.CONTRACT, -22), ("网站证书", ExpiryKind.VALIDITY, 7), ("甲", ExpiryKind.WARRANTY, 8),
    ]  # fmt: skip


def test_each_date_is_told_once_at_each_distance(item: Any, cast: Any) -> None:
    item("server", "甲", custodian="duty_officer", warranty_until="2026-12-20")
    item("server", "乙", custodian="duty_officer", warranty_until="2026-12-20")
    mine = Message.objects.filter(person=cast.people["duty_officer"], kind="asset_expiry")
    assert remind() == 2
    assert remind() == 0
    assert [one.title for one in mine] == ["保修还有 27 天：甲等 2 项"]
    managers = Message.objects.filter(person=cast.people["configuration_manager"], kind="asset_expiry")
    assert managers.count() == 1
    with at("2026-12-14 08:10"):
        assert remind() == 2
    assert ExpiryReminder.objects.filter(days=7).count() == 2
    assert mine.all().count() == 2


def test_the_head_of_the_unit_hears_of_it_too(item: Any, cast: Any) -> None:
    item(
        "server", "甲", custodian="duty_officer", owner_unit=cast.units["GHC"].pk, warranty_until="2026-12-20"
    )
    heads = holders("unit_head", unit=cast.units["GHC"])
    remind()
    told = Message.objects.filter(kind="asset_expiry").values_list("person", flat=True)
    assert heads
    assert {one.pk for one in heads} <= set(told)


def test_what_ended_long_ago_is_not_told_again(item: Any) -> None:
    item("server", "甲", warranty_until="2020-01-01")
    assert remind() == 0
