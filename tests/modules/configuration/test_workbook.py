"""The workbook with a sheet for each type and each kind of relation: out and in again, tried first, all or nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from openpyxl import Workbook, load_workbook

from govops.kernel.audit.models import AuditEntry
from govops.modules.configuration.intake import exporting, reporting, workbook
from govops.modules.configuration.models import ConfigurationItem, History, ItemRelation
from govops.modules.configuration.rules.common import Why

MANAGER = "configuration_manager"
Sheets = dict[str, list[dict[str, Any]]]


def book(sheets: Sheets) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        heads = list(dict.fromkeys(head for line in lines for head in line))
        sheet.append(heads)
        for line in lines:
            sheet.append([line.get(head) for head in heads])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes) -> Sheets:
    found: Sheets = {}
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        if sheet.sheet_state == "visible":
            heads, *lines = list(sheet.iter_rows(values_only=True)) or [()]
            found[sheet.title] = [dict(zip(heads, line, strict=True)) for line in lines]
    return found


@pytest.fixture
def take(cast: Any, actor: Any) -> Callable[..., reporting.Report]:
    def taken(sheets: Sheets | bytes, *, commit: bool = True, **why: str) -> reporting.Report:
        content = sheets if isinstance(sheets, bytes) else book(sheets)
        reason = Why(why.get("reason", ""), why.get("reference", ""))
        return workbook.take_in(content, reason, actor=actor(MANAGER), commit=commit)

    return taken


def machine(n: int, **more: Any) -> dict[str, Any]:
    return {
        "编号": None, "名称": f"应用服务器{n}", "责任部门": "XXZX", "所在网络": "政务外网", "登记为": "在库", "内存（GB）": 64 * n, "形态": "机架式",
        **more,
    }  # fmt: skip


def place(name: str, where: str | None = None) -> dict[str, Any]:
    return {"名称": name, "责任部门": "XXZX", "所在网络": "政务外网", "登记为": "在库", "位置": where}


@pytest.fixture
def types(type_of: Any, kind_of: Any, server: Any) -> None:
    type_of("room", "机房", "place")
    kind_of("connects", "连接", "连接")


def test_a_workbook_brings_places_what_stands_in_them_and_what_hangs_together(types: Any, take: Any) -> None:
    """Sheets in any order; relations name what the same workbook brings."""
    report = take(
        {
            "关系·连接": [{"源": "应用服务器1", "目标": "ZC-2", "说明": "第三口"}],
            "服务器": [machine(1, 位置="信息楼机房"), machine(2, 资产编号="zc-2", 管理口令="p@ss")],
            "机房": [place("信息楼机房")],
        }
    )
    assert report.problems == []
    assert report.counts == {"新增": 4, "修改": 0, "合并": 0, "未变": 0}
    first, second = ConfigurationItem.objects.filter(type__code="server").order_by("pk")
    assert (first.location.name, first.values["memory"], first.values["form"]) == ("信息楼机房", 64, "机架式")
    assert second.asset_number == "ZC-2"
    assert "p@ss" not in str(second.values)
    relation = ItemRelation.objects.get()
    assert (relation.source_id, relation.target_id, relation.note) == (first.pk, second.pk, "第三口")
    assert History.objects.filter(until=None, register="configuration_item").count() == 3


def test_an_export_taken_in_again_changes_nothing(types: Any, take: Any, actor: Any, why: Any) -> None:
    take(
        {
            "服务器": [machine(1, 资产编号="ZC-1", 管理口令="p@ss"), machine(2, **{"原值（元）": "12.50"})],
            "关系·连接": [{"源": "ZC-1", "目标": "应用服务器2"}],
        }
    )
    ConfigurationItem.objects.filter(asset_number="ZC-1").update(state="in_use")
    before = list(ConfigurationItem.objects.order_by("pk").values("version", "values", "updated_at"))
    entries = History.objects.count()
    content = exporting.export(QueryDict(""), actor=actor(MANAGER))
    assert set(read(content)) == {"服务器", "关系·连接", "填写说明"}
    assert "p@ss" not in str(read(content))
    report = take(content)
    assert report.problems == []
    assert report.counts == {"新增": 0, "修改": 0, "合并": 0, "未变": 3}
    assert list(ConfigurationItem.objects.order_by("pk").values("version", "values", "updated_at")) == before
    assert History.objects.count() == entries


def test_a_dry_run_saves_nothing_and_says_what_would_be(types: Any, take: Any) -> None:
    report = take({"服务器": [machine(1), machine(2)]}, commit=False)
    assert report.is_clean
    assert report.counts["新增"] == 2
    assert not ConfigurationItem.objects.exists()


def test_one_line_that_is_refused_keeps_all_out_and_the_result_says_where(types: Any, take: Any) -> None:
    lines = [machine(1), machine(2, **{"内存（GB）": "很多", "责任部门": "没有这个部门"}), machine(3)]
    report = take({"服务器": lines, "关系·连接": [{"源": "应用服务器1", "目标": "没有"}]})
    assert not ConfigurationItem.objects.exists()
    assert [(sheet, line) for sheet, line, _ in report.problems] == [("服务器", 3)]
    report = take(
        {
            "服务器": [machine(1), machine(2, 责任部门="没有这个部门")],
            "关系·连接": [{"源": "应用服务器1", "目标": "没有"}],
        }
    )
    assert not ConfigurationItem.objects.exists()
    assert [(sheet, line) for sheet, line, _ in report.problems] == [("服务器", 3), ("关系·连接", 2)]
    told = read(reporting.told(report))
    assert [line["结果"] for line in told["服务器"]] == ["新增", "未导入"]
    assert "没有这个部门" in told["服务器"][1]["说明"]


@pytest.mark.rule("R-CI-02")
def test_an_item_in_use_changes_for_a_reason_given_once(types: Any, take: Any, why: Any) -> None:
    take({"服务器": [machine(1, 资产编号="ZC-1", 登记为="在用"), machine(2, 资产编号="ZC-2", 登记为="在用")]})
    changed = {"服务器": [{"名称": "应用服务器1", "资产编号": "ZC-1", "责任部门": "XXZX", "品牌": "浪潮"}]}
    report = take(changed)
    assert "须写明“变更原因”" in report.problems[0][2]
    assert "没有编号为" in take(changed, reason="换板", reference="ZZZZ-2026-0001").problems[0][2]
    report = take(changed, **why)
    assert (report.problems, report.counts["合并"]) == ([], 1)
    row = History.objects.get(register="configuration_item", until=None, reference=why["reference"])
    assert row.changed == {"brand": ["", "浪潮"]}
    assert row.reason == why["reason"]


def test_empty_cells_clear_only_where_the_number_is_given(types: Any, take: Any) -> None:
    take({"服务器": [machine(1, 资产编号="ZC-1", 品牌="浪潮")]})
    item = ConfigurationItem.objects.get()
    blank = {"名称": item.name, "资产编号": "ZC-1", "责任部门": "XXZX", "品牌": None, "内存（GB）": None}
    report = take({"服务器": [blank]})
    assert (report.problems, report.counts["未变"]) == ([], 1)
    report = take({"服务器": [blank | {"编号": item.number}]})
    assert (report.problems, report.counts["修改"]) == ([], 1)
    item.refresh_from_db()
    assert (item.brand, "memory" in item.values, item.values["form"]) == ("", False, "机架式")


def test_two_keys_that_point_to_different_items_are_never_merged(types: Any, take: Any) -> None:
    take({"服务器": [machine(1, 资产编号="ZC-1", 序列号="SN1"), machine(2, 资产编号="ZC-2", 序列号="SN2")]})
    report = take({"服务器": [machine(1, 资产编号="ZC-1", 序列号="SN2", 品牌="浪潮")]})
    assert "无法判定是哪一件" in report.problems[0][2]
    assert not ConfigurationItem.objects.filter(brand="浪潮").exists()


@pytest.mark.rule("R-CI-03")
def test_a_notebook_in_the_intranet_is_refused_at_its_line(types: Any, notebook: Any, take: Any) -> None:
    line = {"名称": "一号笔记本", "责任部门": "XXZX", "所在网络": "政务内网", "登记为": "在库"}
    report = take({"笔记本电脑": [line], "服务器": [machine(1)]})
    assert [(sheet, at) for sheet, at, _ in report.problems] == [("笔记本电脑", 2)]
    assert "笔记本类设备不得登记到政务内网" in report.problems[0][2]
    assert AuditEntry.objects.filter(rule="R-CI-03", result="refused", channel="import").exists()
    assert not ConfigurationItem.objects.exists()


@pytest.mark.rule("R-CI-02")
def test_a_controlled_item_in_use_is_refused_with_the_way_to_propose(
    type_of: Any, take: Any, why: Any
) -> None:
    type_of("core_switch", "核心交换机", "network", is_controlled="1")
    take({"核心交换机": [{"名称": "核心一", "责任部门": "XXZX", "所在网络": "政务外网", "登记为": "在用"}]})
    report = take({"核心交换机": [{"名称": "核心一", "责任部门": "XXZX", "品牌": "华为"}]}, **why)
    assert "提议修改" in report.problems[0][2]


def test_strange_sheets_and_columns_are_named(types: Any, take: Any) -> None:
    report = take({"服务气": [machine(1)], "服务器": [{"名称": "甲", "责任部门": "XXZX", "颜色": "红"}]})
    assert "是不是“服务器”" in report.problems[0][2]
    assert "不认识列“颜色”" in report.problems[1][2]


def test_many_lines_cost_few_queries(types: Any, take: Any, django_assert_max_num_queries: Any) -> None:
    take({"服务器": [machine(0, 名称="先到", 资产编号="ZC-X")]})
    lines = [
        machine(n, 名称=f"批量{n}", 资产编号=f"P-{n}", 序列号=f"PSN{n}", **{"内存（GB）": 64})
        for n in range(60)
    ]
    relations = [{"源": f"P-{n}", "目标": f"P-{n + 1}"} for n in range(59)]
    with django_assert_max_num_queries(90):
        report = take({"服务器": lines, "关系·连接": relations})
    assert report.problems == []


def test_the_page_tries_marks_and_commits(types: Any, cast: Any, client_of: Any) -> None:
    client, home = client_of(MANAGER), "/m/configuration/intake/"

    def send(content: bytes) -> Any:
        return client.post(
            home,
            {
                "do": "workbook",
                "file": SimpleUploadedFile("a.xlsx", content),
                "reason": "建库",
                "reference": "",
            },
        )

    def held(answer: Any) -> dict[str, str]:
        found = dict(
            re.findall(r'name="(token|reason|reference)"(?: value="([^"]*)")?', answer.content.decode())
        )
        return {name: found[name] for name in ("token", "reason", "reference")}

    refused = send(book({"服务器": [machine(1, 责任部门="没有")]}))
    assert refused.status_code == 422
    assert "找不到“没有”" in refused.content.decode()
    marked = client.post(home, {"do": "faults", **held(refused)})
    assert read(marked.content)["服务器"][0]["结果"] == "未导入"
    tried = send(book({"服务器": [machine(1), machine(2)]}))
    assert tried.status_code == 200
    assert not ConfigurationItem.objects.exists()
    done = client.post(home, {"do": "commit", **held(tried)}, follow=True)
    assert "新增 2 条" in done.content.decode()
    assert ConfigurationItem.objects.count() == 2
    assert "已经导入过" in client.post(home, {"do": "commit", **held(tried)}).content.decode()
    out = client.get(f"{home}export/")
    assert set(read(out.content)) == {"服务器", "填写说明"}
    assert client.get(f"{home}template/").status_code == 200


def test_racks_are_filled_in_few_queries_and_no_unit_twice(
    types: Any, type_of: Any, take: Any, django_assert_max_num_queries: Any
) -> None:
    type_of("rack", "机柜", "place")
    take({"机柜": [place("A01"), place("A02")]})
    lines = [
        machine(n, 名称=f"机架{n}", 序列号=f"RSN{n}", 位置=f"A0{1 + n // 30}", **{"起始 U 位": 1 + n % 30, "占用 U 数": 1, "内存（GB）": 64})
        for n in range(60)
    ]  # fmt: skip
    with django_assert_max_num_queries(80):
        report = take({"服务器": lines}, commit=False)
    assert report.problems == []
    lines[40]["起始 U 位"] = lines[41]["起始 U 位"]
    report = take({"服务器": lines}, commit=False)
    assert [(line, sentence.split("已由")[0]) for _, line, sentence in report.problems] == [
        (43, "“A02”的 U12 ")
    ]
