"""The configuration as one workbook: what the reader may export, a sheet for each type and each kind of relation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from django.db.models import QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.audit import trail
from govops.kernel.records.sight import Sight
from govops.kernel.records.visibility import visible
from govops.kernel.registers import lists, site
from govops.kernel.registers.references import words_for
from govops.kernel.sheets import writing
from govops.kernel.sheets.exchange import cell_of
from govops.kernel.sheets.plan import SheetPlan
from govops.kernel.sheets.values import shown
from govops.kernel.sheets.writing import SheetWriter
from govops.modules.configuration.choices import RelationState, TypeState
from govops.modules.configuration.intake import plans
from govops.modules.configuration.models import ConfigurationItem, ItemRelation, ItemType, RelationKind

_PART = 1000
TITLE, HELP = "资源配置", "填写说明"
ADVICE = (
    "资源配置工作簿　填写说明",
    "一、每个类型一张工作表，每种关系一张工作表；工作表名和第一行的列名请勿修改，用不到的工作表可以删去。",
    "二、按编号识别已有的配置项；编号留空时依次按资产编号、序列号识别，都没有时按同类型的名称识别；识别不到的为新增。",
    "三、填写编号的行，单元格留空表示清空该栏；按资产编号等识别的行，留空表示不变。密文不导出，留空不变。",
    "四、关系的“源”和“目标”填配置项的编号，也可以填资产编号、序列号或唯一的名称；同一工作簿中新增的配置项可以用名称。",
    "五、日期按 2026-11-23 的样式填写；选项请从下拉列表选择；请勿使用公式和合并单元格。",
    "六、上传时填写一次“变更原因”和“依据单号”，记入每一条改动的配置历史。",
)


def export(query: Any, *, actor: Actor) -> bytes:
    """The items under these filters (as in the list's address) and the relations that begin at them; recorded."""
    register = site.get(plans.ITEM)
    items = lists.narrowed(register, lists.base(register, actor, operation="export"), query, actor)
    content = _made(items, actor)
    trail.record(
        actor=actor,
        operation="export",
        register=plans.ITEM,
        summary="导出资源配置工作簿",
        after={"条件": dict(query.lists())},
    )
    return content


def template() -> bytes:
    """Every type in use and every kind of relation, without lines."""
    book = writing.new_book(TITLE, "configuration")
    for kind in plans.in_order(ItemType.objects.filter(state=TypeState.IN_USE)):
        SheetWriter(plans.plan_of_type(kind), book=book).close()
    for relation in RelationKind.objects.order_by("pk"):
        SheetWriter(plans.plan_of_kind(relation), book=book).close()
    writing.add_advice(book, HELP, ADVICE)
    return writing.saved(book)


def _made(items: QuerySet[ConfigurationItem], actor: Actor) -> bytes:
    book, sight = writing.new_book(TITLE, "configuration"), Sight(actor)
    ids = items.order_by().values("pk")
    in_use = ItemType.objects.filter(pk__in=items.order_by().values("type"))
    for kind in plans.in_order(in_use):
        _write_items(book, kind, items.filter(type=kind.pk).order_by("pk"), sight)
    relations = visible(ItemRelation.objects.all(), actor, register=plans.RELATION, operation="export")
    rows = relations.filter(state=RelationState.ACTIVE, source__in=ids).select_related(
        "kind", "source", "target"
    )
    for _, group in groupby(
        rows.order_by("kind", "pk").iterator(chunk_size=1000), key=lambda row: row.kind_id
    ):
        _write_relations(book, group, sight)
    writing.add_advice(book, HELP, ADVICE)
    return writing.saved(book)


def _write_items(book: Any, kind: ItemType, items: QuerySet[ConfigurationItem], sight: Sight) -> None:
    plan, asked = plans.plan_of_type(kind), {one.name: one for one in kind.all_attributes()}
    writer = SheetWriter(plan, book=book)
    rows = items.select_related("owner_unit", "custodian", "location").iterator(chunk_size=_PART)
    while part := list(islice(rows, _PART)):
        sight.look_over(part, plans.item_fields())
        for item in part:
            writer.add([shown(column, cell(item, column, asked, sight)) for column in plan.columns])
    writer.close()


def cell(item: Any, column: Any, asked: dict[str, Any], sight: Sight) -> Any:
    """What the item's line says in a column."""
    if column.name.startswith(plans.OF):
        return plans.attribute_cell(asked[column.name.removeprefix(plans.OF)], item.values)
    return cell_of(item, column, sight)


def _write_relations(book: Any, relations: Iterator[Any], sight: Sight) -> None:
    plan: SheetPlan | None = None
    writer: SheetWriter | None = None
    for relation in relations:
        if plan is None or writer is None:
            plan = plans.plan_of_kind(relation.kind)
            writer = SheetWriter(plan, book=book)
        if sight.may_name(relation.source) and sight.may_name(relation.target):
            told = (
                relation.number, words_for(relation.source), words_for(relation.target), relation.group, relation.needed, relation.note,
            )  # fmt: skip
            writer.add([shown(column, value) for column, value in zip(plan.columns, told, strict=True)])
    if writer is not None:
        writer.close()
