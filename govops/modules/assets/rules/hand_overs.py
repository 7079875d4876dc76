"""Who may hand what to whom."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
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
    others = [
        item for item in items_of(hand_over) if _answers(item) and item.custodian_id != hand_over.giver_id
    ]
    if not others:
        return Allowed()
    return Denied(
        f"{named(others)}的责任人是{others[0].custodian}，移交人应为责任人本人；请分开填写交接单。",
        field="giver",
    )


def _answers(item: Any) -> bool:
    """Whether somebody answers for it who is still there; what the departed leave is given by whoever takes it in hand."""
    return item.custodian is not None and item.custodian.is_active


def awaits_manager(hand_over: Any) -> bool:
    """Whether controlled items are on it and no configuration manager has agreed yet."""
    return hand_over.has_controlled and not hand_over.manager_words


@rule("R-CI-02", cites="N3§9.1", level="N", title="CI 变更可追溯（有单据）")
def manager_has_agreed(hand_over: Any, deed: Deed) -> Answer:
    """Controlled items change hands only when a configuration manager who is no party to it has agreed."""
    if not awaits_manager(hand_over):
        return Allowed()
    return Denied("清单中有受控类型的配置项，须先由配置经理办理“同意移交”，再接收签字。")


def manager_is_asked(hand_over: Any, deed: Deed) -> Answer:
    if awaits_manager(hand_over):
        return Allowed()
    words = "配置经理已经同意" if hand_over.has_controlled else "清单中没有受控类型的配置项"
    return Denied(f"{words}，请接收人签字。")


def no_party_to_it(hand_over: Any, deed: Deed) -> Answer:
    """The one who agrees neither gives nor receives nor has written the paper."""
    parties = {hand_over.giver_id, hand_over.receiver_id, hand_over.applicant_id, hand_over.created_by_id}
    if deed.actor.person is not None and deed.actor.person.pk not in parties:
        return Allowed()
    return Denied("受控配置项的交接须由填单人、移交人、接收人以外的配置经理同意。")


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
