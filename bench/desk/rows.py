"""The incidents themselves, as lines for COPY: made in worker processes that know neither Django nor database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bench.desk import words
from bench.rows import SEED, YEARS, Span, copy_lines, moment_text, on_day, rest_of
from govops.kernel.search.bigrams import vector_literal

#: the newest share of all that is still under way
OPEN_SHARE = 0.002

COLUMNS = (
    "id", "number", "title", "state", "unit_id", "applicant_id", "created_by_id", "created_at", "updated_at", "version", "search_vector",
    "channel", "item_id", "subject", "description", "category", "system", "phone", "location", "impact", "urgency", "priority", "group_id",
    "assignee_id", "resolution", "closure_code", "satisfaction", "responded_at", "resolved_at", "confirmed_at", "confirmed_by", "closed_at",
    "agreement", "due_clock", "due_at", "due_minutes", "is_late",
)  # fmt: skip
_OPEN_STATES, _OPEN_WEIGHTS = (
    ("new", "triaged", "assigned", "in_progress", "pending", "resolved"),
    (20, 10, 15, 30, 10, 15),
)
_PRIORITIES = (
    ("person", "medium", "P4"),
    ("person", "high", "P3"),
    ("unit", "medium", "P3"),
    ("unit", "high", "P2"),
    ("bureau", "high", "P1"),
)
_PRIORITY_WEIGHTS = (55, 22, 12, 10, 1)
_MINUTES = {"P1": 120, "P2": 240, "P3": 450, "P4": 1350}
_HAPPY, _HAPPY_WEIGHTS = ("", "very_satisfied", "satisfied", "acceptable", "dissatisfied"), (40, 28, 22, 7, 3)
_CHANNELS, _CHANNEL_WEIGHTS = ("web", "phone", "mail", "on_site"), (52, 38, 6, 4)


@dataclass(frozen=True)
class Cast:
    """Who and what the incidents refer to, by id: reporters (person, unit, name), items (item, group), members by group."""

    now: datetime
    series: str
    agreement: str
    reporters: tuple[tuple[int, int, str], ...]
    items: tuple[tuple[int, int], ...]
    members: dict[int, tuple[int, ...]]


def copy_span(url: str, table: str, span: Span, cast: Cast, shared: dict[str, str]) -> None:
    """COPY one span of incidents into the table; `shared` as in `bench.rows`."""
    copy_lines(url, table, (*COLUMNS, *shared), lines(span, cast, rest_of(shared)))


def lines(span: Span, cast: Cast, rest: str) -> Iterator[str]:
    """One line of COPY text a row."""
    chance = Random(f"{SEED} desk {span.first} {span.total}")
    for index in range(span.first, span.last):
        yield "\t".join(_row(index, span.total, cast, chance)) + rest + "\n"


def _row(index: int, total: int, cast: Cast, chance: Random) -> list[str]:
    per_day = total / (YEARS * 365)
    day = int(index / per_day)
    begin = cast.now - timedelta(days=YEARS * 365)
    created = min(on_day(begin + timedelta(days=day), 8.5 + 8.5 * (index / per_day - day)), cast.now)
    number = f"{cast.series}-{created.year}-{index + 1:07d}"
    fault = words.fault(chance)
    state = chance.choices(_OPEN_STATES, _OPEN_WEIGHTS)[0] if index >= total * (1 - OPEN_SHARE) else "closed"
    person, unit, name = chance.choice(cast.reporters)
    item, group = chance.choice(cast.items)
    impact, urgency, priority = chance.choices(_PRIORITIES, _PRIORITY_WEIGHTS)[0]
    minutes = _MINUTES[priority]
    is_late = chance.random() < 0.06
    solved = created + timedelta(
        minutes=minutes * (chance.uniform(1.1, 2) if is_late else chance.betavariate(1.5, 4))
    )
    is_taken, is_solved, is_closed = (
        state not in {"new", "triaged"},
        state in {"resolved", "closed"},
        state == "closed",
    )
    null = "\\N"
    return [
        str(index + 1), number, fault.subject, state, str(unit), str(person), str(person), moment_text(created), moment_text(created),
        "5" if is_closed else "2",
        vector_literal("\n".join((number, fault.subject, fault.subject, fault.description, fault.system, name, fault.location, fault.resolution))),
        chance.choices(_CHANNELS, _CHANNEL_WEIGHTS)[0], str(item), fault.subject, fault.description, fault.category, fault.system, "62852310",
        fault.location, impact, urgency, priority, str(group), str(chance.choice(cast.members[group])) if is_taken else null,
        fault.resolution if is_solved else "", "fixed" if is_solved else "",
        chance.choices(_HAPPY, _HAPPY_WEIGHTS)[0] if is_closed else "",
        moment_text(created + timedelta(minutes=12)) if is_taken else null, moment_text(solved) if is_solved else null,
        moment_text(solved + timedelta(hours=3)) if is_closed else null, "reporter" if is_closed else "",
        moment_text(solved + timedelta(days=1)) if is_closed else null, cast.agreement, "" if is_solved else "解决",
        moment_text(created + timedelta(minutes=minutes)), str(minutes), "t" if is_late else "f",
    ]  # fmt: skip
