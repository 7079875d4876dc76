"""How a round goes on: whose item it is, whether enough have agreed, what opens next."""

from __future__ import annotations

from django.db.models import Q

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Person
from govops.kernel.organization.storing import insert_later
from govops.kernel.processes import events, moving, routing
from govops.kernel.processes.declarations import Approval, Deed, Process
from govops.kernel.processes.docket import Docket, docket_of, item_of
from govops.kernel.processes.models import Act, ItemKind, ItemStatus, ProcessRun, WorkItem
from govops.kernel.records.models import Record


def draft_of(run: ProcessRun, record: Record) -> WorkItem:
    """The applicant's own item while the form is a draft."""
    return item_of(
        run,
        kind=ItemKind.DRAFT,
        step="submit",
        step_title="填写并提交",
        person=record.created_by or record.applicant,
    )


def open_draft(run: ProcessRun, record: Record) -> None:
    """The form is in the applicant's hands again."""
    docket_of(run).give([draft_of(run, record)])


def approval_of(process: type[Process]) -> Approval:
    if process.approval is None:
        raise Refused("此流程没有审批环节。")
    return process.approval


def advance(run: ProcessRun, record: Record, process: type[Process], deed: Deed, *, after: str) -> str:
    approval = approval_of(process)
    keys = [row["key"] for row in run.snapshot]
    rest = keys[keys.index(after) + 1 :] if after else keys
    if rest:
        items = routing.open_step(run, record, process, rest[0])
        tell_arrived(run, deed, items)
        names = "、".join(dict.fromkeys(item.person.name for item in items))
        return f"已送“{approval.step(rest[0]).title}”：{names}。"
    before, record.state = record.state, approval.yes
    run.step = ""
    for effect in approval.on_yes:
        effect(record, deed)
    moving.open_todos(run, record, process)
    passed = Act(
        register=run.register, record_id=run.record_id, run=run, round=run.round, verb="passed", verb_title="审批通过", person_name="系统",
        from_state=before, to_state=record.state, at=moment.now(),
    )  # fmt: skip
    insert_later([passed])
    docket_of(run).witness(passed)
    events.tell("decided", run, actor=deed.actor, people=concerned(record), words="审批通过")
    return "审批通过。"


def my_item(
    run: ProcessRun, record: Record, process: type[Process], deed: Deed
) -> tuple[WorkItem, Person | None]:
    approval = approval_of(process)
    person = deed.actor.person
    if person is None:
        raise Refused("办理审批须以本人账户登录。", status=403)
    if record.state != approval.during:
        from govops.kernel.processes.engine import moved_on

        raise Refused(moved_on(run, record, process))
    reason = routing.bars(record, process).get(person.pk)
    mine = routing.item_for(run, person)
    if mine is None:
        if reason and person.pk in {record.applicant_id, record.created_by_id}:
            raise Refused("申请人不得审批自己的申请。", status=403)
        docket = docket_of(run)
        settled = next(
            (act for act in reversed(docket.acts) if act.is_decision and act.round == run.round), None
        )
        was_mine = any(
            item.person_id == person.pk and item.round == run.round and item.kind == ItemKind.DECIDE
            for item in docket.items
        )
        if settled and was_mine:
            raise Refused(f"此环节已由{settled.signer}办理“{settled.verb_title}”，您无需再办。")
        raise Refused("此单当前不在您手中，不能办理。", status=403)
    item, principal = mine
    if sentence := routing.still_eligible(item, deed.actor, record, process, run):
        raise Refused(sentence, status=403)
    return item, principal


def relieve(docket: Docket, item: WorkItem) -> None:
    """The step goes on without the others who could have filled the place, and without its holder in other places."""
    # Joint means by different people: who signed one place leaves the others to their other holders.
    docket.cancel(
        *(
            other
            for other in docket.of_step()
            if other.status == ItemStatus.OPEN
            and (other.place == item.place or other.person_id == item.person_id)
        )
    )


def close_open(run: ProcessRun) -> None:
    """Nobody's turn any more, except those who should read."""
    docket = docket_of(run)
    docket.cancel(*docket.open(ItemKind.DRAFT, ItemKind.DECIDE, ItemKind.HANDLE))


