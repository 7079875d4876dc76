"""Build the demonstration bureau: units, people, posts, functions, seats, accounts, roles and the calendar.

Used by `seed_demo` and, as the common cast, by the tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from govops.demo import PASSWORD
from govops.demo.people import PEOPLE, SEATS, UNITS, PersonRow
from govops.kernel import moment
from govops.kernel.access import roles
from govops.kernel.access.actor import SYSTEM, Actor, Channel, actor_for
from govops.kernel.access.models import Account, RoleGrant
from govops.kernel.audit import trail
from govops.kernel.calendar import hours, years
from govops.kernel.calendar.holidays import LIBRARY_YEARS
from govops.kernel.calendar.models import WorkCalendar
from govops.kernel.organization.choices import StaffKind
from govops.kernel.organization.models import (
    Delegation,
    Person,
    Post,
    PostHolding,
    SeatHolder,
    Unit,
    UnitFunction,
)
from govops.kernel.organization.pinyin import initials_of, pinyin_of
from govops.kernel.processes import seats

BASIS = "系统初始化"
#: The State Council's holiday notices that the demonstration cites; other years say so in plain words.
NOTICES = {2025: "国办发明电〔2024〕12号", 2026: "国办发明电〔2025〕7号"}


@dataclass
class Bureau:
    """The bureau in hand: units by code, people and accounts by username."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def actor(self, username: str, *, channel: Channel = "page", address: str = "") -> Actor:
        """The actor behind an account, as after logging in."""
        return actor_for(self.accounts[username], channel=channel, address=address)


def username_of(row: PersonRow) -> str:
    return row.username or pinyin_of(row.name)


def build(*, since: date | None = None, days: int = 363) -> Bureau:
    """Make the whole bureau in an empty database; everything is in force from `since` (default: `days` before today)."""
    since = since or moment.today() - timedelta(days=days)
    bureau = Bureau()
    with transaction.atomic():
        _units(bureau, since)
        _people(bureau, since)
        _accounts(bureau, since)
        _functions(bureau, since)
        _seats(bureau, since)
        _grants(bureau, since)
        _calendar(since)
    return bureau


def load() -> Bureau:
    """The bureau as it stands in the database."""
    bureau = Bureau(units={unit.code: unit for unit in Unit.objects.all()})
    for account in Account.objects.select_related("person__unit"):
        bureau.accounts[account.username] = account
        if account.person:
            bureau.people[account.username] = account.person
    return bureau


def delegate(bureau: Bureau) -> Delegation:
    """The head of 规划处 is on a journey: his deputy decides for him this week."""
    today = moment.today()
    return Delegation.objects.create(
        principal=bureau.people["unit_head"], delegate=bureau.people["zouwei"], valid_from=today - timedelta(days=2),
        valid_to=today + timedelta(days=5), reason="赴上游水利枢纽调研",
    )  # fmt: skip


def _units(bureau: Bureau, since: date) -> None:
    for order, row in enumerate(UNITS, start=1):
        bureau.units[row.code] = Unit.objects.create(
            code=row.code,
            name=row.name,
            short_name=row.short_name,
            kind=row.kind,
            parent=bureau.units.get(row.parent),
            order=order * 10,
        )


def _people(bureau: Bureau, since: date) -> None:
    made = [_person(number, row, bureau.units[row.unit]) for number, row in enumerate(PEOPLE, start=1)]
    for row, person in zip(PEOPLE, Person.objects.bulk_create(made), strict=True):
        bureau.people[username_of(row)] = person
    held = {(row.unit, row.title): Post(unit=bureau.units[row.unit], name=row.title) for row in PEOPLE}
    Post.objects.bulk_create(held.values())
    PostHolding.objects.bulk_create(
        PostHolding(
            post=held[row.unit, row.title],
            person=person,
            valid_from=since - timedelta(days=200 + 31 * (person.pk % 40)),
        )
        for row, person in zip(PEOPLE, made, strict=True)
    )


