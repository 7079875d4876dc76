"""Who may hand what to whom."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.assets.choices import HandOverKind as K
from govops.modules.assets.rules.common import items_of, named
from govops.modules.configuration.public import ItemState as S

#: kind → the states from which items may be handed over so
FROM: dict[str, frozenset[str]] = {
    K.ISSUE: frozenset({S.STOCK, S.IDLE}),
    K.TRANSFER: frozenset({S.IN_USE}),
    K.RETURN: frozenset({S.IN_USE, S.REPAIR}),
    K.REPAIR: frozenset({S.IN_USE, S.IDLE, S.STOCK}),
    K.REPAIRED: frozenset({S.REPAIR}),
}
#: kinds in which the giver gives what he answers for
FROM_CUSTODIAN = frozenset({K.TRANSFER, K.RETURN})


def two_people(hand_over: Any, deed: Deed) -> Answer:
    if hand_over.giver_id != hand_over.receiver_id:
        return Allowed()
    return Denied("移交人和接收人不能是同一人，交接须双方签字。", field="receiver")


def items_can_go(hand_over: Any, deed: Deed) -> Answer:
    """Each item stands where this kind of hand-over begins."""
    allowed = FROM[hand_over.kind]
    wrong = [item for item in items_of(hand_over) if item.state not in allowed]
    if not wrong:
        return Allowed()
    kind, state = K(hand_over.kind).label, S(wrong[0].state).label
    wanted = "、".join(S(one).label for one in S.values if one in allowed)
    return Denied(
        f"{named(wrong)}现为“{state}”，不能办理“{kind}”（须为{wanted}），请从清单中去掉或改选交接类型。",
        field="items",
    )


def giver_answers_for_them(hand_over: Any, deed: Deed) -> Answer:
    if hand_over.kind not in FROM_CUSTODIAN:
        return Allowed()
    others = [item for item in items_of(hand_over) if item.custodian_id not in (None, hand_over.giver_id)]
    if not others:
        return Allowed()
    return Denied(
        f"{named(others)}的责任人是{others[0].custodian}，移交人应为责任人本人；请分开填写交接单。",
        field="giver",
    )


def repair_says_where(hand_over: Any, deed: Deed) -> Answer:
    if hand_over.kind == K.REPAIR and not hand_over.repairer.strip():
        return Denied("送修须填写“维修单位”。", field="repairer")
    return Allowed()


def issue_says_where(hand_over: Any, deed: Deed) -> Answer:
    """What goes into use has a place and a network: the ledger asks for both."""
    if hand_over.kind != K.ISSUE:
        return Allowed()
    if not hand_over.to_zone:
        return Denied("领用须选择“接入网络”；不联网的请选“单机”。", field="to_zone")
    return Allowed()
