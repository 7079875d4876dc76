"""《携物出门证明》, from the request to the return."""

from __future__ import annotations

from govops.kernel.processes.declarations import Approval, Move, Process, Step, any_of, seated, the_applicant
from govops.modules.machine_room.actions import carry_out as actions
from govops.modules.machine_room.choices import CarryOutState as C
from govops.modules.machine_room.rules import carry_out as rules
from govops.modules.machine_room.seats import GUARD, SECURITY, UNIT_HEAD


class CarryOutPermitProcess(Process):
    """部门领导签发 → 保卫保密部门核批 → 登记 → 出门核验 → 归还核销（S4§6）。"""

    states = C
    initial = C.DRAFT
    editable = {C.DRAFT: ...}
    cancelled = C.CANCELLED
    final = (C.REFUSED, C.RETURNED, C.SETTLED, C.CANCELLED)
    not_by = ("carrier",)
    cites = "S4§6"

    approval = Approval(
        start=C.DRAFT, during=C.APPROVING, yes=C.APPROVED, no=C.REFUSED, back=C.DRAFT,
        when=(rules.all_elements_are_there, rules.identity_number_is_right, rules.stored_data_are_safe),
        steps=(
            Step(key="head", title="部门领导签发", seats=(UNIT_HEAD,), hours=8),
            Step(key="security", title="保卫保密部门核批", seats=(SECURITY,), hours=8),
        ),
    )  # fmt: skip
    enrol = Move(
        title="登记", sources=(C.APPROVED,), target=C.ENROLLED, by=seated(SECURITY), todo=SECURITY.holders, hours=4,
        then=(actions.enrol,), icon="book", help="登入《携物出门登记簿》，登记号自动生成。",
    )  # fmt: skip
    check_out = Move(
        title="出门核验", sources=(C.ENROLLED,), target=C.OUT, by=seated(GUARD), icon="door-exit",
        asks=("check_words",), requires=("check_words",), when=(rules.went_through_all_three,), then=(actions.let_out,),
        help="核对携带人证件，逐件核对名称、数量、序列号。",
    )  # fmt: skip
    give_back = Move(
        title="归还核销", sources=(C.OUT,), target=C.RETURNED, by=any_of(seated(GUARD), seated(SECURITY)),
        asks=("return_words",), requires=("return_words",), then=(actions.take_back,), icon="package",
    )  # fmt: skip
    settle = Move(
        title="无需归还，核销", sources=(C.OUT,), target=C.SETTLED, by=seated(SECURITY), opinion="required",
        when=(rules.is_not_to_come_back,), icon="checks",
    )  # fmt: skip
    cancel = Move(
        title="不再携出", sources=(C.APPROVED, C.ENROLLED), target=C.CANCELLED, by=any_of(the_applicant, seated(SECURITY)),
        opinion="required", icon="circle-x", is_danger=True, signed=False,
    )  # fmt: skip
