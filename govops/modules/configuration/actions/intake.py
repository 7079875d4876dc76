"""A batch of found things: read when it is registered, weighed whenever something is said about it, applied once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.audit import trail
from govops.kernel.organization.storing import insert_all
from govops.kernel.processes.declarations import Deed
from govops.modules.configuration.choices import Decision, IntakeState, TypeState, Verdict
from govops.modules.configuration.intake import comparing, sources, weighing
from govops.modules.configuration.intake.found import Findings, Found, Unreadable
from govops.modules.configuration.models import IntakeBatch, IntakeLine, ItemType

REGISTER = "intake_batch"
_PART = 500


def prepare(batch: Any, actor: Actor) -> None:
    """Read the file; its text is not kept. Refused 422 with the sentence of the reader."""
    batch.reason, batch.reference = batch.reason.strip(), batch.reference.strip().upper()
    if batch.payload.strip():
        try:
            batch.findings = sources.read(batch.source, batch.payload, batch.mapping)
        except Unreadable as problem:
            raise Refused(str(problem), field="payload", status=422) from None
        batch.found_count = len(batch.findings.items)
        batch.payload = ""
    elif batch.pk is None:
        raise Refused("请上传文件，或把文件的内容填在“内容”里。", field="payload", status=422)


def saved(batch: Any, actor: Actor) -> None:
    """The lines of what was read, and what would become of them."""
    findings: Findings | None = getattr(batch, "findings", None)
    if findings is not None:
        batch.lines.all().delete()
        rows = _lines(batch, findings)
        for start in range(0, len(rows), _PART):
            insert_all(rows[start : start + _PART])
    look_again(batch, actor)


def _lines(batch: IntakeBatch, findings: Findings) -> list[IntakeLine]:
    things = {one.ref or one.name: one for one in reversed(findings.items)}
    secret = comparing.secret_words()
    rows = [
        IntakeLine(
            batch=batch, name=one.name, verdict=Verdict.NEW,
            found={"type": one.type, "name": one.name, "facts": dict(one.facts), "values": comparing.sealed(one.values, secret), "macs": list(one.macs), "ref": ref},
        )
        for ref, one in reversed(things.items())
    ]  # fmt: skip
    rows += [
        IntakeLine(
            batch=batch, is_relation=True, name=f"{_name(things, one.source)} → {_name(things, one.target)}"[:200], verdict=Verdict.NEW,
            found={"source": one.source, "target": one.target, "kind": one.kind, "note": one.note},
        )
        for one in findings.links
    ]  # fmt: skip
    for place, row in enumerate(rows, start=1):
        row.place = place
    return rows


def _name(things: Mapping[str, Found], ref: str) -> str:
    return things[ref].name if ref in things else ref


def look_again(batch: IntakeBatch, actor: Actor, *, only: Iterable[IntakeLine] | None = None) -> None:
    """Weigh the lines as things are now; the counts follow, past the store: nobody changed the batch."""
    weighing.weigh(batch, actor, only=only)
    told = counts(batch)
    for name, value in told.items():
        setattr(batch, name, value)
    IntakeBatch.objects.filter(pk=batch.pk).update(**told)


def counts(batch: IntakeBatch) -> dict[str, int]:
    """The columns of the batch that count its lines."""
    many = dict(batch.lines.order_by().values_list("verdict").annotate(many=Count("id")))

    def how_many(*verdicts: str) -> int:
        return sum(many.get(verdict, 0) for verdict in verdicts)

    return {
        "found_count": sum(many.values()),
        "new_count": how_many(Verdict.NEW),
        "merge_count": how_many(Verdict.MERGE),
        "open_count": how_many(Verdict.CONFLICT, Verdict.REFUSED),
    }


@transaction.atomic
def decide(line: IntakeLine, actor: Actor, said: Mapping[str, Any]) -> None:
    """What a person says of a line. `item`: id of the item that it is, 0 for none of them; `taken`: fields; `skip`."""
    batch = _open(line.batch_id, actor)
    line.decision = Decision.SKIP if said.get("skip") else Decision.TAKE
    if said.get("item") is not None:
        if said["item"] and str(said["item"]) not in line.candidates:
            raise Refused("请从列出的配置项中选定一项。", field="item", status=422)
        line.found = {**line.found, "as": said["item"]}
    line.taken = list(said["taken"]) if said.get("taken") is not None else line.taken
    line.save(update_fields=["decision", "found", "taken"])
    trail.record(
        actor=actor, operation="update", register=REGISTER, record_id=batch.pk, number=batch.number, secrecy_level=batch.secrecy_level,
        summary=f"第 {line.place} 行 {line.name}：{line.get_decision_display()}", after={"取用": line.taken, "对应": said.get("item")},
    )  # fmt: skip
    look_again(batch, actor, only=[line])


@transaction.atomic
def settle_lines(batch_id: int, actor: Actor, said: Mapping[int, Mapping[str, Any]]) -> int:
    """What a person says of several lines at once, by place: `type` (its code), `skip`. How many that changed.

    The source's own guess is kept beside the type that was chosen.
    """
    batch = _open(batch_id, actor)
    names = dict(ItemType.objects.filter(state=TypeState.IN_USE).values_list("code", "name"))
    changed, told = [], {}
    for line in batch.lines.filter(place__in=sorted(said)):
        words = _settle(line, said[line.place], names)
        if words:
            changed.append(line)
            told[f"第 {line.place} 行 {line.name}"] = "，".join(words)
    if not changed:
        return 0
    IntakeLine.objects.bulk_update(changed, ["found", "decision", "taken"], batch_size=200)
    trail.record(
        actor=actor, operation="update", register=REGISTER, record_id=batch.pk, number=batch.number, secrecy_level=batch.secrecy_level,
        summary=f"改定 {len(changed)} 行", after=told,
    )  # fmt: skip
    look_again(batch, actor, only=changed)
    return len(changed)


def _settle(line: IntakeLine, said: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """The line as it was said to be; in words what that changed."""
    words = []
    code = said.get("type", "")
    if code and code != line.found.get("type"):
        if code not in names:
            raise Refused(f"第 {line.place} 行：没有这个在用的类型，请从列表中选择。", status=422)
        line.found = {"guess": line.found.get("type", ""), **line.found, "type": code}
        words.append(f"类型改为{names[code]}")
    if "skip" in said and said["skip"] != (line.decision == Decision.SKIP):
        line.decision = Decision.SKIP if said["skip"] else Decision.TAKE
        words.append(line.get_decision_display())
    return words


def _open(batch_id: int, actor: Actor) -> Any:
    """The batch, held until its lines are settled: two people who decide at once wait for each other."""
    require(table.may(actor, "write", REGISTER, title="发现批次"), status=403)
    batch = IntakeBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state != IntakeState.PREVIEW:
        raise Refused("此批次已经办结，不能再改。")
    return batch


def apply(batch: Any, deed: Deed) -> None:
    """应用: every line that is new or is merged is saved; what is refused or undecided stays out, with its sentence."""
    lines = weighing.weigh(batch, deed.actor, keep=True)
    done = [line for line in lines if line.is_applied]
    if not done:
        raise Refused("没有可应用的行：请先处理冲突和错误，或放弃此批次。")
    for name, value in counts(batch).items():
        setattr(batch, name, value)
    batch.applied_at = deed.at
    trail.record(
        actor=deed.actor, operation="import", register=REGISTER, record_id=batch.pk, number=batch.number, summary=f"应用发现批次 {batch.number}",
        after={"新增": batch.new_count, "合并": batch.merge_count, "未应用": len(lines) - len(done)},
    )  # fmt: skip
