"""What a person may do with a record now, and why not; what comes next; the chain ahead with names; the picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes import moving, routing
from govops.kernel.processes.declarations import Deed, Move, Process
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import Act, ItemKind, ProcessRun, WorkItem
from govops.kernel.records.models import Record


@dataclass
class Offer:
    """A verb, whether it may be done, and what it asks for."""

    verb: str
    title: str
    answer: Answer = field(default_factory=Allowed)
    asks: tuple[str, ...] = ()
    opinion: str = "optional"
    asks_people: str = ""
    is_primary: bool = False
    is_danger: bool = False
    icon: str = ""
    confirm: str = ""
    signed: bool = False

    @property
    def reason(self) -> str:
        return self.answer.sentence if isinstance(self.answer, Denied) else ""

    @property
    def direct(self) -> bool:
        """Needs no further page: nothing is asked."""
        return not self.asks and self.opinion != "required" and not self.asks_people


@dataclass
class Situation:
    """Everything the record page says about the process."""

    run: ProcessRun
    item: WorkItem | None
    behalf_of: str
    decisions: list[Offer]
    verbs: list[Offer]
    next_words: str
    passed: list[dict[str, str]]


def situation(run: ProcessRun, record: Record, process: type[Process], actor: Actor) -> Situation:
    """The record's offers for `actor`."""
    mine = None
    barred = ""
    if actor.person and process.approval and record.state == process.approval.during:
        mine = routing.item_for(run, actor.person)
        if mine:
            barred = routing.still_eligible(mine[0], actor, record, process, run)
    decisions = _decisions(barred) if mine else []
    keys = [row["key"] for row in run.snapshot]
    upto = keys.index(run.step) if run.step in keys else 0
    return Situation(
        run=run,
        item=mine[0] if mine else None,
        behalf_of=mine[1].name if mine and mine[1] else "",
        decisions=decisions,
        verbs=[*_own_verbs(run, record, process, actor), *_moves(record, process, actor)],
        next_words=next_words(run, record, process) if mine else "",
        passed=[{"key": row["key"], "title": row["title"]} for row in run.snapshot[:upto]],
    )


def _decisions(barred: str) -> list[Offer]:
    answer: Answer = Denied(barred) if barred else Allowed()
    return [
        Offer("approve", "同意", answer, is_primary=True, signed=True, icon="signature"),
        Offer("refuse", "不同意", answer, opinion="required", is_danger=True, signed=True),
        Offer("return", "退回…", answer, opinion="required", signed=True),
        Offer("transfer", "转办", answer, asks_people="one"),
        Offer("add_signer", "加签", answer, asks_people="one"),
    ]


def _own_verbs(run: ProcessRun, record: Record, process: type[Process], actor: Actor) -> list[Offer]:
    approval, person = process.approval, actor.person
    if approval is None or person is None:
        return []
    offers = []
    is_mine = person.pk in {record.applicant_id, record.created_by_id}
    goes_in = approval.only_if is None or approval.only_if(record, Deed(actor=actor, at=moment.now()))
    if is_mine and goes_in and record.state in {approval.start, approval.back}:
        offers.append(Offer("submit", "提交", is_primary=True, opinion="none", signed=True, icon="send"))
    if is_mine and process.cancelled and record.state in {approval.start, approval.back, approval.during}:
        offers.append(
            Offer(
                "revoke", "撤销", opinion="optional", confirm="撤销后此单作废，确定撤销吗？", icon="circle-x"
            )
        )
    if record.state == approval.during:
        docket = docket_of(run)
        last = docket.last("submit", "approve")
        opened = any(item.opened_at for item in docket.open(ItemKind.DECIDE))
        if last and last.person_id == person.pk and not opened:
            offers.append(Offer("take_back", "取回", icon="arrow-back-up", opinion="none"))
        if is_mine:
            offers.append(Offer("urge", "催办", icon="bell"))
    return offers


def _moves(record: Record, process: type[Process], actor: Actor) -> list[Offer]:
    deed = Deed(actor=actor, at=moment.now())
    offers = []
    for verb, move in process.moves.items():
        if record.state in move.sources and moving.is_theirs(move, record, deed):
            offers.append(offer_of(verb, move, moving.not_yet(move, record, deed)))
    if offers and not (next_one := _next_of(offers, process)).is_danger:
        next_one.is_primary = True
    return offers


def _next_of(offers: list[Offer], process: type[Process]) -> Offer:
    """The one that stands out: what somebody was asked to do, else the first that is no danger."""
    return min(
        offers, key=lambda offer: (offer.is_danger, not offer.answer, process.moves[offer.verb].todo is None)
    )


def offer_of(verb: str, move: Move, refusal: Denied | None) -> Offer:
    """The offer of a move. A `Denied` is falsy, so it must not be tested with `or`."""
    return Offer(
        verb, move.title, Allowed() if refusal is None else refusal, asks=move.asks, opinion=move.opinion, is_danger=move.is_danger,
        icon=move.icon, confirm=move.confirm, signed=move.signed,
    )  # fmt: skip


