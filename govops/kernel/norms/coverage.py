"""From article to proof: what enforces each rule, how often it refused, whether its duties were met."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import CHANNELS
from govops.kernel.audit.models import AuditEntry, AuditSeal
from govops.kernel.norms import documents, duties, obligations, rules
from govops.kernel.norms.documents import Article, Document
from govops.kernel.norms.models import DutyPeriod, DutyState
from govops.kernel.norms.obligations import EVERY_WORDS, Obligation, Period

STATES = {"proved": "有据", "gap": "有缺口", "missing": "未开展", "waiting": "待本期"}


#: Parts above say how many records passed each rule's guard in a period: rule id → count.
exercised: list[Callable[[Period], dict[str, int]]] = []


@dataclass
class Row:
    """One rule or duty under one article."""

    id: str
    kind: str
    article: Article | None
    document: Document
    cited: str
    text: str
    level: str
    enforced: str
    refused: int
    state: str
    evidence: str
    rule_ids: list[str] = field(default_factory=list)

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def tone(self) -> str:
        return {"proved": "green", "gap": "amber", "missing": "red", "waiting": "muted"}[self.state]


def rows(period: Period) -> list[Row]:
    """Every declared rule and obligation, with what happened in the period. Five queries, however many rules."""
    refused = refused_counts(period)
    passed: dict[str, int] = {}
    for count in exercised:
        for rule_id, times in count(period).items():
            passed[rule_id] = passed.get(rule_id, 0) + times
    figures = duties.completeness(period.first, period.last)
    by_rule: dict[str, list[Obligation]] = {}
    for duty in obligations.all_obligations():
        by_rule.setdefault(duty.rule or duty.id, []).append(duty)
    found = [
        _rule_row(rule, refused.get(rule.id, 0), passed.get(rule.id))
        for rule in rules.all_rules()
        if rule.id not in by_rule
    ]
    long = [duty.id for duty in obligations.all_obligations() if duty.is_long]
    standing = duties.latest(long, period.last) if long else {}
    found += [
        _duty_row(
            duty,
            _long_state(standing.get(duty.id, [])) if duty.is_long else _state(figures.get(duty.id)),
            refused.get(duty.rule, 0),
        )
        for all_of in by_rule.values()
        for duty in all_of
    ]
    return sorted(
        found,
        key=lambda r: (
            list(documents.DOCUMENTS).index(r.document.code),
            r.article.number if r.article else "",
            r.id,
        ),
    )


def _place(code: str) -> tuple[Article | None, Document, str]:
    return documents.find(code), documents.DOCUMENTS[code.split("§")[0]], documents.cited(code)


def _rule_row(rule: rules.Rule, refused: int, passed: int | None) -> Row:
    article, document, cited = _place(rule.cites[0])
    return Row(
        id=rule.id, kind="约束", article=article, document=document, cited=cited, text=rule.title, level=rules.LEVELS[rule.level],
        enforced="、".join(_where(place) for place in rule.enforced_by), refused=refused, state="proved" if rule.enforced_by else "missing",
        evidence=_words(refused, passed), rule_ids=[rule.id],
    )  # fmt: skip


def _words(refused: int, passed: int | None) -> str:
    if passed is None:
        return f"由系统结构保证；本期拦截 {refused} 次"
    return f"本期经办 {passed} 件，拦截 {refused} 次"


def _where(place: str) -> str:
    if place.startswith("govops."):
        return place.rsplit(".", 1)[-1]
    return place


def _state(figures: dict[str, Any] | None) -> tuple[str, str]:
    """State and words of a duty by the periods that ended in the month."""
    if figures is None:
        return "missing", "本期没有记录"
    told = f"应有 {figures['total']}，已有 {figures['met']}"
    if figures["missed"]:
        return "gap", f"{told}，漏 {figures['missed']}（完整率 {figures['share']}%）"
    if figures["met"]:
        return "proved", f"{told}（完整率 {figures['share']}%）"
    return "waiting", f"本期应有 {figures['total']}，尚未到期"


def _long_state(periods: list[DutyPeriod]) -> tuple[str, str]:
    """State and words of a duty with long periods: the newest one, and the one before while the newest is open."""
    if not periods:
        return "waiting", "本期尚无须办"
    now, *before = periods
    if now.state == DutyState.MET:
        return "proved", f"{now.first} 至 {now.last}：{now.evidence_words}"
    if now.state == DutyState.MISSED:
        return "gap", f"{now.first} 至 {now.last} 逾期未完成"
    if before and before[0].state == DutyState.MISSED:
        return "gap", f"上期（至 {before[0].last}）逾期未完成；本期应于 {now.last} 前完成"
    return "waiting", f"应于 {now.last} 前完成"


def _duty_row(duty: Obligation, judged: tuple[str, str], refused: int) -> Row:
    article, document, cited = _place(duty.cites)
    rule = rules.get(duty.rule) if duty.rule else None
    state, words = judged
    return Row(
        id=duty.id, kind="职责", article=article, document=document, cited=cited, text=duty.title,
        level=rules.LEVELS[rule.level] if rule else "职责", enforced=EVERY_WORDS[duty.cycle], refused=refused, state=state, evidence=words,
        rule_ids=[duty.rule] if duty.rule else [],
    )  # fmt: skip


def _span(period: Period) -> tuple[datetime, datetime]:
    start = timezone.make_aware(datetime.combine(period.first, time()))
    return start, timezone.make_aware(datetime.combine(period.last + timedelta(days=1), time()))


def refused_counts(period: Period) -> dict[str, int]:
    """Rule id → refusals in the period."""
    start, end = _span(period)
    entries = AuditEntry.objects.filter(result="refused", at__gte=start, at__lt=end).exclude(rule="")
    return dict(entries.values_list("rule").annotate(times=Count("id")))


def refusals(rule_ids: list[str], period: Period) -> list[dict[str, Any]]:
    """When a rule refused, through which door, with which sentence; no names: who tried is the audit administrator's to see."""
    start, end = _span(period)
    entries = AuditEntry.objects.filter(
        result="refused", rule__in=rule_ids, at__gte=start, at__lt=end
    ).order_by("-id")[:100]
    return [
        {**row, "channel": CHANNELS.get(row["channel"], row["channel"])}
        for row in entries.values("at", "channel", "register", "summary")
    ]


def last_seal() -> AuditSeal | None:
    return AuditSeal.objects.order_by("-id").first()


def as_data() -> dict[str, Any]:
    """For `manage.py norms --json`."""
    period = Period.of("month", moment.today())
    return {
        "period": str(period),
        "rows": [
            {
                "id": r.id,
                "kind": r.kind,
                "cites": r.cited,
                "title": r.text,
                "level": r.level,
                "enforced": r.enforced,
                "refused": r.refused,
                "state": r.state,
                "evidence": r.evidence,
            }
            for r in rows(period)
        ],
    }


def workbook(period: Period) -> bytes:
    """The table for an auditor, as xlsx."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "规范对照"
    sheet.append([f"规范对照（{period}）"])
    sheet.append(["编号", "文件", "条款", "要求", "性质", "级别", "执行", "本期拦截", "本期", "证据"])
    for row in rows(period):
        article = row.article.number if row.article else ""
        sheet.append(
            [
                row.id,
                row.document.title,
                article,
                row.text,
                row.kind,
                row.level,
                row.enforced,
                row.refused,
                row.state_words,
                row.evidence,
            ]
        )
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHIJ", (12, 34, 14, 60, 8, 10, 40, 10, 10, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
