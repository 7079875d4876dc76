"""岗位: giving a person a post of a unit and ending it, by the system administrator, each change in the trail."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.access import rights, witness
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SYSTEM_ADMIN
from govops.kernel.organization.models import Person, Post, PostHolding, Unit

REGISTER = "post"


def give(
    person: Person,
    *,
    unit: Unit,
    name: str,
    valid_from: date,
    valid_to: date | None,
    basis: str,
    actor: Actor,
) -> PostHolding:
    """任职: `person` holds the post `name` of `unit` from `valid_from` to `valid_to` (None: open); a new post is made."""
    rights.only(actor, SYSTEM_ADMIN, to="登记任职")
    name = rights.words(name, title="岗位名称", field="name")
    basis = rights.words(basis, title="依据", field="basis")
    _check_dates(person, valid_from, valid_to)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        post, _ = Post.objects.get_or_create(unit=unit, name=name)
        _not_twice(person, post, valid_from, valid_to)
        row = PostHolding.objects.create(post=post, person=person, valid_from=valid_from, valid_to=valid_to)
        _tell(
            actor,
            row,
            f"{person.name}任“{post}”：{basis}",
            after={"人员": person, "岗位": post, "起": valid_from, "止": valid_to, "依据": basis},
        )
    return row


def end(row: PostHolding, *, last: date, reason: str, actor: Actor) -> None:
    """免任: `last` is the last day in the post."""
    rights.only(actor, SYSTEM_ADMIN, to="登记免任")
    reason = rights.words(reason, title="免任原因", field="reason")
    with transaction.atomic():
        row = PostHolding.objects.select_for_update().select_related("person", "post__unit").get(pk=row.pk)
        if row.valid_to is not None and row.valid_to < moment.today():
            raise Refused(f"{row.person.name}已于 {row.valid_to:%Y-%m-%d} 不再任“{row.post}”。")
        if last < row.valid_from:
            raise Refused(
                f"“最后一天”不能早于任职之日 {row.valid_from:%Y-%m-%d}，请核对日期。",
                field="last",
                status=422,
            )
        before, row.valid_to = row.valid_to, last
        row.save(update_fields=["valid_to"])
        _tell(
            actor,
            row,
            f"{row.person.name}不再任“{row.post}”：{reason}",
            before={"止": before},
            after={"止": last, "原因": reason},
        )


def _check_dates(person: Person, valid_from: date, valid_to: date | None) -> None:
    if not person.is_active:
        raise Refused(f"{person.name}已离岗，不能任职；返岗的请先登记返岗。", rule="R-HR-03", status=422)
    if valid_to is not None and valid_to < valid_from:
        raise Refused("“止”不能早于“起”，请核对日期。", field="valid_to", status=422)


def _not_twice(person: Person, post: Post, valid_from: date, valid_to: date | None) -> None:
    same = PostHolding.objects.filter(person=person, post=post).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    )
    if valid_to is not None:
        same = same.filter(valid_from__lte=valid_to)
    if same.exists():
        raise Refused(
            f"{person.name}在这段时间已任“{post}”，无需重复登记；需要调整期限时请先免任。",
            field="name",
            status=422,
        )


def _tell(actor: Actor, row: PostHolding, summary: str, **facts: object) -> None:
    witness.tell(
        actor=actor,
        operation="update",
        register=REGISTER,
        record_id=row.person_id,
        summary=summary,
        **facts,
    )