def next_words(run: ProcessRun, record: Record, process: type[Process]) -> str:
    """“下一步：…”, announced before deciding."""
    approval = process.approval
    if approval is None or not run.step:
        return ""
    places = {item.place for item in docket_of(run).open(ItemKind.DECIDE)}
    prefix = f"{routing.agreed_words(run)} → " if len(places) > 1 else ""
    keys = [row["key"] for row in run.snapshot]
    rest = keys[keys.index(run.step) + 1 :] if run.step in keys else []
    if rest:
        step = approval.step(rest[0])
        names = routing.people_named(
            routing.places(step, record, routing.bars(record, process, run=run, step=step.key))
        )
        return f"{prefix}{step.title}：{names or '（席位空缺）'}"
    after = process.state_words.get(approval.yes, "")
    names = ""
    for verb, move in process.moves.items():
        if approval.yes in move.sources and move.todo is not None:
            names = f"，由{'、'.join(p.name for p in move.todo(record))}办理“{process.moves[verb].title}”"
            break
    return f"{prefix}{after}{names}"


def chain(record: Record, process: type[Process], *, has_settings: bool = True) -> list[dict[str, Any]]:
    """The whole way with names and times: what a person sees before submitting.

    `has_settings`: whether any step of the process was set otherwise than declared, where somebody has looked.
    """
    approval = process.approval
    if approval is None:
        return []
    settings = routing.settings_of(process.code) if has_settings else {}
    barred = routing.bars(record, process, run=None)
    rows = []
    for step in approval.steps_for(record):
        found = routing.places(step, record, barred)
        sentence = routing.shortage(step, found)
        rows.append(
            {
                "key": step.key,
                "title": step.title,
                "people": routing.people_named(found),
                "joint": len(found) > 1,
                "hours": routing.minutes_of(step, settings.get(step.key)) / 60,
                "problem": sentence,
            }
        )
    return rows


def strip(run: ProcessRun, record: Record, process: type[Process]) -> list[dict[str, Any]]:
    """The steps as a strip: {title, state: done|current|future|refused, who, when}."""
    approval = process.approval
    if approval is None:
        return []
    acts = docket_of(run).acts
    submitted = next((a for a in reversed(acts) if a.verb == "submit"), None)
    drafting = record.state in {approval.start, approval.back}
    rows: list[dict[str, Any]] = [
        {
            "title": "填写" + (process.title or "申请"),
            "state": "current" if drafting else "done",
            "who": submitted.signer if submitted else "",
            "when": submitted.at if submitted and not drafting else None,
        }
    ]
    keys = (
        [row["key"] for row in run.snapshot]
        if run.snapshot and not drafting
        else [s.key for s in approval.steps_for(record)]
    )
    barred = routing.bars(record, process, run=run)
    for key in keys:
        row = _strip_step(key, run, record, approval, acts, drafting)
        if row["state"] == "future" and record.state in {approval.start, approval.back, approval.during}:
            row["who"] = routing.people_named(routing.places(approval.step(key), record, barred))
        rows.append(row)
    rows += _strip_moves(record, process, acts)
    return rows


def _strip_step(
    key: str, run: ProcessRun, record: Record, approval: Any, acts: list[Act], drafting: bool
) -> dict[str, Any]:
    mine = [a for a in acts if a.step == key and a.is_decision] if not drafting else []
    last = mine[-1] if mine else None
    title = approval.step(key).title
    if run.step == key and record.state == approval.during:
        waiting = docket_of(run).open(ItemKind.DECIDE)
        names = "、".join(dict.fromkeys(item.person.name for item in waiting))
        return {"title": title, "state": "current", "who": f"{names}  待办", "when": None}
    if last and last.verb == "refuse":
        return {"title": title, "state": "refused", "who": last.signer, "when": last.at}
    order = [row["key"] for row in run.snapshot]
    passed = record.state not in {approval.start, approval.back, approval.during, approval.no} or (
        run.step in order and key in order and order.index(key) < order.index(run.step)
    )
    agreed = [a for a in mine if a.verb == "approve"]
    if passed and agreed:
        names = "、".join(dict.fromkeys(a.signer for a in agreed if a.round == agreed[-1].round))
        return {"title": title, "state": "done", "who": names, "when": agreed[-1].at}
    return {"title": title, "state": "future", "who": "", "when": None}


def _strip_moves(record: Record, process: type[Process], acts: list[Act]) -> list[dict[str, Any]]:
    """The plain way after the approval: each move that leads to a new state, once; what was passed over is left out."""
    assert process.approval is not None
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    state = process.approval.yes
    while True:
        step = next(
            (
                (v, m)
                for v, m in process.moves.items()
                if state in m.sources and m.target not in {state, *seen} and not m.is_danger
            ),
            None,
        )
        if step is None:
            break
        verb, move = step
        seen.add(state)
        # Another verb may lead to the same state, as a template's change goes into the calendar without a board.
        done = next(
            (a for a in reversed(acts) if a.verb == verb or a.to_state == move.target != a.from_state), None
        )
        todo = move.todo(record) if move.todo is not None and record.state == state and not done else ()
        rows.append(
            {
                "title": move.title,
                "state": "done" if done else ("current" if record.state == state else "future"),
                "who": done.signer if done else "、".join(dict.fromkeys(p.name for p in todo)),
                "when": done.at if done else None,
            }
        )
        state = move.target
    reached = max((place for place, row in enumerate(rows) if row["state"] != "future"), default=-1)
    return [row for place, row in enumerate(rows) if place >= reached or row["state"] != "future"]
