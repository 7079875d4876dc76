"""资产台账, cards, years of depreciation: what is shown, who may, and where a tick leads."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from govops.kernel.access.actor import SYSTEM
from govops.modules.assets.dashboards import yearly
from govops.modules.assets.depreciation import Terms, net_value, schedule

PAGES = ("/m/assets/ledger/", "/m/assets/depreciation/", "/m/assets/custody/")
WORTH = {"original_value": "10000", "purchased_on": "2024-04-10", "funding": "operation"}


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_turned_away(client_of: Any, cast: Any, page: str) -> None:
    assert client_of("end_user").get(page).status_code == 403


@pytest.mark.parametrize("page", [*PAGES, "/m/assets/mine/"])
def test_a_page_asks_few_questions_however_many_things(client_of: Any, item: Any, page: str) -> None:
    client = client_of("asset_officer")

    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    item("server", "甲", custodian="asset_officer", **WORTH)
    client.get(page)
    few = questions()
    for n in range(5):
        item("printer", f"打印机{n}", custodian="asset_officer", **WORTH)
    assert questions() == few
    assert few <= 12


def test_the_ledger_narrows_by_fund_class_and_year(client_of: Any, item: Any) -> None:
    item("server", "建设的", **WORTH | {"funding": "construction"})
    item("printer", "运维的", **WORTH)
    item("printer", "没说的")
    client = client_of("asset_officer")

    def names(query: str) -> set[str]:
        page = client.get(f"/m/assets/ledger/?{query}").content.decode()
        return {name for name in ("建设的", "运维的", "没说的") if name in page}

    assert names("") == {"建设的", "运维的", "没说的"}
    assert names("funding=construction") == {"建设的"}
    assert names("funding=none") == {"没说的"}
    assert names("object_class=desktop") == {"运维的", "没说的"}
    assert names("bought=2024") == {"建设的", "运维的"}
    assert names("bought=none") == {"没说的"}
    assert client.get("/m/assets/ledger/?bought=soon").status_code == 422


def test_ticked_rows_go_to_their_labels_and_papers(client_of: Any, item: Any) -> None:
    one, other = item("server", "甲"), item("printer", "乙")
    client = client_of("asset_officer")
    ticked = {"ids": [one.pk, other.pk], "back": "/m/assets/ledger/"}
    gone = client.post("/m/assets/ledger/selected/", ticked | {"move": "labels"})
    assert "打印 2 张标签" in client.get(gone.url).content.decode()
    gone = client.post("/m/assets/ledger/selected/", ticked | {"move": "hand_over"})
    form = client.get(gone.url).content.decode()
    assert f'name="items" value="{one.pk}"' in form
    assert f'name="items" value="{other.pk}"' in form
    assert client.post("/m/assets/ledger/selected/", {"move": "labels"}).status_code == 422
    assert client.post("/m/assets/ledger/selected/", ticked | {"move": "burn"}).status_code == 404


def test_all_that_matches_goes_to_its_labels(client_of: Any, item: Any) -> None:
    item("server", "甲")
    for n in range(3):
        item("printer", f"打印机{n}")
    client = client_of("asset_officer")
    all_of_them = {"all_matching": "1", "back": "/m/assets/ledger/?object_class=desktop", "move": "labels"}
    gone = client.post("/m/assets/ledger/selected/", all_of_them)
    assert "打印 3 张标签" in client.get(gone.url).content.decode()


def test_a_paper_with_many_things_is_saved_as_any_other(client_of: Any, item: Any, cast: Any) -> None:
    things = [item("printer", f"打印机{n}", enters_as="stock") for n in range(2)]
    people = cast.people
    posted = {
        "kind": "issue", "items": [one.pk for one in things], "reason": "新进人员办公", "giver": people["asset_officer"].pk,
        "receiver": people["end_user"].pk, "to_zone": "extranet", "secrecy_level": "1",
    }  # fmt: skip
    saved = client_of("asset_officer").post("/m/assets/papers/hand_over/", posted)
    assert saved.status_code == 302
    assert client_of("end_user").get("/m/assets/papers/hand_over/").status_code == 403
    assert client_of("asset_officer").get("/m/assets/papers/incident/").status_code == 404


def test_the_ledger_leaves_as_a_workbook(client_of: Any, item: Any) -> None:
    item("server", "甲", **WORTH)
    sheet = load_workbook(
        io.BytesIO(client_of("asset_officer").get("/m/assets/ledger/export/").content)
    ).active
    assert [sheet.cell(2, column).value for column in (4, 12, 14)] == ["甲", "运维资金", 10000]


@pytest.mark.parametrize(
    ("value", "bought"), [("10000.01", "2024-04-10"), ("0.07", "2020-12-31"), ("99999.99", "2023-01-01")]
)
def test_the_years_of_a_thing_sum_up_exactly(item: Any, value: str, bought: str) -> None:
    server = item("server", "甲", original_value=value, purchased_on=bought)
    for residual in ("0", "0.05"):
        terms = Terms(Terms.in_force().years, Decimal(residual))
        years = schedule(server, terms)
        left = (Decimal(value) * Decimal(residual)).quantize(Decimal("0.01"))
        assert sum(one.months for one in years) == terms.months(server)
        assert sum(one.written for one in years) == Decimal(value) - years[-1].net
        assert abs(years[-1].net - left) <= Decimal("0.01")
        assert all(one.net == net_value(server, date(one.year, 12, 31), terms) for one in years)


def test_what_is_scrapped_is_written_off_until_then(item: Any) -> None:
    server = item("server", "甲", original_value="7200", purchased_on="2024-01-10")
    server.scrapped_on = date(2025, 6, 20)
    years = schedule(server, Terms(Terms.in_force().years, Decimal(0)))
    assert [(one.year, one.months, one.written) for one in years] == [(2024, 12, 1200), (2025, 6, 600)]
    assert years[-1].net == 5400


def test_a_year_of_the_books_balances_and_leads_to_its_things(item: Any, client_of: Any) -> None:
    item("server", "旧的", original_value="7200", purchased_on="2024-01-10", funding="construction")
    item("server", "新的", original_value="3600", purchased_on="2026-07-01", funding="construction")
    item("printer", "明年的", original_value="999", purchased_on="2027-01-01", funding="operation")
    (share,) = yearly.shares(SYSTEM, 2026)
    assert (share.count, share.opening, share.bought) == (2, 4800, 3600)
    assert share.written == 1200 + 300
    assert share.closing == share.opening + share.bought - share.written
    page = client_of("finance_division").get("/m/assets/depreciation/?year=2026").content.decode()
    assert "1,500.00" in page
    assert "funding=construction" in page
    assert client_of("finance_division").get("/m/assets/depreciation/?year=soon").status_code == 422


def test_the_card_tells_whose_it_has_been(
    client_of: Any, item: Any, hand_over: Any, do: Any, room: Any, cast: Any
) -> None:
    thing = item("printer", "打印机", enters_as="stock", **WORTH)
    paper = do(do(hand_over(thing), "hand_out", "asset_officer"), "receive", "end_user")
    client = client_of("asset_officer")
    page = client.get(f"/m/assets/items/{thing.pk}/").content.decode()
    for words in ("钱思雨", cast.people["configuration_manager"].name, paper.number, "折旧计划", "保管沿革"):
        assert words in page
    assert client.get(f"/m/assets/items/{thing.pk}/print/").content.startswith(b"%PDF")
    assert client.get(f"/m/assets/items/{room.pk}/").status_code == 404


def test_ticked_items_of_the_general_list_go_to_their_labels(client_of: Any, item: Any) -> None:
    """The list of 配置项 offers 打印标签 to those who print labels, and to nobody else."""
    ids = [item("printer", "甲机").pk, item("printer", "乙机").pk]
    officer = client_of("asset_officer")
    assert "打印标签" in officer.get("/r/configuration_item/").content.decode()
    sent = officer.post("/r/configuration_item/bulk/", {"move": "page:labels", "ids": ids})
    assert (sent.status_code, sent["Location"]) == (302, f"/m/assets/labels/?ids={ids[0]}&ids={ids[1]}")
    other = client_of("service_desk")
    assert "page:labels" not in other.get("/r/configuration_item/").content.decode()
    refused = other.post("/r/configuration_item/bulk/", {"move": "page:labels", "ids": ids})
    assert "/m/assets/labels/" not in refused.get("Location", "")
