"""Relations: as many as the kind allows, no ring of containment, between things that exist."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers.foresight import foresight_of
from govops.modules.configuration.choices import Cardinality, ItemState, RelationState
from govops.modules.configuration.models import ItemRelation
from govops.modules.configuration.rules.common import IN_SERVICE, rests_on_what_it_names, says_why, stood
from govops.modules.configuration.rules.items import R_CI_02
from govops.modules.configuration.rules.trees import reaches

CONTAINS = "contains"
_ONE_SOURCE = (Cardinality.ONE_TO_MANY, Cardinality.ONE_TO_ONE)
_ONE_TARGET = (Cardinality.MANY_TO_ONE, Cardinality.ONE_TO_ONE)


@rule("R-CI-02", **R_CI_02)  # type: ignore[arg-type]
def relation_says_why(relation: Any, deed: Deed) -> Answer:
    """A relation of an item in service is made, changed and ended for a reason, by a paper."""
    if {relation.source.state, relation.target.state} & IN_SERVICE:
        return says_why(relation)
    return rests_on_what_it_names(relation)


def ends_stay(relation: Any, deed: Deed) -> Answer:
    """What a relation joins is what it is; the past is read by it."""
    before = stood(relation)
    if before is None or (before.source_id, before.target_id) == (relation.source_id, relation.target_id):
        return Allowed()
    name = "source" if before.source_id != relation.source_id else "target"
    return Denied("关系的两端登记后不能改；请解除此关系，再另行建立。", field=name)


def two_ends(relation: Any, deed: Deed) -> Answer:
    if relation.source_id == relation.target_id:
        return Denied("配置项不能与自己建立关系，请另选目标。", field="target")
    for name, end in (("source", relation.source), ("target", relation.target)):
        if end.state == ItemState.SCRAPPED:
            return Denied(f"{end}已报废，不能建立关系。", field=name)
    return Allowed()


def once_only(relation: Any, deed: Deed) -> Answer:
    foreseen = foresight_of(relation)
    if foreseen is not None and foreseen.is_first_between(relation):
        return Allowed()
    if _others(relation).filter(source=relation.source_id, target=relation.target_id).exists():
        return Denied(
            f"{relation.source}与{relation.target}之间已有“{relation.kind}”关系，不必重复登记。",
            field="target",
        )
    return Allowed()


def as_many_as_allowed(relation: Any, deed: Deed) -> Answer:
    """The kind's cardinality."""
    kind, foreseen = relation.kind, foresight_of(relation)
    if kind.cardinality in _ONE_SOURCE and not (foreseen and foreseen.is_only_source(relation)):
        taken = _others(relation).filter(target=relation.target_id).select_related("source").first()
        if taken is not None:
            return Denied(
                f"“{kind}”关系中一个目标只能有一个源，{relation.target}已与{taken.source}建立此关系；请先解除。",
                field="target",
            )
    if kind.cardinality in _ONE_TARGET and not (foreseen and foreseen.is_only_target(relation)):
        taken = _others(relation).filter(source=relation.source_id).select_related("target").first()
        if taken is not None:
            return Denied(
                f"“{kind}”关系中一个源只能有一个目标，{relation.source}已与{taken.target}建立此关系；请先解除。",
                field="source",
            )
    return Allowed()


def no_ring_of_containment(relation: Any, deed: Deed) -> Answer:
    foreseen = foresight_of(relation)
    if relation.kind.code != CONTAINS or (foreseen is not None and foreseen.ends_there(relation)):
        return Allowed()
    if not reaches(relation.kind_id, relation.target_id, relation.source_id):
        return Allowed()
    return Denied(f"{relation.target}已经包含{relation.source}，不能反过来包含。", field="target")


def group_is_big_enough(relation: Any, deed: Deed) -> Answer:
    if relation.needed > 1 and not relation.group:
        return Denied("“至少需要”大于 1 时须填写“冗余组”。", field="group")
    return Allowed()


def relations_still_fit(kind: Any, deed: Deed) -> Answer:
    """A kind's cardinality is not narrowed under relations that exceed it."""
    if kind.pk is None:
        return Allowed()
    for allowed, end, words in ((_ONE_SOURCE, "target", "目标"), (_ONE_TARGET, "source", "源")):
        if kind.cardinality not in allowed:
            continue
        rows = ItemRelation.objects.filter(kind=kind.pk, state=RelationState.ACTIVE).order_by()
        ends = rows.values_list(end, flat=True)
        many = len(ends) - len(set(ends))
        if many:
            return Denied(f"现有 {many} 条关系的{words}超出此约束，请先解除多余的关系。", field="cardinality")
    return Allowed()


def _others(relation: Any) -> Any:
    """The active relations of the same kind, this one left out."""
    return ItemRelation.objects.filter(kind=relation.kind_id, state=RelationState.ACTIVE).exclude(
        pk=relation.pk
    )
