"""Changing units, people, seats and unit functions: administrators only, each change in the trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction

from govops.kernel import moment
from govops.kernel.access import accounts, grants, rights, witness
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import RoleGrant
from govops.kernel.access.roles import SECURITY_ADMIN, SYSTEM_ADMIN, title_of
from govops.kernel.organization.choices import Function
from govops.kernel.organization.models import Delegation, Person, PostHolding, SeatHolder, Unit, UnitFunction

UNIT_FIELDS = ("code", "name", "short_name", "kind", "parent", "order", "is_active")
PERSON_FIELDS = ("name", "employee_no", "unit", "title", "staff_kind", "phone", "mobile", "email")

#: told in the same transaction when somebody leaves: (person, actor); parts above end what they gave (keys, cards)
departures: list[Callable[[Person, Actor], None]] = []


def save_unit(unit: Unit, *, actor: Actor) -> Unit:
    """Create or change a unit from a validated form's instance."""
    rights.only(actor, SYSTEM_ADMIN, to="维护单位")
    _check_place(unit)
    if not unit.is_active and Person.objects.filter(unit=unit, is_active=True).exists():
        raise Refused(
            "该单位还有在岗人员，不能停用；请先将人员调整到其他单位。", field="is_active", status=422
        )
    return _save(unit, UNIT_FIELDS, actor, "unit", _moved_children)


def _check_place(unit: Unit) -> None:
    above, steps = unit.parent, 0
    while above is not None and steps < 20:
        if unit.pk and above.pk == unit.pk:
            raise Refused("上级单位不能是本单位或其下级，请另选。", field="parent", status=422)
        above, steps = above.parent, steps + 1


def _moved_children(unit: Unit) -> None:
    for child in unit.children.all():
        child.parent = unit
        child.save()
        _moved_children(child)


def save_person(person: Person, *, actor: Actor) -> Person:
    """Create or change a person from a validated form's instance. It gives nobody an account."""
    rights.only(actor, SYSTEM_ADMIN, to="维护人员")
    return _save(person, PERSON_FIELDS, actor, "person")


def set_clearance(person: Person, level: int, *, basis: str, actor: Actor) -> None:
    """可阅密级 is a security matter: the security administrator sets it, with a basis, and not his own."""
    rights.only(actor, SECURITY_ADMIN, to="调整可阅密级")
    basis = rights.words(basis, title="依据", field="basis")
    if actor.person is not None and actor.person.pk == person.pk:
        raise Refused("不能调整自己的可阅密级，请由另一名安全管理员办理。", status=403)
    with transaction.atomic():
        before, person.clearance = person.clearance, level
        person.save(update_fields=["clearance"])
        _tell(
            actor,
            "authorize",
            person,
            "person",
            f"调整 {person.name} 可阅密级：{basis}",
            before={"可阅密级": before},
            after={"可阅密级": level, "依据": basis},
        )


def leave(person: Person, *, on: date, reason: str, actor: Actor) -> None:
    """离岗: account, roles, tokens, delegations, seats and posts end at once (R-HR-03)."""
    if not actor.is_system:
        rights.only(actor, SYSTEM_ADMIN, to="登记离岗")
    reason = rights.words(reason, title="离岗原因", field="reason")
    if not person.is_active:
        raise Refused(f"{person.name}已登记离岗。")
    if on > moment.today():
        raise Refused("离岗日期不能晚于今天；请在离岗当天登记，登记后立即停权。", field="on", status=422)
    if actor.person is not None and actor.person.pk == person.pk:
        raise Refused("不能登记自己离岗，请由另一名系统管理员办理。", status=403)
    with transaction.atomic():
        _last_administrator_stays(person)
        person.is_active, person.left_on = False, on
        person.save(update_fields=["is_active", "left_on"])
        words = f"离岗（{on:%Y-%m-%d}）：{reason}"
        _end_everything(person, words, actor)
        for departed in departures:
            departed(person, actor)
        _tell(
            actor,
            "update",
            person,
            "person",
            f"登记 {person.name} {words}",
            before={"在岗": True},
            after={"在岗": False, "离岗日期": on, "原因": reason},
        )


def _last_administrator_stays(person: Person) -> None:
    for row in RoleGrant.objects.on().filter(account__person=person, is_administrator=True):
        if (
            not RoleGrant.objects.on()
            .filter(role=row.role, account__is_active=True)
            .exclude(account=row.account_id)
            .exists()
        ):
            raise Refused(
                f"{person.name}是最后一名{title_of(row.role)}，请先由安全管理员授予接任人员，再登记离岗。"
            )


def _end_everything(person: Person, words: str, actor: Actor) -> None:
    account = getattr(person, "account", None)
    if account is not None:
        if account.stopped_at is None:
            accounts.stop(account, reason=words, actor=actor)
        for row in RoleGrant.objects.filter(account=account, revoked_at__isnull=True):
            if row.valid_to is None or row.valid_to >= moment.today():
                grants.revoke(row, reason=words, actor=SYSTEM)
    lasting = models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=moment.today())
    for seat in person.seats.filter(lasting):
        _end_dated(seat)
    for post in person.holdings.filter(lasting):
        _end_dated(post)
    Delegation.objects.filter(
        models.Q(principal=person) | models.Q(delegate=person), revoked_at__isnull=True
    ).update(revoked_at=moment.now())


