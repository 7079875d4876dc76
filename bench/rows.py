"""The visitor records themselves, as lines for COPY: made in worker processes that know neither Django nor database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil
from random import Random

import psycopg

from bench import words
from govops.kernel.search.bigrams import vector_literal

SEED = 20261122
YEARS = 10
#: the newest share of all that is still under way
OPEN_SHARE = 0.003

COLUMNS = (
    "id", "number", "title", "state", "unit_id", "applicant_id", "created_by_id", "created_at", "updated_at", "version", "secrecy_level",
    "is_restricted", "search_vector", "applying_unit", "visitor_unit", "visitor_name", "visitor_phone", "visitor_kind", "identity_document",
    "identity_number", "companions", "category", "purpose", "machine_room_id", "zones", "planned_from", "planned_to", "escort_id",
    "escort_phone", "carried_items", "pledged", "is_after_hours", "calendar_words", "entered_at", "escort_confirmed", "items_at_entry",
    "left_at", "items_at_exit",
)  # fmt: skip
_OPEN_STATES = ("approving", "approved", "draft", "left", "inside")
_OPEN_WEIGHTS = (45, 30, 15, 8, 2)
_DOCUMENTS = {"mainland": "identity_card", "foreign": "passport", "hmt": "travel_permit"}


@dataclass(frozen=True)
class Cast:
    """Who and what the records refer to, by id; `hosts`: (person, unit, how often); `escorts`: (person, name); `rooms`: (room, zones)."""

    now: datetime
    series: str
    hosts: tuple[tuple[int, int, int], ...]
    escorts: tuple[tuple[int, str], ...]
    rooms: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Span:
    """The rows from `first` up to `last` (exclusive) of `total`, the oldest being row 0."""

    first: int
    last: int
    total: int


def copy_span(url: str, table: str, span: Span, cast: Cast, shared: dict[str, str]) -> None:
    """COPY one span into the table; `shared`: column → COPY text, for the columns that are the same in all rows."""
    copy_lines(url, table, (*COLUMNS, *shared), lines(span, cast, rest_of(shared)))


def rest_of(shared: dict[str, str]) -> str:
    """The end of every line: what is the same in all rows."""
    return "".join(f"\t{value}" for value in shared.values())


def copy_lines(url: str, table: str, columns: tuple[str, ...], rows: Iterator[str]) -> None:
    """COPY lines of text into the columns, past triggers and foreign keys."""
    with psycopg.connect(url, autocommit=True) as own, own.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for block in blocks(rows):
                copy.write(block)


def blocks(rows: Iterator[str]) -> Iterator[str]:
    """The lines, some hundred at a time."""
    held: list[str] = []
    for row in rows:
        held.append(row)
        if len(held) == 200:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def lines(span: Span, cast: Cast, rest: str) -> Iterator[str]:
    """One line of COPY text a row; `rest` holds the values of the columns that are the same for all."""
    chance = Random(f"{SEED} {span.first} {span.total}")
    per_day = span.total / (YEARS * 365)
    begin = cast.now - timedelta(days=YEARS * 365)
    weights = [often for _person, _unit, often in cast.hosts]
    hosts = chance.choices(cast.hosts, weights, k=span.last - span.first)
    for index in range(span.first, span.last):
        values = _row(index, span.total, per_day, begin, cast, hosts[index - span.first], chance)
        yield "\t".join(values) + rest + "\n"


def _row(
    index: int,
    total: int,
    per_day: float,
    begin: datetime,
    cast: Cast,
    by: tuple[int, int, int],
    chance: Random,
) -> list[str]:
    day = int(index / per_day)
    created = on_day(begin + timedelta(days=day), 8 + 9 * (index / per_day - day))
    first_day = (datetime(created.year, 1, 1, tzinfo=begin.tzinfo) - begin).days
    number = f"{cast.series}-{created.year}-{index - max(0, ceil(first_day * per_day)) + 1:04d}"
    visit = words.visit(chance)
    state = _state(index, total, chance)
    is_late = chance.random() < 0.04
    start = on_day(
        created + timedelta(days=chance.randint(1, 5)), 19.5 if is_late else 8.5 + 8 * chance.random()
    )
    end = start + timedelta(minutes=chance.choice((40, 60, 90, 120, 180, 240)))
    host, unit, _often = by
    escort, escort_name = chance.choice(cast.escorts)
    room, zones = chance.choice(cast.rooms)
    name, others = visit.names[0], visit.names[1:]
    more = f"等 {len(visit.names)} 人" if others else ""
    title = f"{visit.company}{name}{more}：{visit.purpose}"
    identity = f"349899{chance.randint(1965, 2000)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}{chance.randint(0, 9999):04d}"
    was_in, was_out = state in {"inside", "left", "archived"}, state in {"left", "archived"}
    companions = [
        {"name": other, "kind": visit.kind, "identity_number": identity[:-2] + f"{n:02d}"}
        for n, other in enumerate(others)
    ]
    return [
        str(index + 1), number, title, state, str(unit), str(host), str(host), moment_text(created), moment_text(end if was_out else created),
        "6" if was_out else "2", "1" if chance.random() < 0.9 else "0", "t" if chance.random() < 0.005 else "f",
        vector_literal("\n".join((number, title, name, visit.company, visit.purpose, escort_name, identity))),
        visit.company, visit.company, name, f"1390000{chance.randint(0, 9999):04d}", visit.kind, _DOCUMENTS[visit.kind], identity,
        json.dumps(companions, ensure_ascii=False), visit.category, visit.purpose, str(room),
        "{" + ",".join(map(str, zones[: chance.randint(1, len(zones))])) + "}", moment_text(start), moment_text(end), str(escort), "62852310",
        json.dumps([{"name": visit.item, "quantity": 1, "storage": "no", "serial": ""}], ensure_ascii=False),
        "t", "t" if is_late else "f", "夜晚" if is_late else "工作日工作时间", moment_text(start) if was_in else "\\N", "t" if was_in else "f",
        "与登记一致" if was_in else "", moment_text(end) if was_out else "\\N", "与进入时一致" if was_out else "",
    ]  # fmt: skip


def on_day(day: datetime, hour: float) -> datetime:
    """That day at `hour`."""
    return datetime.combine(day.date(), time(), tzinfo=day.tzinfo) + timedelta(hours=hour)


def moment_text(moment: datetime) -> str:
    """As COPY takes it."""
    return moment.isoformat(timespec="seconds")


def _state(index: int, total: int, chance: Random) -> str:
    if index >= total * (1 - OPEN_SHARE):
        return chance.choices(_OPEN_STATES, _OPEN_WEIGHTS)[0]
    return chance.choices(("archived", "refused", "cancelled"), (93, 3, 4))[0]