def _person(number: int, row: PersonRow, unit: Unit) -> Person:
    is_ours = row.unit != "HX"
    return Person(
        name=row.name, pinyin=pinyin_of(row.name), initials=initials_of(row.name), employee_no=f"{number:04d}" if is_ours else f"W{number:03d}",
        unit=unit, title=row.title, staff_kind=StaffKind.PERMANENT if is_ours else StaffKind.OUTSOURCED,
        phone=f"6285{2000 + number * 7 % 900:04d}", mobile=f"1390000{1000 + number * 37 % 9000:04d}",
        email=f"{pinyin_of(row.name)}@{'jiangwei' if is_ours else 'huaxin'}.example", clearance=row.clearance,
    )  # fmt: skip


def _accounts(bureau: Bureau, since: date) -> None:
    digest = _shared_digest()
    made = Account.objects.bulk_create(
        Account(username=username, person=person, password=digest, must_change_password=False, basis=BASIS)
        for username, person in bureau.people.items()
    )
    bureau.accounts = {account.username: account for account in made}


@cache
def _shared_digest() -> str:
    """One slow digest for all: seventy of them would take longer than everything else here."""
    return make_password(PASSWORD)


def _functions(bureau: Bureau, since: date) -> None:
    UnitFunction.objects.bulk_create(
        UnitFunction(function=function, unit=bureau.units[row.code], valid_from=since)
        for row in UNITS
        for function in row.functions
    )


def _seats(bureau: Bureau, since: date) -> None:
    for seat in seats.all_seats():
        for username in seat_usernames(seat.code):
            _sit(bureau, seat.code, username, since)
    for row in UNITS:
        for username in row.heads:
            _sit(bureau, seats.UNIT_HEAD.code, username, since, unit=bureau.units[row.code])


def seat_usernames(code: str) -> tuple[str, ...]:
    """Who sits in a seat for the whole bureau: as told, else the account of the same name; an unknown seat is an error."""
    if code in SEATS:
        return SEATS[code]
    if any(username_of(row) == code for row in PEOPLE):
        return (code,)
    raise LookupError(
        f"nobody of the demonstration bureau sits in {code!r}: add it to govops.demo.people.SEATS"
    )


def _sit(bureau: Bureau, code: str, username: str, since: date, *, unit: Unit | None = None) -> None:
    SeatHolder.objects.create(seat=code, person=bureau.people[username], unit=unit, valid_from=since)


def _grants(bureau: Bureau, since: date) -> None:
    known = {role.code for role in roles.all_roles()} - {roles.END_USER}
    wanted = {username_of(row): _roles_of(row, known) for row in PEOPLE}
    RoleGrant.objects.bulk_create(
        RoleGrant(
            account=bureau.accounts[username],
            role=role,
            is_administrator=role in roles.ADMINISTRATORS,
            basis=BASIS,
            granted_by="初始化（双人在场）",
            valid_from=since,
        )
        for username, held in wanted.items()
        for role in held
    )
    for username, held in wanted.items():
        trail.record(
            actor=replace(SYSTEM, channel="command"), operation="create", register="account", record_id=bureau.accounts[username].pk, number=username,
            after={"人员": bureau.people[username].name, "角色": held, "依据": BASIS}, summary=f"初始化账户：{bureau.people[username].label}",
        )  # fmt: skip


def _roles_of(row: PersonRow, known: Iterable[str]) -> list[str]:
    return [role for role in dict.fromkeys((username_of(row), *row.roles)) if role in known]


def _calendar(since: date) -> None:
    """The years of the history are 核定, the next one is 预排."""
    today = moment.today()
    calendar = hours.ensure_default(years=range(since.year, today.year + 2))
    approved = set(calendar.years.filter(published_at__isnull=False).values_list("year", flat=True))
    for year in range(since.year, today.year + 1):
        if year in LIBRARY_YEARS and year not in approved:
            _approve(year, calendar)


def _approve(year: int, calendar: WorkCalendar) -> None:
    notice = NOTICES.get(year, f"国务院办公厅关于 {year} 年部分节假日安排的通知")
    years.approve_year(
        year, notice_no=notice, actor=replace(SYSTEM, channel="command"), calendar=calendar, recompute=False
    )
