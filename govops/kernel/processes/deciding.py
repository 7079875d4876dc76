"""The approval's verbs: 提交 同意 不同意 退回 转办 加签 取回 撤销 催办 传阅 已阅."""

from __future__ import annotations

from govops.kernel import moment
from govops.kernel.access.answers import Refused, require
from govops.kernel.organization.models import Person
from govops.kernel.processes import events, journal, moving, routing
from govops.kernel.processes.declarations import APPROVAL_VERBS, Deed, Process
from govops.kernel.processes.docket import docket_of, item_of
from govops.kernel.processes.models import Act, ItemKind, ProcessRun
from govops.kernel.processes.rounds import (
    advance,
    applicant_must_be_here,
    approval_of,
    check_all_seats,
    chosen_person,
    close_open,
    concerned,
    copied,
    must_be_able,
    must_be_applicant,
    my_item,
    open_draft,
    quorum_reached,
    relieve,
    tell_arrived,
    titled,
)
from govops.kernel.records.models import Record


def submit(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """Start a round: photograph the steps and open the first."""
    approval = approval_of(process)
    if record.state not in {approval.start, approval.back}:
        raise Refused("此单已提交，无需再次提交。")
    must_be_applicant(record, deed, "提交")
    applicant_must_be_here(record)
    for guard in approval.conditions:
        require(guard(record, deed))
    before = record.state
    run.round += 1
    run.submitted_at = run.submitted_at or moment.now()
    record.state = approval.during
    run.snapshot = routing.photograph(process, record)
    check_all_seats(run, record, process)
    close_open(run)
    journal.write(run, record, deed, verb="submit", title=APPROVAL_VERBS["submit"], from_state=before)
    return advance(run, record, process, deed, after="")


def approve(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """同意: settle one's place; when the quorum is reached, go on."""
    item, behalf = my_item(run, record, process, deed)
    applicant_must_be_here(record)
    for guard in approval_of(process).step(item.step).checks:
        require(guard(record, deed))
    journal.write(
        run,
        record,
        deed,
        verb="approve",
        title=titled(item, "同意"),
        purpose="同意",
        item=item,
        behalf_of=behalf,
        is_decision=True,
    )
    docket = docket_of(run)
    docket.finish(item)
    if not quorum_reached(run, process):
        relieve(docket, item)
        if process.approval and process.approval.step(run.step).in_order and not item.given_by:
            tell_arrived(run, deed, routing.open_next_place(run, record, process, item))
        waiting = dict.fromkeys(other.person.name for other in docket.open(ItemKind.DECIDE))
        return f"已同意，等待{'、'.join(waiting)}会签。"
    close_open(run)
    return advance(run, record, process, deed, after=run.step)


def refuse(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """不同意: one refusal closes the siblings and ends the round."""
    approval = approval_of(process)
    item, behalf = my_item(run, record, process, deed)
    if not deed.opinion:
        raise Refused("不同意须写明理由，请在意见栏填写。", field="opinion", status=422)
    before, record.state = record.state, approval.no
    journal.write(
        run, record, deed, verb="refuse", title="不同意", item=item, behalf_of=behalf, is_decision=True, from_state=before
    )  # fmt: skip
    docket_of(run).finish(item)
    close_open(run)
    run.step = ""
    for effect in approval.on_no:
        effect(record, deed)
    moving.open_todos(run, record, process)
    events.tell("decided", run, actor=deed.actor, people=concerned(record), words=f"不同意：{deed.opinion}")
    return "已不同意，申请人将收到通知。"


def send_back(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """退回 to a step already passed in this round, or to the applicant; going forward re-runs everything after it."""
    approval = approval_of(process)
    item, behalf = my_item(run, record, process, deed)
    if not deed.opinion:
        raise Refused("退回须写明理由，请在意见栏填写。", field="opinion", status=422)
    target = str(deed.data.get("to_step") or "")
    passed = [row["key"] for row in run.snapshot]
    passed = passed[: passed.index(run.step)] if run.step in passed else []
    if target and target not in passed:
        raise Refused("只能退回到本轮已办理过的环节或申请人，请重新选择。", field="to_step", status=422)
    before = record.state
    if not target:
        applicant_must_be_here(record)
        record.state = approval.back
    title = approval.step(target).title if target else "申请人"
    journal.write(
        run, record, deed, verb="return", title=f"退回{title}", purpose="退回", item=item, behalf_of=behalf, is_decision=True, from_state=before
    )  # fmt: skip
    docket_of(run).finish(item)
    close_open(run)
    if target:
        run.round += 1
        tell_arrived(run, deed, routing.open_step(run, record, process, target, given_by=""))
    else:
        run.step = ""
        open_draft(run, record)
    events.tell(
        "decided", run, actor=deed.actor, people=concerned(record), words=f"退回{title}：{deed.opinion}"
    )
    return f"已退回{title}。"


def transfer(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """转办: another member of one's own unit decides instead."""
    item, behalf = my_item(run, record, process, deed)
    to = chosen_person(deed)
    must_be_able(to, record, process, run, item)
    if to.unit_id != item.person.unit_id:
        raise Refused(
            f"转办只能转给本部门（{item.person.unit.short_name}）人员；需要其他部门意见请用“加签”。",
            field="people",
            status=422,
        )
    journal.write(
        run, record, deed, verb="transfer", title=f"转办{to.name}", item=item, behalf_of=behalf, sign=False
    )  # fmt: skip
    docket = docket_of(run)
    docket.cancel(*(other for other in docket.open(ItemKind.DECIDE) if other.place == item.place))
    new = copied(run, item, person=to, given_by=f"{deed.actor.name}转办", note=deed.opinion)
    tell_arrived(run, deed, [new])
    return f"已转办{to.name}。"


def add_signer(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """加签: somebody more must agree before the step is through."""
    item, behalf = my_item(run, record, process, deed)
    to = chosen_person(deed)
    must_be_able(to, record, process, run, item)
    last = max(other.place for other in docket_of(run).of_step())
    journal.write(
        run, record, deed, verb="add_signer", title=f"加签{to.name}", item=item, behalf_of=behalf, sign=False
    )  # fmt: skip
    new = copied(
        run,
        item,
        person=to,
        given_by=f"{deed.actor.name}加签",
        note=deed.opinion,
        place=last + 1,
    )
    tell_arrived(run, deed, [new])
    return f"已请{to.name}加签，须其同意后才能继续。"


def take_back(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """取回: undo one's last step as long as nobody after has opened it."""
    approval = approval_of(process)
    last = docket_of(run).last("submit", "approve")
    if deed.actor.person is None or last is None or last.person_id != deed.actor.person.pk:
        raise Refused("只有最后办理人可以取回。", status=403)
    if record.state != approval.during:
        raise Refused("此单已办结或已离开审批，不能取回。")
    opened = next((item for item in docket_of(run).open(ItemKind.DECIDE) if item.opened_at), None)
    if opened:
        raise Refused(f"{opened.person.name}已打开此单，不能取回；可联系其退回。")
    before = record.state
    close_open(run)
    run.round += 1
    if last.verb == "submit":
        record.state = approval.back
        run.step = ""
        open_draft(run, record)
    else:
        tell_arrived(run, deed, routing.open_step(run, record, process, last.step))
    journal.write(run, record, deed, verb="take_back", title="取回", sign=False, from_state=before)
    return "已取回，可以修改后重新办理。"


def revoke(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """撤销: the applicant gives the request up; for one who has left, the head of the unit does it."""
    approval = approval_of(process)
    if not process.cancelled:
        raise Refused("此流程不能撤销。")
    if record.state not in {approval.start, approval.back, approval.during}:
        raise Refused("此单已审批完毕，不能撤销。")
    if record.applicant is not None and not record.applicant.is_active:
        from govops.kernel.processes.seats import UNIT_HEAD

        if not any(deed.actor.person and p.pk == deed.actor.person.pk for p in UNIT_HEAD.holders(record)):
            raise Refused("申请人已离岗，只有其部门主管领导可以撤销。", status=403)
    else:
        must_be_applicant(record, deed, "撤销")
    before, record.state = record.state, process.cancelled
    journal.write(run, record, deed, verb="revoke", title="撤销", sign=False, from_state=before)
    close_open(run)
    return "已撤销。"


def urge(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """催办: remind those whose turn it is; at most once an hour."""
    items = docket_of(run).open(ItemKind.DECIDE, ItemKind.HANDLE)
    if not items:
        raise Refused("当前没有等待办理的人，无需催办。")
    recent = Act.objects.filter(run=run, verb="urge", at__gt=moment.now() - moment.HOUR).first()
    if recent:
        raise Refused(f"{recent.signer}刚刚催办过，请一小时后再催。")
    names = "、".join(dict.fromkeys(item.person.name for item in items))
    journal.write(run, record, deed, verb="urge", title="催办", sign=False, details=names)
    events.tell(
        "urged", run, actor=deed.actor, people=tuple(item.person_id for item in items), words=deed.opinion
    )
    return f"已催办{names}。"


def circulate(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """传阅: reading tasks for others; never an approval."""
    chosen = [int(pk) for pk in deed.data.get("people") or []]
    people = list(Person.objects.filter(pk__in=chosen, is_active=True))
    if not people:
        raise Refused("请选择传阅对象。", field="people", status=422)
    strangers = routing.strangers_to(record, people)
    for person in people:
        if person.pk in strangers:
            raise Refused(
                f"不能传阅给{person.name}：{strangers[person.pk]}。",
                rule="R-SCR-02",
                field="people",
                status=422,
            )
    docket = docket_of(run)
    waiting = {item.person_id for item in docket.open(ItemKind.READ)}
    new = docket.give(
        item_of(
            run,
            kind=ItemKind.READ,
            step="read",
            step_title="传阅",
            person=person,
            given_by=deed.actor.name,
            note=deed.opinion[:200],
        )
        for person in people
        if person.pk not in waiting
    )
    names = "、".join(person.name for person in people)
    journal.write(run, record, deed, verb="circulate", title="传阅", sign=False, details=names)
    events.tell(
        "circulated", run, actor=deed.actor, people=tuple(item.person_id for item in new), words=deed.opinion
    )
    return f"已传阅{names}。"


def read(run: ProcessRun, record: Record, process: type[Process], deed: Deed) -> str:
    """已阅: finish one's reading task."""
    docket = docket_of(run)
    mine = [item for item in docket.open(ItemKind.READ) if item.person == deed.actor.person]
    if not mine:
        raise Refused("您没有待阅的传阅件。")
    docket.finish(*mine)
    journal.write(run, record, deed, verb="read", title="已阅", sign=False)
    return "已阅。"


HANDLERS = {
    "submit": submit,
    "approve": approve,
    "refuse": refuse,
    "return": send_back,
    "transfer": transfer,
    "add_signer": add_signer,
    "take_back": take_back,
    "revoke": revoke,
    "urge": urge,
    "circulate": circulate,
    "read": read,
}