def quorum_reached(run: ProcessRun, process: type[Process]) -> bool:
    states: dict[int, set[str]] = {}
    extra = set()
    for item in docket_of(run).of_step():
        states.setdefault(item.place, set()).add(item.status)
        if item.given_by.endswith("加签"):
            extra.add(item.place)
    agreed = {place for place, found in states.items() if ItemStatus.DONE in found}
    if any(place not in agreed for place in extra):
        return False
    shot = next((row for row in run.snapshot if row["key"] == run.step), {"quorum": "all"})
    own = agreed - extra
    if shot["quorum"] == "any":
        return bool(own)
    if shot["quorum"].isdigit():
        return len(own) >= int(shot["quorum"])
    step = approval_of(process).step(run.step)
    wanted = len(states) - len(extra) if step.each else len(step.seats)
    return len(own) >= wanted


def check_all_seats(run: ProcessRun, record: Record, process: type[Process]) -> None:
    """Before the first step opens: no later seat may be empty either, so that nothing gets stuck half-way."""
    approval = approval_of(process)
    barred = routing.bars(record, process)
    for row in run.snapshot:
        step = approval.step(row["key"])
        if sentence := routing.shortage(step, routing.places(step, record, barred)):
            raise Refused(sentence)


def must_be_applicant(record: Record, deed: Deed, verb: str) -> None:
    person = deed.actor.person
    if person is None or person.pk not in {record.applicant_id, record.created_by_id}:
        raise Refused(f"只有申请人本人可以{verb}。", status=403)


def applicant_must_be_here(record: Record) -> None:
    """One who has left gets nothing more through (R-HR-03)."""
    if record.applicant is not None and not record.applicant.is_active:
        left = f"已于 {record.applicant.left_on:%Y-%m-%d} 离岗" if record.applicant.left_on else "已离岗"
        raise Refused(
            f"申请人{record.applicant.name}{left}，此单不能继续；请选择“不同意”，或由其部门主管领导撤销后另行申请。",
            rule="R-HR-03",
        )


def must_be_able(to: Person, record: Record, process: type[Process], run: ProcessRun, item: WorkItem) -> None:
    if sentence := routing.bars(record, process, run=run, step=item.step).get(to.pk):
        raise Refused(f"不能交给{to.name}：{sentence}。", field="people", status=422)
    if to.pk == item.person_id or any(
        other.person_id == to.pk for other in docket_of(run).open(ItemKind.DECIDE)
    ):
        raise Refused(f"{to.name}已在本环节办理人之中，请另选。", field="people", status=422)
    if routing.is_administrator(to):
        raise Refused(
            f"{to.name}是管理员，不得办理业务审批，请另选。", rule="R-USR-04", field="people", status=422
        )
    if reason := routing.strangers_to(record, [to]).get(to.pk):
        raise Refused(f"不能交给{to.name}：{reason}。", rule="R-SCR-02", field="people", status=422)


def chosen_person(deed: Deed) -> Person:
    chosen = deed.data.get("people") or []
    if len(chosen) != 1:
        raise Refused("请选择一位人员。", field="people", status=422)
    person = Person.objects.select_related("unit").filter(Q(pk=int(chosen[0])), is_active=True).first()
    if person is None:
        raise Refused("所选人员不存在或已离岗，请重新选择。", field="people", status=422)
    return person


def copied(
    run: ProcessRun,
    item: WorkItem,
    *,
    person: Person,
    given_by: str,
    note: str = "",
    place: int | None = None,
) -> WorkItem:
    new = WorkItem(
        register=item.register, record_id=item.record_id, run=item.run, kind=item.kind, round=item.round, step=item.step,
        step_title=item.step_title, place=item.place if place is None else place, seat=item.seat, person=person, given_by=given_by,
        note=note[:200], arrived_at=moment.now(), budget_minutes=item.budget_minutes, due_at=item.due_at, is_provisional=item.is_provisional,
    )  # fmt: skip
    docket_of(run).give([new])
    return new


def tell_arrived(run: ProcessRun, deed: Deed, items: list[WorkItem]) -> None:
    events.tell(
        "arrived",
        run,
        actor=deed.actor,
        people=tuple(item.person_id for item in items),
        words=items[0].step_title if items else "",
    )


def concerned(record: Record) -> tuple[int, ...]:
    return tuple({pk for pk in (record.applicant_id, record.created_by_id) if pk})


def titled(item: WorkItem, word: str) -> str:
    return f"{word}（{item.step_title}）" if item.step_title and item.step_title != word else word
