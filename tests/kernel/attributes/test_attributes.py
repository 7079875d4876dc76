"""Typed attributes: what may be declared, what may be answered, how secrets are kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from govops.demo.bureau import Bureau
from govops.kernel.attributes import Attribute, AttributeKind, AttributesField, read, sealing, showing
from govops.kernel.attributes.cleaning import CLEARED, clean
from govops.kernel.registers.widgets import RowsInput

MEMORY = Attribute("memory", "内存", AttributeKind.NUMBER, "GB", required=True)
FORM = Attribute("form", "形态", AttributeKind.CHOICE, options=("机架式", "虚拟机"), searchable=True)
DAY = Attribute("online", "上线日期", AttributeKind.DATE)
ADDRESS = Attribute("address", "管理地址", AttributeKind.ADDRESS)
SECRET = Attribute("secret", "口令", AttributeKind.SECRET)
KEEPER = Attribute("keeper", "保管人", AttributeKind.REFERENCE, to="person")
OFFICE = Attribute("office", "管理部门", AttributeKind.REFERENCE, to="unit")
field = AttributesField("属性")


def row(**changes: str) -> dict[str, Any]:
    return {"name": "memory", "title": "内存", "kind": "number"} | changes


def test_a_declaration_is_read_back_as_it_was_made() -> None:
    declared = [one.row() for one in (MEMORY, FORM, DAY, SECRET)]
    assert read(field.checked(declared)) == (MEMORY, FORM, DAY, SECRET)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (row(name="Memory"), "应以小写字母开头"),
        (row(kind="choice", options="一项"), "至少两项"),
        (row(kind="reference", to="月亮"), "“指向”应为"),
        (row(kind="secret", searchable="yes"), "不能检索"),
        (row(kind="小数"), "只能是"),
    ],
)
def test_a_declaration_is_complete(wrong: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        field.checked([wrong])


def test_two_attributes_do_not_share_a_name() -> None:
    with pytest.raises(ValidationError, match="与第 1 行重复"):
        field.checked([row(), row(title="另一内存")])


def test_answers_by_title_or_name_are_kept_in_one_form() -> None:
    given = {
        "内存（GB）": " 64GB ",
        "形态": "机架式",
        "online": "2026年3月1日",
        "address": "3C-52-82-0A-1B-2C",
    }
    assert clean((MEMORY, FORM, DAY, ADDRESS), given) == {
        "memory": 64, "form": "机架式", "online": "2026-03-01", "address": "3c:52:82:0a:1b:2c",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "raw", "sentence"),
    [
        (MEMORY, "很多", "“内存”应为数字（GB），如 16。"),
        (MEMORY, "", "请填写“内存”。"),
        (MEMORY, True, "“内存”应为数字"),
        (MEMORY, "NaN", "“内存”应为数字"),
        (FORM, "圆的", "“形态”只能是：机架式、虚拟机。"),
        (DAY, "2026-02-30", "“上线日期”应为日期"),
        (ADDRESS, "10.1.2.3/24", "应为 10.1.2.0/24"),
        (ADDRESS, "某处", "应为 IP 地址、网段或 MAC 地址"),
        (SECRET, "一\x00二", "控制字符"),
    ],
)
def test_a_wrong_answer_is_told_by_name(asked: Attribute, raw: Any, sentence: str) -> None:
    with pytest.raises(ValidationError) as told:
        clean((asked,), {asked.name: raw})
    assert sentence in told.value.message_dict[asked.name][0]


def test_all_that_is_wrong_is_told_at_once_and_strangers_too() -> None:
    with pytest.raises(ValidationError) as told:
        clean((MEMORY, FORM), {"form": "圆的", "颜色": "红"})
    assert set(told.value.message_dict) == {"memory", "form", "颜色"}


def test_what_is_no_longer_asked_goes() -> None:
    assert clean((FORM,), {"form": "虚拟机", "memory": 8}, kept={"memory": 8}) == {"form": "虚拟机"}


def test_a_secret_is_sealed_kept_replaced_and_cleared() -> None:
    first = clean((SECRET,), {"secret": "Pa55"})
    assert sealing.is_sealed(first["secret"])
    assert "Pa55" not in str(first)
    assert sealing.unseal(first["secret"]) == "Pa55"
    for kept in ({}, {"secret": ""}, {"secret": sealing.MASK}, {"secret": {"sealed": "forged"}}):
        assert clean((SECRET,), kept, kept=first) == first
    assert sealing.unseal(clean((SECRET,), {"secret": "new"}, kept=first)["secret"]) == "new"
    assert clean((SECRET,), {"secret": CLEARED}, kept=first) == {}
    assert sealing.masked(first) == {"secret": sealing.MASK}


def test_a_sealed_value_that_was_altered_does_not_open() -> None:
    kept = sealing.seal("Pa55")
    other = sealing.seal("other")
    with pytest.raises(ValueError, match="does not belong"):
        sealing.unseal({"sealed": kept["sealed"][:20] + other["sealed"][20:]})


def test_values_are_shown_with_units_and_searched_where_marked() -> None:
    values = clean((MEMORY, FORM, SECRET), {"memory": "64", "form": "虚拟机", "secret": "Pa55"})
    assert showing.words((MEMORY, FORM, SECRET), values) == "内存：64 GB\n形态：虚拟机\n口令：已设置"
    assert showing.searched((MEMORY, FORM, SECRET), values) == "虚拟机"


def test_references_name_people_and_units_once(cast: Bureau) -> None:
    person, unit = cast.people["configuration_manager"], cast.units["GHC"]
    kept = clean((KEEPER, OFFICE), {"keeper": person.employee_no, "office": unit.short_name})
    assert kept == {"keeper": f"{person.name}（{person.employee_no}）", "office": f"{unit.short_name}（GHC）"}
    assert clean((KEEPER, OFFICE), kept) == kept
    with pytest.raises(ValidationError, match="找不到人员“无此人”"):
        clean((KEEPER,), {"keeper": "无此人"})


def test_a_new_row_begins_as_an_optional_text_and_says_nothing_until_it_is_written() -> None:
    begun = {
        "name": "",
        "title": "",
        "kind": "text",
        "unit": "",
        "options": "",
        "to": "",
        "required": "no",
        "searchable": "no",
    }
    assert field.checked([begun, begun]) == []
    (kept,) = field.checked([begun | {"name": "floor", "title": "楼层"}, begun])
    assert (kept["kind"], kept["required"], kept["searchable"]) == ("text", "no", "no")
    (kept,) = field.checked([{"name": "floor", "title": "楼层"}])
    assert (kept["kind"], kept["required"]) == ("text", "no")
    page = RowsInput(field).render("attributes", None)
    assert (
        page.count('<option value="text" selected>文本</option>') == 2
    )  # the first row, and the one that is added
