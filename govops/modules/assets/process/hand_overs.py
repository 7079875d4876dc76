"""《资产交接单》: both sign, then the things change hands."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Answer
from govops.kernel.processes.declarations import Deed, Move, Process, any_of, named_in, seated, the_applicant
from govops.modules.assets.actions import hand_overs as actions
from govops.modules.assets.choices import HandOverState as H
from govops.modules.assets.rules import common
from govops.modules.assets.rules import hand_overs as rules
from govops.modules.assets.seats import KEEPER, MANAGER

GIVER = named_in("giver", title="移交人")
RECEIVER = named_in("receiver", title="接收人")
SEATED_MANAGER = seated(MANAGER)


def the_asked_manager(hand_over: Any, deed: Deed) -> Answer:
    """“配置经理”席位，清单中有受控配置项时."""
    asked = rules.manager_is_asked(hand_over, deed)
    return SEATED_MANAGER(hand_over, deed) if asked else asked


STILL_TRUE = (rules.items_can_go, rules.giver_answers_for_them, common.not_in_an_open_form)


class HandOverProcess(Process):
    """填单 → 移交人签字 → 配置经理同意（含受控配置项）→ 接收人签字 → 台账随即变更（全部办成或全部不办）。"""

    states = H
    initial = H.DRAFT
    editable = {H.DRAFT: ...}
    cancelled = H.CANCELLED
    final = (H.DONE, H.CANCELLED)
    cites = "N1§资产管理"

    hand_out = Move(
        title="移交签字", sources=(H.DRAFT,), target=H.HANDED, by=GIVER, todo=actions.giver_of, hours=16, when=STILL_TRUE,
        then=(actions.sign_as_giver,), icon="writing-sign", help="逐件核对实物与清单，签字后转接收人。",
    )  # fmt: skip
    agree = Move(
        title="同意移交", sources=(H.HANDED,), target=H.HANDED, by=the_asked_manager, todo=actions.managers_of, hours=16,
        when=(rules.no_party_to_it,), then=(actions.sign_as_manager,), icon="shield-check",
        help="清单中有受控类型的配置项，须第二人同意后才能接收（R-CI-02）。",
    )  # fmt: skip
    receive = Move(
        title="接收签字", sources=(H.HANDED,), target=H.DONE, by=RECEIVER, todo=actions.receiver_of, hours=16,
        when=(rules.manager_has_agreed, *STILL_TRUE[:2]),
        then=(actions.sign_as_receiver, actions.move_items), icon="checks",
        help="逐件核对实物与清单，签字即表示已收到；台账随即变更责任人、部门和位置。",
    )  # fmt: skip
    decline = Move(
        title="退回", sources=(H.HANDED,), target=H.DRAFT, by=RECEIVER, opinion="required",
        then=(actions.take_back_signature,), icon="arrow-back-up", help="实物与清单不符的，写明哪一件、怎样不符。",
    )  # fmt: skip
    withdraw = Move(
        title="撤回", sources=(H.HANDED,), target=H.DRAFT, by=any_of(GIVER, seated(KEEPER)), opinion="required",
        then=(actions.take_back_signature,), icon="rotate-clockwise", signed=False,
    )  # fmt: skip
    cancel = Move(
        title="撤销", sources=(H.DRAFT,), target=H.CANCELLED, by=any_of(the_applicant, seated(KEEPER)), opinion="required",
        icon="circle-x", is_danger=True, signed=False,
    )  # fmt: skip
