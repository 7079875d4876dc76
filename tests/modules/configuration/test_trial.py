"""Before an import is confirmed its page says which lines are new, changed or as they were, and what changes into what."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from govops.kernel.sheets.listing import LEAST, MOST, listed, stretches
from govops.kernel.sheets.models import ImportRun
from govops.kernel.sheets.results import Outcome
from govops.modules.configuration.models import ConfigurationItem
from tests.modules.configuration.test_large_imports import send, types, work  # noqa: F401 - fixtures
from tests.modules.configuration.test_workbook import MANAGER, book, machine, read, take  # noqa: F401 - fixtures
from tests.settings_of_operators import set_parameter

HOME, LIST = "/m/configuration/intake/", "/r/configuration_item/import/"


@pytest.fixture
def three(take: Any, types: Any) -> list[ConfigurationItem]:  # noqa: F811
    take({"服务器": [machine(n, 资产编号=f"ZC-{n}", 品牌="曙光", 保修期止="2027-06-30") for n in (1, 2, 3)]})
    return list(ConfigurationItem.objects.order_by("pk"))


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.xlsx", content)


def line(item: ConfigurationItem, **more: Any) -> dict[str, Any]:
    return {"编号": item.number, "名称": item.name, "责任部门": "XXZX", "所在网络": "政务外网", **more}


def mixed(three: list[ConfigurationItem]) -> bytes:
    first, second, _ = three
    return book(
        {
            "服务器": [
                line(
                    first,
                    品牌="浪潮",
                    保修期止="2028-01-31",
                    资产编号="ZC-1",
                    形态="机架式",
                    **{"内存（GB）": 96},
                ),
                machine(2, 编号=second.number, 资产编号="ZC-2", 品牌="曙光", 保修期止="2027-06-30"),
                machine(9, 管理口令="p@ss"),
            ]
        }
    )


def test_the_page_of_a_trial_names_the_lines_and_what_changes(three: Any, client_of: Any) -> None:
    data = {"do": "workbook", "file": upload(mixed(three)), "reason": "", "reference": ""}
    page = client_of(MANAGER).post(HOME, data).content.decode()
    assert "将要修改" in page
    assert three[0].number in page
    for was, now in (("曙光", "浪潮"), ("2027-06-30", "2028-01-31"), ("64", "96")):
        assert f"<del>{was}</del> → <ins>{now}</ins>" in page
    assert "将要新增" in page
    assert "应用服务器9" in page
    assert "第 3 行</td>" in page  # as it was
    assert "p@ss" not in page


def test_a_large_one_says_so_too_and_hands_out_every_line(three: Any, send: Any, client_of: Any) -> None:  # noqa: F811
    client, run = client_of(MANAGER), work(send(mixed(three)))
    page = client.get(run.address).content.decode()
    assert "<del>曙光</del> → <ins>浪潮</ins>" in page
    assert "下载逐行的试导入结果" in page
    answer = client.get(f"{run.address}result/")
    told = read(answer.content)["服务器"]
    assert [one["结果"] for one in told] == ["修改", "未变", "新增"]
    assert "品牌：曙光 → 浪潮" in told[0]["说明"]
    sheet = load_workbook(io.BytesIO(answer.content))["服务器"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("品牌") + 1).fill.fgColor.rgb.endswith("FFF4D6")
    assert "p@ss" not in str(told)
    client.post(run.address, {"do": "confirm"})
    assert "改了哪些" in client.get(work(run).address).content.decode()


def test_any_register_tells_it(three: Any, client_of: Any) -> None:
    client, first = client_of(MANAGER), three[0]
    content = book({"配置项": [line(first, 类型="服务器", 品牌="浪潮", 类型属性="内存：64\n管理口令：p@ss")]})
    page = client.post(LIST, {"file": upload(content)}).content.decode()
    assert "<del>曙光</del> → <ins>浪潮</ins>" in page
    assert "可能含密文" in page
    assert "p@ss" not in page
    token = page.split('name="token" value="')[1].split('"')[0]
    told = read(client.post(LIST, {"token": token, "do": "list"}).content)["配置项"]
    assert "品牌：曙光 → 浪潮" in told[0]["说明"]
    client.post(LIST, {"token": token})
    first.refresh_from_db()
    assert first.brand == "浪潮"


def test_opening_a_run_costs_the_same_however_many_lines_it_has(
    three: Any, send: Any, client_of: Any, django_assert_max_num_queries: Any  # noqa: F811
) -> None:  # fmt: skip
    set_parameter("sheets.rows_at_once", 2)
    client = client_of(MANAGER)
    run: ImportRun = work(send(book({"服务器": [machine(n) for n in range(10, 10 + MOST + 20)]})))
    with django_assert_max_num_queries(8):
        page = client.get(run.address).content.decode()
    assert "另有 20 条" in page


def test_the_list_is_short_and_names_stretches_of_lines() -> None:
    assert stretches([2, 3, 4, 7, 9, 10]) == "第 2–4、7、9–10 行"
    assert stretches(range(2, 100, 2)).endswith("行等")
    outcomes = {n: Outcome("修改", name=f"甲{n}") for n in range(2, MOST + 5)}
    found = listed([("服务器", outcomes)])
    assert (len(found["changed"]), found["more_changed"]) == (MOST, 3)
    many = listed((f"表{n}", outcomes) for n in range(30))
    assert (len(many["changed"]), {one["changed"] for one in many["sheets"]}) == (30 * LEAST, {MOST + 3})
