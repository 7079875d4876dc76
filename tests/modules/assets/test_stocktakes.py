"""盘点: the ledger is frozen, things are counted, differences are resolved by two people."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.kernel.access.answers import Refused
from govops.kernel.sheets import writing
from govops.modules.assets.actions import counting, sheets
from govops.modules.assets.actions.counting import Seen
from govops.modules.assets.choices import CountedBy, DifferenceState, LineResult, StocktakeState
from govops.modules.assets.models import StocktakeDifference
from govops.modules.configuration.public import History, ItemState


@pytest.fixture
def things(item: Any, rack: Any, store: Any) -> dict[str, Any]:
    return {
        "server": item("server", "应用服务器", location=rack.pk, serial_number="SN-001"),
        "switch": item("core_switch", "核心交换机", location=rack.pk, asset_number="GDZC-7"),
        "printer": item("printer", "打印机", location=store.pk, custodian="end_user"),
    }


@pytest.fixture
def count(actor: Any) -> Any:
    def counted(
        stocktake: Any, words: str, *, by: str = "duty_officer", surplus: bool = False, **seen: Any
    ) -> Any:
        return counting.count(stocktake, words, Seen(**seen), actor=actor(by), surplus=surplus)

    return counted


def line_of(stocktake: Any, thing: Any) -> Any:
    return stocktake.lines.get(item=thing)


def decide(difference: Any, do: Any, **data: Any) -> Any:
    return do(difference, "decide", "asset_officer", **{"explanation": "现场核实", **data})


def test_the_ledger_is_frozen_at_the_start(stocktake: Any, things: Any, item: Any, store: Any) -> None:
    begun = stocktake()
    item("printer", "后来的打印机", location=store.pk)
    assert begun.expected_count == begun.lines.count() == 3
    assert line_of(begun, things["server"]).location.name == "A01 机柜"


def test_a_scope_includes_what_lies_below_it(
    stocktake: Any, things: Any, types: Any, room: Any, item: Any
) -> None:
    item("database_server", "数据库服务器")
    assert stocktake(types=[types["server"].pk]).expected_count == 2
    assert stocktake(location=room.pk).expected_count == 2


def test_a_spot_check_draws_a_share(stocktake: Any, item: Any) -> None:
    for n in range(10):
        item("printer", f"打印机{n}")
    assert stocktake(kind="spot", share=25).expected_count == 3


def test_an_empty_scope_is_refused(stocktake: Any, types: Any) -> None:
    with pytest.raises(Refused, match="没有资产"):
        stocktake(types=[types["notebook"].pk])


@pytest.mark.parametrize(
    "words", ["number", "sn-001", "SN-001", "https://ywpt.example/r/configuration_item/{pk}/"]
)
def test_a_thing_is_known_by_number_serial_or_label(
    stocktake: Any, things: Any, count: Any, words: str
) -> None:
    begun, server = stocktake(), things["server"]
    said = server.number.lower() if words == "number" else words.format(pk=server.pk)
    told = count(begun, said)
    if words == "sn-001":
        assert told.unknown == "sn-001"
        return
    assert told.tone == "green"
    assert line_of(begun, server).result == LineResult.FOUND


def test_a_room_is_right_for_what_stands_in_its_rack(
    stocktake: Any, things: Any, count: Any, room: Any, store: Any
) -> None:
    begun = stocktake()
    assert count(begun, "SN-001", place=room).tone == "green"
    assert "位置不符" in count(begun, "GDZC-7", place=store).sentence
    assert line_of(begun, things["switch"]).seen_location == store


def test_who_has_it_counts_as_well(stocktake: Any, things: Any, count: Any, cast: Any, rack: Any) -> None:
    begun = stocktake()
    count(begun, things["printer"].number, custodian=cast.people["duty_officer"], place=rack)
    assert line_of(begun, things["printer"]).result == LineResult.WRONG_BOTH
    told = count(begun, things["printer"].number, custodian=cast.people["end_user"])
    assert "以这次为准" in told.sentence
    assert line_of(begun, things["printer"]).result == LineResult.FOUND


def test_what_no_ledger_knows_is_surplus_only_when_confirmed(stocktake: Any, things: Any, count: Any) -> None:
    begun = stocktake()
    assert count(begun, "X-404").unknown == "X-404"
    assert begun.lines.count() == 3
    assert count(begun, "X-404", surplus=True).line.result == LineResult.SURPLUS
    assert "不重复" in count(begun, "X-404", surplus=True).sentence


def test_only_who_counts_may_count(stocktake: Any, things: Any, actor: Any) -> None:
    begun = stocktake()
    assert counting.may_count(begun, actor("duty_officer")) == ""
    assert counting.may_count(begun, actor("asset_officer")) == ""
    assert "不是本次盘点的盘点人" in counting.may_count(begun, actor("end_user"))
    assert "不能清点" in counting.may_count(stocktake(start=False), actor("duty_officer"))


def test_nothing_counted_is_no_stocktake(stocktake: Any, things: Any, do: Any) -> None:
    with pytest.raises(Refused, match="还没有清点"):
        do(stocktake(), "finish", "duty_officer")


@pytest.fixture
def finished(stocktake: Any, things: Any, count: Any, do: Any, store: Any) -> Any:
    """The server found, the switch in the store room, the printer missing, one thing of no ledger."""
    begun = stocktake()
    count(begun, "SN-001")
    count(begun, "GDZC-7", place=store)
    count(begun, "X-404", surplus=True)
    return do(begun, "finish", "duty_officer")


def test_every_difference_gets_its_form(finished: Any, cast: Any) -> None:
    found = {one.kind: one for one in StocktakeDifference.objects.filter(stocktake=finished)}
    assert set(found) == {LineResult.WRONG_PLACE, LineResult.MISSING, LineResult.SURPLUS}
    assert found["wrong_place"].location.name == "库房"
    assert found["missing"].applicant == cast.people["asset_officer"]
    assert {row["result"]: row["count"] for row in finished.results} == {
        "应盘": 3, "账实相符": 1, "盘亏": 1, "盘盈": 1, "位置不符": 1,
    }  # fmt: skip


@pytest.mark.rule("R-CI-02")
def test_a_correction_needs_a_second_person_and_names_the_stocktake(
    finished: Any, things: Any, do: Any, store: Any
) -> None:
    """Also of a controlled type: the second person's yes stands for a proposal's."""
    difference = StocktakeDifference.objects.get(stocktake=finished, kind="wrong_place")
    with pytest.raises(Refused, match="待查"):
        do(difference, "submit", "asset_officer")
    decide(difference, do, decision="correct")
    do(difference, "submit", "asset_officer")
    with pytest.raises(Refused):
        do(difference, "approve", "asset_officer")
    resolved = do(difference, "approve", "service_level_manager")
    assert resolved.state == DifferenceState.RESOLVED
    switch = things["switch"]
    switch.refresh_from_db()
    assert switch.location == store
    told = History.objects.get(register="configuration_item", record_id=switch.pk, until__isnull=True)
    assert told.reference == finished.number


def test_what_is_lost_is_put_aside(finished: Any, things: Any, do: Any) -> None:
    difference = StocktakeDifference.objects.get(stocktake=finished, kind="missing")
    decide(difference, do, decision="lost", explanation="搬家时遗失，已报保卫处")
    do(difference, "submit", "asset_officer")
    do(difference, "approve", "service_level_manager")
    things["printer"].refresh_from_db()
    assert things["printer"].state == ItemState.IDLE


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("surplus", {"decision": "lost"}, "只有“盘亏”的资产可以报失"),
        ("surplus", {"decision": "correct"}, "盘盈资产请先在“配置项”登记"),
        ("missing", {"decision": "correct"}, "确实找不到的请选“报失”"),
    ],
)
def test_a_decision_fits_its_difference(
    finished: Any, do: Any, kind: str, data: dict[str, Any], sentence: str
) -> None:
    difference = StocktakeDifference.objects.get(stocktake=finished, kind=kind)
    with pytest.raises(Refused, match=sentence):
        decide(difference, do, **data)


def test_nobody_writes_a_difference_by_hand(finished: Any, create: Any, client_of: Any) -> None:
    officer = client_of("asset_officer")
    assert "新建" not in officer.get("/r/stocktake_difference/?all=1").content.decode()
    assert officer.get("/r/stocktake_difference/new/").status_code == 404
    with pytest.raises(Refused, match="自动产生"):
        create(
            "stocktake_difference", by="asset_officer", stocktake=finished.pk, kind="missing", expected="", decision="pending"
        )  # fmt: skip


def test_a_stocktake_closes_when_all_is_resolved(finished: Any, do: Any, item: Any) -> None:
    with pytest.raises(Refused, match="还有 3 项差异"):
        do(finished, "close", "asset_officer", conclusion="账实基本相符")
    found = item("printer", "盘盈的打印机")
    choices = {
        "missing": {"decision": "lost"},
        "surplus": {"decision": "correct", "item": found},
        "wrong_place": {"decision": "keep"},
    }
    for kind, data in choices.items():
        difference = StocktakeDifference.objects.get(stocktake=finished, kind=kind)
        decide(difference, do, **data)
        do(difference, "submit", "asset_officer")
        do(difference, "approve", "service_level_manager")
    closed = do(finished, "close", "asset_officer", conclusion="账实基本相符")
    assert closed.state == StocktakeState.CLOSED
    assert closed.closed_at


def test_what_the_second_person_refuses_is_worked_on_again(finished: Any, do: Any) -> None:
    difference = StocktakeDifference.objects.get(stocktake=finished, kind="missing")
    decide(difference, do, decision="lost")
    do(difference, "submit", "asset_officer")
    assert (
        do(difference, "refuse", "service_level_manager", opinion="再找找").state == DifferenceState.REFUSED
    )
    assert do(difference, "rework", "asset_officer").state == DifferenceState.OPEN


# --- workbook ---------------------------------------------------------------------------------------------------------


def workbook(rows: list[list[Any]]) -> bytes:
    from govops.kernel.sheets import writing

    return writing.export(sheets.PLAN, rows)


def test_a_workbook_is_tried_and_then_taken_in(stocktake: Any, things: Any, actor: Any, store: Any) -> None:
    begun = stocktake()
    rows = [
        [things["server"].number, "应用服务器", "", "yes", "", "", ""],
        [things["switch"].number, "核心交换机", "", "yes", "库房", "", "换了位置"],
        [things["printer"].number, "打印机", "", None, "", "", ""],
        ["X-9", "", "", "yes", "", "", ""],
    ]
    made, told = sheets.take_in(begun, workbook(rows), actor=actor("duty_officer"), commit=False)
    assert (len(told), made.skipped, made.problems) == (3, 1, [])
    assert not begun.lines.exclude(result="").exists()
    sheets.take_in(begun, workbook(rows), actor=actor("duty_officer"), commit=True)
    assert line_of(begun, things["switch"]).result == LineResult.WRONG_PLACE
    assert begun.lines.get(number="X-9").result == LineResult.SURPLUS


def test_a_wrong_line_keeps_the_whole_workbook_out(stocktake: Any, things: Any, actor: Any) -> None:
    begun = stocktake()
    rows = [
        [things["server"].number, "", "", "yes", "没有的房间", "", ""],
        [things["switch"].number, "", "", "yes", "", "没有的人", ""],
    ]
    made, _told = sheets.take_in(begun, workbook(rows), actor=actor("duty_officer"), commit=True)
    assert [line for line, _sentence in made.problems] == [2, 3]
    assert not begun.lines.exclude(result="").exists()


def test_the_list_to_walk_along_with_is_the_expected_one(stocktake: Any, things: Any, actor: Any) -> None:
    begun = stocktake()
    content = sheets.export(begun.lines.select_related("location", "custodian").order_by("id"))
    made = sheets.read(content)
    assert (made.seen, made.skipped, made.problems) == ([], 3, [])


def test_a_list_taken_along_after_counting_keeps_what_was_counted(
    stocktake: Any, things: Any, actor: Any, store: Any, client_of: Any, cast: Any
) -> None:
    """What stands against the books is not made right again by the way back of the same workbook."""
    begun, keeper = stocktake(), actor("duty_officer")
    seen = counting.Seen(place=store, custodian=cast.people["support_l2"])
    counting.count(begun, things["switch"].number, seen, actor=keeper)
    content = sheets.export(begun.lines.order_by("id"))
    _made, told = sheets.take_in(begun, content, actor=keeper, commit=True)
    assert [(one.line.item_id, one.is_same) for one in told] == [(things["switch"].pk, True)]
    line = line_of(begun, things["switch"])
    assert (line.result, line.seen_location_id) == (LineResult.WRONG_BOTH, store.pk)
    assert line.way == CountedBy.SCAN
    older = workbook([[things["switch"].number, "", "", "yes", "", "", ""]])
    page = (
        client_of("duty_officer")
        .post(f"/m/assets/stocktakes/{begun.pk}/sheet/", {"file": SimpleUploadedFile("a.xlsx", older)})
        .content.decode()
    )
    assert "请核对" in page
    assert "位置、责任人均不符</td>" in page  # what it was before
    assert line_of(begun, things["switch"]).result == LineResult.WRONG_BOTH


def test_a_workbook_and_its_end_ask_no_more_for_more_things(
    item: Any, stocktake: Any, do: Any, actor: Any, cast: Any
) -> None:
    def questions(many: int) -> tuple[int, int]:
        things = [item("printer", f"第{many}批{n}") for n in range(many)]
        begun = stocktake(name=f"第{many}批")
        found = writing.export(sheets.PLAN, ([one.number, "", "", "yes", "", "", ""] for one in things[1:]))
        with CaptureQueriesContext(connection) as reading:
            made, told = sheets.take_in(begun, found, actor=actor("duty_officer"), commit=True)
        assert (made.problems, len(told)) == ([], many - 1)
        with CaptureQueriesContext(connection) as ending:
            do(begun, "finish", "duty_officer")
        return len(reading), len(ending)

    questions(2)
    few = questions(3)
    many = questions(12)
    assert many[0] == few[0]
    assert many[1] <= few[1] + 4


def test_differences_are_decided_together_and_handed_on_at_once(
    item: Any, stocktake: Any, do: Any, client_of: Any, cast: Any
) -> None:
    seen = item("printer", "在的")
    for n in range(3):
        item("printer", f"不在的{n}")
    begun = stocktake()
    client_of("duty_officer").post(f"/m/assets/stocktakes/{begun.pk}/", {"words": seen.number})
    begun = do(begun, "finish", "duty_officer")
    with pytest.raises(Refused, match="没有已填处理意见"):
        do(begun, "submit_decided", "asset_officer")
    rows = list(begun.differences.order_by("pk"))
    page = client_of("asset_officer").post(
        "/r/stocktake_difference/bulk/decide/",
        {"ids": [one.pk for one in rows[:2]], "decision": "lost", "explanation": "多次查找未见"},
    )
    assert page.status_code == 200
    do(begun, "submit_decided", "asset_officer")
    assert [one.state for one in begun.differences.order_by("pk")] == ["approving", "approving", "open"]
