"""What the workbook of the configuration looks like: a sheet for each type, a sheet for each kind of relation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from govops.kernel.attributes import Attribute, AttributeKind, sealing
from govops.kernel.norms.documents import cited_together
from govops.kernel.registers import site
from govops.kernel.sheets.exchange import NUMBER, column_of
from govops.kernel.sheets.plan import Kind, SheetColumn, SheetPlan
from govops.modules.configuration.choices import ObjectClass
from govops.modules.configuration.models import ItemType, RelationKind

ITEM, RELATION = "configuration_item", "item_relation"
#: a column that holds an attribute bears its name after this
OF = "values."
#: the sheet is the type; the reason and its paper are given once for the whole workbook
_ELSEWHERE = frozenset({"type", "values", "reason", "reference"})
_KINDS: dict[str, Kind] = {
    AttributeKind.NUMBER: "decimal", AttributeKind.DATE: "date", AttributeKind.CHOICE: "choice", AttributeKind.REFERENCE: "reference",
}  # fmt: skip
END_HELP = "配置项的编号，或资产编号、序列号、名称（须唯一）。"
RELATION_COLUMNS = (
    SheetColumn("number", "编号", help="已有关系的编号；新建留空。"),
    SheetColumn("source", "源", "reference", required=True, help=END_HELP),
    SheetColumn("target", "目标", "reference", required=True, help=END_HELP),
    SheetColumn("group", "冗余组", max_length=30, help="互为备份的关系填同一组名。"),
    SheetColumn("needed", "至少需要", "integer", help="组内至少几条正常才不受影响，留空为 1。"),
    SheetColumn("note", "说明", max_length=200, help="端口、链路等。"),
)


def type_code(kind: ItemType) -> str:
    return f"type.{kind.pk}"


def kind_code(kind: RelationKind) -> str:
    return f"kind.{kind.pk}"


def item_fields() -> list[str]:
    """The fields that every sheet of items has."""
    return [name for name in site.get(ITEM).fields if name not in _ELSEWHERE]


def plan_of_type(kind: ItemType) -> SheetPlan:
    """The common fields, and a column for each attribute that the type asks for."""
    register = site.get(ITEM)
    columns = [NUMBER, *(column_of(register, name) for name in item_fields())]
    taken = {column.title for column in columns}
    for asked in kind.all_attributes():
        columns.append(_attribute_column(asked, taken))
    article = cited_together(register.cites)
    return SheetPlan(code=type_code(kind), title=kind.name, columns=tuple(columns), article=article)


def _attribute_column(asked: Attribute, taken: set[str]) -> SheetColumn:
    title = asked.label if asked.label not in taken else f"属性：{asked.label}"
    taken.add(title)
    is_secret = asked.kind == AttributeKind.SECRET
    help_text = "密文不导出；留空不变。" if is_secret else ""
    choices = [(option, option) for option in asked.options] or None
    kind = _KINDS.get(asked.kind, "text")
    # What is required is checked with the item: an attribute that is missing is told in the type's own words.
    return SheetColumn(OF + asked.name, title, kind, choices=choices, help=help_text, is_secret=is_secret)


def plan_of_kind(kind: RelationKind) -> SheetPlan:
    return SheetPlan(code=kind_code(kind), title=f"关系·{kind.name}", columns=RELATION_COLUMNS)


def in_order(types: Iterable[ItemType]) -> list[ItemType]:
    """Places first, the larger before the smaller: what stands in them refers to them. They come with their parents."""
    found = list(types)
    ItemType.read_parents(found)
    return sorted(found, key=lambda one: (one.object_class != ObjectClass.PLACE, one.pk))


def attribute_cell(asked: Attribute, values: dict[str, Any]) -> Any:
    """What stands in the cell of an attribute; secrets never do."""
    value = values.get(asked.name)
    if value is None or sealing.is_sealed(value):
        return None
    if asked.kind == AttributeKind.DATE:
        return date.fromisoformat(str(value))
    return Decimal(str(value)) if asked.kind == AttributeKind.NUMBER else value


def as_given(value: Any) -> Any:
    """A cell of an attribute as a form gives it."""
    return value.isoformat() if isinstance(value, date) else str(value)
