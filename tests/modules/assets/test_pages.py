"""The pages of assets: who may come in, what they show, how many questions they ask."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from govops.kernel.norms.obligations import Period, get
from govops.kernel.sheets import writing
from govops.modules.assets.actions import sheets
from tests.moments import at

STAFF_PAGES = ("/m/assets/statistics/", "/m/assets/expiry/", "/m/assets/labels/")


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_strangers_are_turned_away(client_of: Any, page: str) -> None:
    assert client_of("end_user").get(page).status_code == 403


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_the_staff_pages_open(client_of: Any, item: Any, page: str) -> None:
    item("server", "甲", warranty_until="2026-12-01", original_value="1000", purchased_on="2025-01-01")
    assert client_of("asset_officer").get(page).status_code == 200


def test_the_figures_ask_few_questions_however_many_items(client_of: Any, item: Any) -> None:
    client = client_of("asset_officer")

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/m/assets/statistics/").status_code == 200
        return len(seen)

    item("server", "甲")
    client.get("/m/assets/statistics/")
    few = questions()
    for n in range(5):
        item("printer", f"打印机{n}", original_value="100", purchased_on="2025-01-01")
    assert questions() == few
    assert few <= 12


def test_figures_and_ends_leave_as_workbooks(client_of: Any, item: Any) -> None:
    item("server", "甲", warranty_until="2026-12-01", original_value="1000", purchased_on="2026-11-01")
    client = client_of("asset_officer")
    sheet = load_workbook(io.BytesIO(client.get("/m/assets/statistics/export/").content)).active
    assert [cell.value for cell in sheet[2]][:3] == ["按对象大类", "主机系统", 1]
    ends = load_workbook(io.BytesIO(client.get("/m/assets/expiry/export/").content)).active
    assert next(cell.value for cell in ends[2]) == "保修"


def test_a_wrong_day_is_refused(client_of: Any, cast: Any) -> None:
    assert client_of("asset_officer").get("/m/assets/statistics/?on=2026-13-40").status_code == 422


def test_labels_come_by_filter_by_number_and_by_id(client_of: Any, item: Any) -> None:
    one, other = item("server", "甲"), item("printer", "乙")
    client = client_of("asset_officer")
    for query in (f"ids={one.pk}", f"numbers={one.number}", f"q={one.number}"):
        page = client.get(f"/m/assets/labels/?{query}")
        assert "打印 1 张标签" in page.content.decode()
    page = client.get(f"/m/assets/labels/?state=in_use&type={other.type_id}").content.decode()
    assert "打印 1 张标签" in page
    sheet = client.get(f"/m/assets/labels/pdf/?ids={one.pk}&ids={other.pk}&skip=3")
    assert sheet.content.startswith(b"%PDF")
    assert client.get("/m/assets/labels/pdf/").status_code == 422


def test_counting_on_the_page(client_of: Any, item: Any, stocktake: Any, store: Any) -> None:
    server = item("server", "应用服务器")
    begun = stocktake()
    client, page = client_of("duty_officer"), f"/m/assets/stocktakes/{begun.pk}/"
    assert "扫码" in client.get(page).content.decode()
    told = client.post(
        page, {"words": server.number, "place": "", "way": "scan"}, headers={"HX-Request": "true"}
    )
    assert "账实相符" in told.content.decode()
    assert "<html" not in told.content.decode()
    unknown = client.post(page, {"words": "X-1"}, headers={"HX-Request": "true"}).content.decode()
    assert 'name="confirm" value="X-1"' in unknown
    sure = client.post(
        page, {"words": "X-1", "confirm": "X-1"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "已记为盘盈" in sure
    wrong = client.post(page, {"words": server.number, "place": str(server.pk)}).content.decode()
    assert "不是房间" in wrong


def test_who_does_not_count_does_not_post(client_of: Any, item: Any, stocktake: Any) -> None:
    item("server", "应用服务器")
    begun = stocktake()
    assert (
        client_of("configuration_manager")
        .post(f"/m/assets/stocktakes/{begun.pk}/", {"words": "x"})
        .status_code
        == 200
    )
    assert (
        client_of("info_center").post(f"/m/assets/stocktakes/{begun.pk}/", {"words": "x"}).status_code == 403
    )
    assert client_of("guard").get(f"/m/assets/stocktakes/{begun.pk}/").status_code == 404


def test_a_workbook_goes_through_a_dry_run(client_of: Any, item: Any, stocktake: Any) -> None:
    server = item("server", "应用服务器")
    begun = stocktake()
    client, page = client_of("duty_officer"), f"/m/assets/stocktakes/{begun.pk}/sheet/"
    content = writing.export(sheets.PLAN, [[server.number, "", "", "yes", "", "", ""]])
    tried = client.post(page, {"file": SimpleUploadedFile("pd.xlsx", content)})
    assert "试导入通过" in tried.content.decode()
    token = tried.context["token"]
    assert client.post(page, {"token": token}).status_code == 302
    assert begun.lines.get(item=server).way == "sheet"
    assert client.post(page, {"token": token}).status_code == 409


def test_the_report_and_the_list_leave_as_files(client_of: Any, item: Any, stocktake: Any) -> None:
    item("server", "应用服务器")
    begun = stocktake()
    client = client_of("asset_officer")
    assert client.get(f"/m/assets/stocktakes/{begun.pk}/report/").content.startswith(b"%PDF")
    assert client.get(f"/m/assets/stocktakes/{begun.pk}/list/").status_code == 200


def test_a_baseline_is_compared_on_a_page(client_of: Any, create: Any, item: Any) -> None:
    made = create("baseline", by="configuration_manager", name="基线", occasion="yearly", scope="all")
    item("printer", "新打印机")
    client = client_of("configuration_manager")
    page = client.get(f"/m/assets/baselines/{made.pk}/?with=now").content.decode()
    assert "新打印机" in page
    assert "内容与摘要相符" in page
    book = load_workbook(io.BytesIO(client.get(f"/m/assets/baselines/{made.pk}/export/").content)).active
    assert [cell.value for cell in book[2]][:2] == ["新增", "配置项"]


def test_an_items_life_tells_of_hand_overs(client_of: Any, item: Any, hand_over: Any, do: Any) -> None:
    thing = item("printer", "打印机", enters_as="stock")
    paper = do(do(hand_over(thing), "hand_out", "asset_officer"), "receive", "end_user")
    client = client_of("asset_officer")
    page = client.get(f"/r/configuration_item/{thing.pk}/").content.decode()
    assert f"/m/assets/labels/?ids={thing.pk}" in page
    life = client.get(
        f"/m/configuration/items/{thing.pk}/life/", headers={"HX-Request": "true"}
    ).content.decode()
    assert f"/r/hand_over/{paper.pk}/" in life


@pytest.mark.rule("R-CI-02")
def test_the_printed_form_lists_the_things_and_both_signatures(
    client_of: Any, item: Any, hand_over: Any, do: Any
) -> None:
    paper = do(
        do(hand_over(item("printer", "打印机", enters_as="stock")), "hand_out", "asset_officer"),
        "receive",
        "end_user",
    )
    page = client_of("asset_officer").get(f"/r/hand_over/{paper.pk}/").content.decode()
    assert "苏婉宁 2026年11月23日" in page
    assert "钱思雨 2026年11月23日" in page
    assert client_of("asset_officer").get(f"/r/hand_over/{paper.pk}/print/").content.startswith(b"%PDF")


def test_a_closed_stocktake_settles_the_duty_of_its_year(
    item: Any, stocktake: Any, do: Any, actor: Any
) -> None:
    from govops.modules.assets.actions import counting
    from govops.modules.assets.actions.counting import Seen

    duty = get("N3§9.1-stocktake")
    server = item("server", "应用服务器")
    begun = stocktake()
    period = Period.of(duty.cycle, begun.begins_on)
    assert duty.evidence(1, period) is None
    counting.count(begun, server.number, Seen(), actor=actor("duty_officer"))
    do(do(begun, "finish", "duty_officer"), "close", "asset_officer", conclusion="账实相符")
    assert duty.evidence(1, period).number == begun.number
    with at("2027-01-05 09:00"):
        assert duty.evidence(1, Period.of("year", begun.begins_on.replace(year=2027))) is None
