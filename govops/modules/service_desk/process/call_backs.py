"""回访 within a working day."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process, any_of, seated
from govops.modules.service_desk.actions import rating
from govops.modules.service_desk.choices import CallBackState as C
from govops.modules.service_desk.rules import call_backs as rules
from govops.modules.service_desk.rules import common
from govops.modules.service_desk.seats import CALL_BACK

CALLS = any_of(seated(CALL_BACK), common.of_the_desk)


class CallBackProcess(Process):
    """待回访 → 已回访；联系不上的写明原因（平台运维方案 7.3）。"""

    states = C
    initial = C.DUE
    cancelled = C.UNREACHED
    final = (C.DONE, C.UNREACHED)
    cites = "S1§7.3"

    call = Move(
        title="登记回访", sources=(C.DUE,), target=C.DONE, by=CALLS, asks=("outcome", "said", "measure"), requires=("outcome", "said"),
        when=(rules.not_called_by_the_one_who_worked,), checks=(rules.told_what_was_said,), todo=rating.who_calls, hours=8,
        then=(rating.mark_called,), icon="phone-call", signed=False,
    )  # fmt: skip
    give_up = Move(
        title="未能联系", sources=(C.DUE,), target=C.UNREACHED, by=CALLS, opinion="required",
        when=(rules.not_called_by_the_one_who_worked,), then=(rating.mark_called,), icon="bell-off", is_danger=True, signed=False,
        help="写明何时、以何种方式联系过几次。",
    )  # fmt: skip
