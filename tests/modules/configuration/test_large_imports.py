"""Large imports are carried on by a job: tried, confirmed once, saved wholly or not at all, told to whoever waits."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from govops.kernel import moment
from govops.kernel.access.models import RoleGrant
from govops.kernel.audit.models import AuditEntry
from govops.kernel.jobs import run_now
from govops.kernel.messages.models import Message
from govops.kernel.sheets import carrying
from govops.kernel.sheets.models import ImportRun
from govops.modules.configuration.models import ConfigurationItem, IntakeBatch, ItemRelation
from tests.modules.configuration.test_workbook import book, machine
from tests.settings_of_operators import set_parameter

MANAGER, HOME = "configuration_manager", "/m/configuration/intake/"


@pytest.fixture
def types(type_of: Any, kind_of: Any, server: Any) -> None:
    type_of("room", "机房", "place")
    kind_of("connects", "连接", "连接")


@pytest.fixture
def send(cast: Any, client_of: Any, types: Any) -> Callable[..., ImportRun]:
    """`send(sheets)`: the workbook uploaded on the page, where two lines are already many; the run that it leads to."""
    set_parameter("sheets.rows_at_once", 2)

    def sent(sheets: Any, **more: str) -> ImportRun:
        file = SimpleUploadedFile("资源.xlsx", sheets if isinstance(sheets, bytes) else book(sheets))
        answer = client_of(MANAGER).post(
            HOME, {"do": "workbook", "file": file, "reason": "", "reference": ""} | more
        )
        assert answer.status_code == 302, answer.content.decode()
        assert answer.url.startswith("/imports/")
        return ImportRun.objects.get(token=answer.url.split("/")[2])

    return sent


def work(run: ImportRun) -> ImportRun:
    """What the job does with it."""
    run_now("sheets.carry_on_import", run=run.pk)
    run.refresh_from_db()
    return run


def lines(*numbers: int, **more: Any) -> dict[str, Any]:
    related = [{"源": f"应用服务器{numbers[0]}", "目标": f"应用服务器{numbers[1]}"}]
    return {"服务器": [machine(n, **more) for n in numbers], "关系·连接": related}


def told(username: str, cast: Any) -> list[str]:
    rows = Message.objects.filter(person=cast.people[username], kind="imported")
    return list(rows.order_by("id").values_list("title", flat=True))


def test_a_large_workbook_is_tried_and_saved_by_a_job(send: Any, cast: Any, client_of: Any) -> None:
    client, run = client_of(MANAGER), send(lines(1, 2, 3))
    assert ProcrastinateJob.objects.filter(args__name="sheets.carry_on_import").count() == 1
    waiting = client.get(run.address).content.decode()
    assert "排队核对" in waiting
    assert f'hx-get="{run.address}progress/" hx-trigger="every 1s"' in waiting
    assert (work(run).phase, dict(run.counts)["新增"]) == ("tried", 4)
    assert not ConfigurationItem.objects.exists()
    assert "HX-Refresh" in client.get(f"{run.address}progress/").headers
    assert "确认导入" in client.get(run.address).content.decode()
    client.post(run.address, {"do": "confirm"})
    assert work(run).phase == "done"
    assert (ConfigurationItem.objects.count(), ItemRelation.objects.count()) == (3, 1)
    assert told(MANAGER, cast) == ["导入资源配置工作簿：待确认", "导入资源配置工作簿：已导入"]
    page = client.get(run.address).content.decode()
    assert "下载结果工作簿" in page
    assert [step for step, _ in run.seconds if step.startswith("导入：工作表")]  # how long each step took
    sheet = load_workbook(io.BytesIO(client.get(f"{run.address}result/").content))["服务器"]
    assert [row[-2].value for row in sheet.iter_rows(min_row=2)] == ["新增"] * 3
    assert bytes(run.content) == b""


def test_sent_or_confirmed_twice_it_is_done_once(send: Any, client_of: Any) -> None:
    content = book(lines(1, 2, 3))
    run = send(content)
    assert send(content).pk == run.pk
    work(run)
    for _ in range(2):
        assert client_of(MANAGER).post(run.address, {"do": "confirm"}).url == run.address
    jobs = ProcrastinateJob.objects.filter(args__name="sheets.carry_on_import")
    assert jobs.count() == 2  # one to try, one to save
    work(run)
    work(run)
    assert ConfigurationItem.objects.count() == 3


def test_what_a_stopped_worker_left_is_begun_again(
    send: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = send(lines(1, 2, 3))
    work(run)
    client_of(MANAGER).post(run.address, {"do": "confirm"})

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(carrying, "_close", die)  # after the last line, before the commit
        with pytest.raises(Killed):
            carrying.carry_on(run.pk)
    run.refresh_from_db()
    assert run.phase == "saving"
    assert not ConfigurationItem.objects.exists()
    assert work(run).phase == "done"
    assert ConfigurationItem.objects.count() == 3


def test_one_wrong_line_keeps_all_out_and_the_workbook_comes_back_marked(
    send: Any, cast: Any, client_of: Any
) -> None:
    run = work(send({"服务器": [machine(1, 管理口令="p@ss"), machine(2, 责任部门="没有"), machine(3)]}))
    assert (run.phase, run.problem_count) == ("faulty", 1)
    assert told(MANAGER, cast) == ["导入资源配置工作簿：需要更正"]
    page = client_of(MANAGER).get(run.address).content.decode()
    assert "找不到“没有”" in page
    assert "第 3 行" in page
    marked = client_of(MANAGER).get(f"{run.address}result/").content
    sheet = load_workbook(io.BytesIO(marked))["服务器"]
    heads = [cell.value for cell in sheet[1]]
    assert "找不到“没有”" in sheet.cell(3, heads.index("说明", len(heads) - 2) + 1).value
    sheet.cell(3, heads.index("责任部门") + 1).value = "XXZX"
    out = io.BytesIO()
    sheet.parent.save(out)
    file = SimpleUploadedFile("更正.xlsx", out.getvalue())
    answer = client_of(MANAGER).post(HOME, {"do": "workbook", "file": file, "reason": "", "reference": ""})
    again = work(ImportRun.objects.get(token=answer.url.split("/")[2]))
    assert (again.phase, again.problems) == ("tried", [])
    client_of(MANAGER).post(again.address, {"do": "confirm"})
    assert work(again).phase == "done"
    assert "p@ss" not in str(
        [cell.value for row in load_workbook(io.BytesIO(bytes(again.result)))["服务器"] for cell in row]
    )


def test_whoever_lost_the_right_meanwhile_is_refused_in_a_sentence(
    send: Any, cast: Any, client_of: Any
) -> None:
    run = work(send(lines(1, 2, 3)))
    client_of(MANAGER).post(run.address, {"do": "confirm"})
    RoleGrant.objects.filter(account=cast.accounts[MANAGER]).update(revoked_at=moment.now())
    assert work(run).phase == "refused"
    assert "您已没有此职责" in run.sentence
    assert not ConfigurationItem.objects.exists()
    assert AuditEntry.objects.filter(operation="refuse", summary__contains="您已没有此职责").exists()
    assert run.sentence in client_of(MANAGER).get(run.address).content.decode()


def test_only_the_one_who_brought_it_sees_it(send: Any, client_of: Any) -> None:
    run = send(lines(1, 2, 3))
    for path in ("", "progress/", "result/"):
        assert client_of("asset_officer").get(run.address + path).status_code == 404


def test_what_was_tried_can_be_dropped(send: Any, client_of: Any) -> None:
    run = work(send(lines(1, 2, 3)))
    client_of(MANAGER).post(run.address, {"do": "drop"})
    run.refresh_from_db()
    assert (run.phase, bytes(run.content)) == ("dropped", b"")
    client_of(MANAGER).post(run.address, {"do": "confirm"})
    assert work(run).phase == "dropped"
    assert "不能放弃" in client_of(MANAGER).post(run.address, {"do": "drop"}).content.decode()


def test_a_register_of_any_kind_does_it_too(types: Any, cast: Any, client_of: Any) -> None:
    """The workbook of one register, as every register has it."""
    set_parameter("sheets.rows_at_once", 1)
    client = client_of(MANAGER)
    heads = {
        "名称": "甲", "类型": "服务器", "责任部门": "XXZX", "所在网络": "政务外网", "登记为": "在库", "重要程度": "一般", "类型属性": "内存：64",
    }  # fmt: skip
    content = book({"配置项": [heads, heads | {"名称": "乙", "类型属性": "管理口令：p@ss"}]})
    address = client.post(
        "/r/configuration_item/import/", {"file": SimpleUploadedFile("a.xlsx", content)}
    ).url
    run = work(ImportRun.objects.get(token=address.split("/")[2]))
    assert (run.phase, run.problems) == ("tried", [])
    assert "导入配置项" in client.get("/r/configuration_item/import/").content.decode()
    client.post(run.address, {"do": "confirm"})
    assert work(run).phase == "done"
    assert ConfigurationItem.objects.count() == 2
    assert "p@ss" not in str(
        [cell.value for row in load_workbook(io.BytesIO(bytes(run.result))).worksheets[0] for cell in row]
    )


def test_a_large_discovery_is_read_and_applied_by_jobs(types: Any, cast: Any, client_of: Any) -> None:
    set_parameter("sheets.rows_at_once", 1)
    client = client_of(MANAGER)
    found = json.dumps([{"name": f"主机{n}", "type": "server", "sn": f"SN-{n}"} for n in range(3)]).encode()
    asked = {
        "do": "found", "source": "other_cmdb", "owner_unit": cast.units["XXZX"].pk, "network_zone": "extranet", "enters_as": "stock",
        "reason": "", "reference": "",
    }  # fmt: skip
    address = client.post(HOME, asked | {"file": SimpleUploadedFile("a.json", found)}).url
    run = work(ImportRun.objects.get(token=address.split("/")[2]))
    batch = IntakeBatch.objects.get()
    assert (run.phase, run.url, dict(run.counts)["新增"]) == ("done", f"{HOME}{batch.pk}/", 3)
    applying = client.post(run.url, {"do": "apply"}).url
    again = client.post(run.url, {"do": "apply"}).url
    assert applying == again
    assert work(ImportRun.objects.get(token=applying.split("/")[2])).phase == "done"
    assert ConfigurationItem.objects.count() == 3
    wrong = client.post(HOME, asked | {"file": SimpleUploadedFile("a.json", b"{")})
    assert "不是正确的 JSON" in wrong.content.decode()


def test_files_and_what_is_to_be_mended_are_forgotten_after_a_day(send: Any) -> None:
    """A run that nobody confirmed, or whose faults nobody mended, keeps no file; what came of it stays a month."""
    waiting, faulty = (
        work(send(lines(1, 2, 3))),
        work(send({"服务器": [machine(n, 责任部门="没有") for n in (4, 5, 6)]})),
    )
    assert faulty.result is not None
    ImportRun.objects.update(at=moment.now() - timedelta(days=2))
    run_now("sheets.forget_pending_imports")
    for run in (waiting, faulty):
        run.refresh_from_db()
        assert (bytes(run.content), run.result) == (b"", None)
    ImportRun.objects.update(at=moment.now() - timedelta(days=40))
    run_now("sheets.forget_pending_imports")
    assert not ImportRun.objects.exists()
