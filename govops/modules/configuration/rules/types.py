"""Types: a tree without rings, attributes that fit what items hold already."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.attributes import Attribute, read, sealing
from govops.kernel.attributes.attribute import AttributeKind
from govops.kernel.attributes.parsing import parse
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.kernel.records.choices import NetworkZone
from govops.kernel.web.templatetags.ui import known_icons
from govops.modules.configuration.choices import ItemState, TypeState
from govops.modules.configuration.models import ConfigurationItem, ItemType
from govops.modules.configuration.rules.common import stood
from govops.modules.configuration.rules.items import R_CI_03

_CODE = re.compile(r"[a-z][a-z0-9_]*")


def code_is_well_formed(kind: Any, deed: Deed) -> Answer:
    if _CODE.fullmatch(kind.code):
        return Allowed()
    return Denied("“类型代码”应以小写字母开头，只含小写字母、数字和下划线，如 core_switch。", field="code")


def code_stays(kind: Any, deed: Deed) -> Answer:
    before = stood(kind)
    if before is None or before.code == kind.code:
        return Allowed()
    return Denied("“类型代码”一经登记不能修改，导入和接口据此识别类型。", field="code")


def icon_is_known(kind: Any, deed: Deed) -> Answer:
    """The icon is one of the sprite."""
    if kind.icon in known_icons():
        return Allowed()
    near = get_close_matches(kind.icon, known_icons(), n=3, cutoff=0.4)
    return Denied(
        f"没有名为“{kind.icon}”的图标{'，相近的有：' + '、'.join(near) if near else ''}。", field="icon"
    )


def no_ring(kind: Any, deed: Deed) -> Answer:
    """A type does not descend from itself."""
    if kind.parent is None or kind.pk is None or kind.pk not in kind.parent.line:
        return Allowed()
    return Denied(f"“{kind.parent.name}”是本类型自身或其下级，不能作为上级类型。", field="parent")


def class_of_the_parent(kind: Any, deed: Deed) -> Answer:
    if kind.parent is None or kind.parent.object_class == kind.object_class:
        return Allowed()
    return Denied(
        f"对象大类应与上级类型“{kind.parent.name}”相同（{kind.parent.get_object_class_display()}）。",
        field="object_class",
    )


def no_attribute_of_another_kind(kind: Any, deed: Deed) -> Answer:
    """What a type inherits, or gives to those below, keeps its kind."""
    own = {one.name: one for one in read(kind.attributes)}
    inherited = kind.parent.all_attributes() if kind.parent else ()
    for one in inherited:
        if one.name in own and own[one.name].kind != one.kind:
            return Denied(
                f"“{one.title}”（{one.name}）继承自上级类型，种类是“{one.kind.label}”，不能改为“{own[one.name].kind.label}”。",
                field="attributes",
            )
    for child in _below(kind):
        for one in read(child.attributes):
            if one.name in own and own[one.name].kind != one.kind:
                return Denied(
                    f"下级类型“{child.name}”已有种类为“{one.kind.label}”的“{one.name}”，请改用别的代码。",
                    field="attributes",
                )
    return Allowed()


def values_still_fit(kind: Any, deed: Deed) -> Answer:
    """An attribute does not change its kind under the values that items hold."""
    before = stood(kind)
    if before is None:
        return Allowed()
    was = {one.name: one for one in read(before.attributes)}
    for one in read(kind.attributes):
        old = was.get(one.name)
        if old is None or (old.kind, old.options, old.to) == (one.kind, one.options, one.to):
            continue
        if misfits := _misfits(kind, old, one):
            named = "、".join(misfits[:5]) + ("等" if len(misfits) > 5 else "")
            return Denied(
                f"“{one.title}”不能这样改：{len(misfits)} 个配置项（{named}）现有的值不符合，请先更正这些值。",
                field="attributes",
            )
    return Allowed()


def _misfits(kind: Any, old: Attribute, new: Attribute) -> list[str]:
    """Numbers of the items whose value the changed attribute would not take."""
    held = ConfigurationItem.objects.filter(type__path__startswith=kind.path, values__has_key=new.name)
    found = []
    for number, values in held.order_by("id").values_list("number", "values").iterator(chunk_size=2000):
        if not _fits(old, new, values[new.name]):
            found.append(number)
    return found


def _fits(old: Attribute, new: Attribute, value: Any) -> bool:
    if sealing.is_sealed(value) or AttributeKind.SECRET in (old.kind, new.kind):
        return old.kind == new.kind
    if new.kind == AttributeKind.REFERENCE:
        return (old.kind, old.to) == (new.kind, new.to)
    try:
        parse(new, value)
    except ValueError:
        return False
    return True


@rule("R-CI-03", **R_CI_03)  # type: ignore[arg-type]
def no_notebooks_made_in_intranet(kind: Any, deed: Deed) -> Answer:
    """A type does not become 笔记本类 while items of it stand in the intranet."""
    if kind.pk is None or not (
        kind.is_portable or (kind.parent is not None and kind.parent.is_any("is_portable"))
    ):
        return Allowed()
    inside = ConfigurationItem.objects.filter(
        type__path__startswith=kind.path, network_zone=NetworkZone.INTRANET
    )
    numbers = list(inside.order_by("id").values_list("number", flat=True)[:1001])
    if not numbers:
        return Allowed()
    many = "超过 1000" if len(numbers) > 1000 else str(len(numbers))
    named = "、".join(numbers[:5]) + ("等" if len(numbers) > 5 else "")
    return Denied(
        f"不能列为笔记本类：政务内网中有 {many} 个此类配置项（{named}），笔记本类设备不得登记到政务内网。",
        field="is_portable" if kind.is_portable else "parent",
    )


def nothing_of_it_is_left(kind: Any, deed: Deed) -> Answer:
    """A type is retired once no type below it is in use; items of it stay as they are."""
    below = [child.name for child in _below(kind) if child.state == TypeState.IN_USE]
    if not below:
        return Allowed()
    return Denied(f"下级类型“{'”“'.join(below[:3])}”仍在用，请先停用下级类型。")


def nothing_is_of_it(kind: Any, deed: Deed) -> Answer:
    """A type is abolished when nothing is of it any more."""
    held = ConfigurationItem.objects.filter(type=kind.pk).exclude(state=ItemState.SCRAPPED)
    numbers = list(held.order_by("id").values_list("number", flat=True)[:4])
    if not numbers:
        return Allowed()
    return Denied(
        f"还有 {'、'.join(numbers[:3])}{'等' if len(numbers) > 3 else ''}配置项属于此类，请先改类型或报废。"
    )


def _below(kind: Any) -> list[ItemType]:
    if kind.pk is None:
        return []
    return list(ItemType.objects.filter(path__startswith=kind.path).exclude(pk=kind.pk).order_by("id"))