def come_back(person: Person, *, reason: str, actor: Actor) -> None:
    """返岗: the person is here again; account and roles are given anew by their own doors."""
    rights.only(actor, SYSTEM_ADMIN, to="登记返岗")
    reason = rights.words(reason, title="返岗原因", field="reason")
    if person.is_active:
        raise Refused(f"{person.name}在岗，无需登记返岗。")
    with transaction.atomic():
        person.is_active, person.left_on = True, None
        person.save(update_fields=["is_active", "left_on"])
        _tell(
            actor,
            "update",
            person,
            "person",
            f"登记 {person.name} 返岗：{reason}",
            before={"在岗": False},
            after={"在岗": True, "原因": reason},
        )


def seat(
    code: str,
    person: Person,
    *,
    title: str,
    unit: Unit | None,
    valid_from: date,
    valid_to: date | None,
    actor: Actor,
) -> SeatHolder:
    """Put a person into a seat of the processes."""
    rights.only(actor, SECURITY_ADMIN, to="调整席位")
    _check_dates(valid_from, valid_to)
    if RoleGrant.objects.on().filter(account__person=person, is_administrator=True).exists():
        raise Refused(
            f"{person.name}是管理员，不得在业务流程中任席位，请另选一人。",
            rule="R-USR-04",
            field="person",
            status=422,
        )
    if SeatHolder.objects.on(valid_from).filter(seat=code, person=person, unit=unit).exists():
        raise Refused(f"{person.name}已在此席位，无需重复指定。", field="person", status=422)
    with transaction.atomic():
        row = SeatHolder.objects.create(
            seat=code, person=person, unit=unit, valid_from=valid_from, valid_to=valid_to
        )
        _tell(
            actor,
            "authorize",
            row,
            "seat",
            f"席位“{title}”增加 {person.name}",
            after={"席位": title, "单位": unit, "人员": person, "起": valid_from, "止": valid_to},
        )
    return row


def unseat(row: SeatHolder, *, title: str, actor: Actor) -> None:
    """Take a person out of a seat, from now on."""
    rights.only(actor, SECURITY_ADMIN, to="调整席位")
    with transaction.atomic():
        _end_dated(row)
        _tell(
            actor,
            "authorize",
            row,
            "seat",
            f"席位“{title}”撤出 {row.person.name}",
            before={"席位": title, "单位": row.unit, "人员": row.person},
        )


def assign_function(function: str, unit: Unit, *, valid_from: date, actor: Actor) -> UnitFunction:
    """From `valid_from` on this unit plays the institutional role; the one before ends the day before."""
    rights.only(actor, SECURITY_ADMIN, to="调整机构角色")
    if valid_from < moment.today():
        raise Refused("起始日期不能早于今天，以前的记录不能改写。", field="valid_from", status=422)
    with transaction.atomic():
        before = UnitFunction.objects.on(valid_from).filter(function=function).select_related("unit")
        old = [row.unit for row in before]
        before.update(valid_to=valid_from - timedelta(days=1))
        row = UnitFunction.objects.create(function=function, unit=unit, valid_from=valid_from)
        label = Function(function).label
        _tell(
            actor,
            "authorize",
            row,
            "unit_function",
            f"“{label}”由 {unit.short_name} 承担",
            before={"单位": old},
            after={"单位": unit, "起": valid_from},
        )
    return row


def _check_dates(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise Refused("“止”不能早于“起”，请核对日期。", field="valid_to", status=422)


def _end_dated(row: SeatHolder | PostHolding) -> None:
    """In force no more, from this moment on (dates are inclusive, so it ends yesterday)."""
    row.valid_to = moment.today() - timedelta(days=1)
    row.save(update_fields=["valid_to"])


def _save(
    row: Any,
    names: tuple[str, ...],
    actor: Actor,
    register: str,
    after_save: Callable[[Any], None] | None = None,
) -> Any:
    old = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    before = {name: getattr(old, name) for name in names} if old else {}
    after = {name: getattr(row, name) for name in names}
    changed = [name for name in names if before.get(name) != after[name]] if old else list(names)
    if not changed:
        return row
    with transaction.atomic():
        row.save()
        if after_save and old is not None and "parent" in changed:
            after_save(row)
        words = row._meta.verbose_name
        label = {name: str(row._meta.get_field(name).verbose_name) for name in changed}
        _tell(
            actor, "update" if old else "create", row, register, f"{'修改' if old else '新建'}{words} {row}",
            before={label[n]: before[n] for n in changed} if old else None, after={label[n]: after[n] for n in changed},
        )  # fmt: skip
    return row


def _tell(
    actor: Actor, operation: str, row: models.Model, register: str, summary: str, **facts: object
) -> None:
    witness.tell(
        actor=actor, operation=operation, register=register, record_id=row.pk, summary=summary, **facts
    )
