"""收到 → 认领（转交业务受理） / 不予受理."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govops.kernel.access.models import RoleGrant
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Move, Process
from govops.modules.mailroom import actions, rules
from govops.modules.mailroom.choices import MailState as S


def the_desk(record: Any) -> Sequence[Person]:
    """Everybody at the desk now."""
    held = RoleGrant.objects.on().filter(
        role=rules.DESK, account__is_active=True, account__person__is_active=True
    )
    return [row.account.person for row in held.select_related("account__person__unit") if row.account.person]


class UnclaimedMailProcess(Process):
    """服务台认定来信人后转交受理；与业务无关的说明原因后不予受理。"""

    states = S
    initial = S.WAITING
    final = (S.CLAIMED, S.DISMISSED)
    cites = "N2§7.3"

    claim = Move(
        title="认领", sources=(S.WAITING,), target=S.CLAIMED, by=rules.at_the_desk, asks=("person", "reference_number"),
        requires=("person",), checks=(rules.the_person_can_act,), then=(actions.hand_on,), todo=the_desk, signed=False, icon="user-check",
        help="写明“提到的编号”时作为那张单据的备注，否则以来信人的名义新建单据。",
    )  # fmt: skip
    dismiss = Move(
        title="不予受理", sources=(S.WAITING,), target=S.DISMISSED, by=rules.at_the_desk, asks=("conclusion",), requires=("conclusion",),
        todo=the_desk, signed=False, icon="circle-x", is_danger=True, help="广告、投错的邮件等，写明原因。",
    )  # fmt: skip
