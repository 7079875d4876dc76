"""Publishing a calendar year: 未发布 → 预排 → 已核定, and amendments after that. Everything audited.

Each verb is one transaction. Where it changes what holds, the open clocks of the calendar are reckoned anew within it
(`recompute=False` leaves that to a job that calls `recompute.recompute_open`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.audit.trail import record
from govops.kernel.calendar import spans
from govops.kernel.calendar.day_specs import DaySpec, YearFile, check, specs_of
from govops.kernel.calendar.holidays import known_days, source_of
from govops.kernel.calendar.models import CalendarYear, DayOverride, WorkCalendar, YearStatus
from govops.kernel.calendar.recompute import Recomputed, recompute_open

if TYPE_CHECKING:
    from govops.kernel.access.actor import Actor

REGISTER = "calendar_year"
NOTICE_LENGTH = 200
SOURCE_LENGTH = 500


@dataclass(frozen=True)
class YearChange:
    """What a verb did: the year, the dates it added, changed and removed, and the clocks (None: not reckoned)."""

    year: CalendarYear
    added: tuple[date, ...]
    changed: tuple[date, ...]
    removed: tuple[date, ...]
    recomputed: Recomputed | None = None

    @property
    def text(self) -> str:
        """新增 3 天、更改 1 天、撤销 0 天"""
        return f"新增 {len(self.added)} 天、更改 {len(self.changed)} 天、撤销 {len(self.removed)} 天"


def prefill(year: int, *, actor: Actor, calendar: WorkCalendar, recompute: bool = True) -> YearChange:
    """Make the year 预排 with the best that is known: the published arrangement if the shipped data has it, else the
    statutory days alone. Refuses an approved year."""
    found = YearFile(year, specs_of(known_days(year)), source_of(year))
    return import_year(found, actor=actor, calendar=calendar, recompute=recompute)


@transaction.atomic
def import_year(
    file: YearFile, *, actor: Actor, calendar: WorkCalendar, recompute: bool = True
) -> YearChange:
    """Make the year 预排 with exactly the days of the file. Refuses an approved year: that is amended."""
    row = _lock(calendar, file.year)
    if row.status == YearStatus.APPROVED:
        raise Refused(f"{file.year} 年日历已核定，不能重新预排；如通知有调整，请使用“修订”")
    before = _facts(row)
    changes = _replace(row, check(file.year, file.days), file.source)
    row.status, row.source = YearStatus.TENTATIVE, file.source[:SOURCE_LENGTH]
    row.save()
    return _finish(row, changes, before, actor, "import", f"预排 {file.year} 年日历", recompute)


@transaction.atomic
def approve_year(
    year: int, *, notice_no: str, actor: Actor, calendar: WorkCalendar, recompute: bool = True
) -> YearChange:
    """Make a 预排 year 已核定 on the strength of a notice (国办发明电〔2025〕7号): deadlines in it become firm."""
    row = _lock(calendar, year)
    notice_no = _notice(notice_no)
    if row.status == YearStatus.APPROVED:
        raise Refused(f"{year} 年日历已经核定。")
    if row.status != YearStatus.TENTATIVE:
        raise Refused(f"{year} 年日历尚未预排，请先预排或导入放假安排，再核定。")
    before = _facts(row)
    _publish(row, notice_no, actor)
    return _finish(row, _NOTHING, before, actor, "update", f"核定 {year} 年日历：{notice_no}", recompute)


@transaction.atomic
def amend_year(
    year: int,
    *,
    days: Iterable[DaySpec] = (),
    restored: Iterable[date] = (),
    notice_no: str,
    reason: str,
    actor: Actor,
    calendar: WorkCalendar,
    recompute: bool = True,
) -> YearChange:
    """Change single dates of an approved year by a later notice (春节延长): `days` are set, `restored` dates go back
    to the weekly pattern. What held before stays on record as superseded."""
    row, notice_no, before = _to_amend(calendar, year, notice_no, reason)
    found, back = check(year, days), sorted(set(restored))
    if not found and not back:
        raise Refused("请至少给出一个要调整的日期。", field="days", status=422)
    if both := {spec.date for spec in found} & set(back):
        raise Refused(f"{min(both):%Y-%m-%d} 不能既调整又恢复。", field="days", status=422)
    changes = _set(row, found, notice_no)
    changes = _Changes(changes.added, changes.changed, _restore(row, back))
    if not any(changes):
        raise Refused("这些日期与现行安排相同，没有需要修订的内容。", field="days", status=422)
    return _amended(row, changes, before, notice_no, reason, actor, recompute)


@transaction.atomic
def amend_from_file(
    file: YearFile,
    *,
    notice_no: str,
    reason: str,
    actor: Actor,
    calendar: WorkCalendar,
    recompute: bool = True,
) -> YearChange:
    """Amend an approved year so that its days are exactly those of the file."""
    row, notice_no, before = _to_amend(calendar, file.year, notice_no, reason)
    changes = _replace(row, check(file.year, file.days), notice_no)
    if not any(changes):
        raise Refused("文件与现行安排相同，没有需要修订的内容。", field="file", status=422)
    return _amended(row, changes, before, notice_no, reason, actor, recompute)


# ---- within


class _Changes(NamedTuple):
    added: tuple[date, ...] = ()
    changed: tuple[date, ...] = ()
    removed: tuple[date, ...] = ()


_NOTHING = _Changes()


def _lock(calendar: WorkCalendar, year: int) -> CalendarYear:
    if not calendar.observes_holidays:
        raise Refused(f"“{calendar.name}”不执行法定节假日，没有年度安排。")
    # The calendar's own row is locked first, so that two years cannot claim the same date at once.
    WorkCalendar.objects.select_for_update().get(pk=calendar.pk)
    row, _created = CalendarYear.objects.get_or_create(calendar=calendar, year=year)
    return row


def _to_amend(
    calendar: WorkCalendar, year: int, notice_no: str, reason: str
) -> tuple[CalendarYear, str, dict[str, object]]:
    row = _lock(calendar, year)
    notice_no = _notice(notice_no)
    if not reason.strip():
        raise Refused("请填写修订原因。", field="reason", status=422)
    if row.status != YearStatus.APPROVED:
        raise Refused(f"{year} 年日历尚未核定，请直接重新导入或预排。")
    return row, notice_no, _facts(row)


def _amended(
    row: CalendarYear,
    changes: _Changes,
    before: dict[str, object],
    notice_no: str,
    reason: str,
    actor: Actor,
    recompute: bool,
) -> YearChange:
    _publish(row, notice_no, actor)
    summary = f"修订 {row.year} 年日历：{notice_no}，{reason.strip()}"
    return _finish(row, changes, before, actor, "update", summary, recompute)


def _publish(row: CalendarYear, notice_no: str, actor: Actor) -> None:
    row.status, row.notice_no = YearStatus.APPROVED, notice_no
    row.published_by, row.published_by_name, row.published_at = actor.person, actor.name[:50], moment.now()
    row.save()


def _notice(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused("请填写放假通知的文号，如“国办发明电〔2025〕7号”", field="notice_no", status=422)
    if len(text) > NOTICE_LENGTH:
        raise Refused(f"通知文号不能超过 {NOTICE_LENGTH} 个字。", field="notice_no", status=422)
    return text


def _replace(row: CalendarYear, specs: tuple[DaySpec, ...], source: str) -> _Changes:
    """Make the days this year's notice speaks of exactly `specs`; another notice's days elsewhere stay."""
    wanted = {spec.date for spec in specs}
    mine = row.calendar.overrides.filter(retired_at__isnull=True, notice_year=row.year)
    stale = [day for day in mine.values_list("date", flat=True) if day not in wanted]
    done = _set(row, specs, source)
    return _Changes(done.added, done.changed, _restore(row, stale))


def _set(row: CalendarYear, specs: tuple[DaySpec, ...], source: str) -> _Changes:
    dates = [spec.date for spec in specs]
    current = {
        old.date: old for old in row.calendar.overrides.filter(retired_at__isnull=True, date__in=dates)
    }
    added: list[date] = []
    changed: list[date] = []
    for spec in specs:
        hours = spans.dump(spec.spans) if spec.spans else None
        old = current.get(spec.date)
        if old and (old.kind, old.name, old.segments) == (spec.kind, spec.name, hours):
            continue
        now = moment.now()
        if old:
            old.retired_at = now
            old.save(update_fields=["retired_at"])
        new = DayOverride.objects.create(
            calendar=row.calendar,
            date=spec.date,
            kind=spec.kind,
            name=spec.name,
            segments=hours,
            notice_year=row.year,
            source_notice=source[:SOURCE_LENGTH],
            created_at=now,
        )
        if old:
            old.superseded_by = new
            old.save(update_fields=["superseded_by"])
        (changed if old else added).append(spec.date)
    return _Changes(tuple(added), tuple(changed))


def _restore(row: CalendarYear, dates: Iterable[date]) -> tuple[date, ...]:
    current = row.calendar.overrides.filter(retired_at__isnull=True, date__in=list(dates)).order_by("date")
    removed = []
    for override in current:
        override.retired_at = moment.now()
        override.save(update_fields=["retired_at"])
        removed.append(override.date)
    return tuple(removed)


def _facts(row: CalendarYear) -> dict[str, object]:
    days = row.calendar.overrides.filter(retired_at__isnull=True, notice_year=row.year)
    return {
        "status": row.status,
        "notice_no": row.notice_no,
        "source": row.source,
        "days": {f"{day.date:%Y-%m-%d}": f"{day.get_kind_display()} {day.name}" for day in days},
    }


def _finish(
    row: CalendarYear,
    changes: _Changes,
    before: dict[str, object],
    actor: Actor,
    operation: str,
    summary: str,
    recompute: bool,
) -> YearChange:
    done = YearChange(row, changes.added, changes.changed, changes.removed)
    record(
        actor=actor,
        operation=operation,
        register=REGISTER,
        record_id=row.pk,
        number=f"{row.calendar.code} {row.year}",
        before=before,
        after=_facts(row),
        summary=f"{summary}（{done.text}）",
    )
    if not recompute:
        return done
    found = recompute_open(row.calendar, actor=actor, reason=summary)
    return YearChange(row, changes.added, changes.changed, changes.removed, found)
