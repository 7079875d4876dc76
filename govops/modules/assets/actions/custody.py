"""年度自查: a person says of each thing in his name whether it is with him; what is not, the keepers hear of at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.messages import kinds as messages
from govops.kernel.messages.sending import tell
from govops.kernel.organization import people
from govops.modules.assets import scopes
from govops.modules.assets.models import CustodyCheck
from govops.modules.assets.seats import KEEPER
from govops.modules.assets.things import title_words
from govops.modules.configuration.public import ConfigurationItem, ItemState

_LONGEST = 200
messages.declare(
    messages.MessageKind(
        code="asset_not_here", name="资产自查有出入", when="责任人自查时说资产不在手中，告知资产管理员",
        title="{责任人}说{名称}不在手中", text="{说明}。请核实去向，补办交接或列入盘点。",
        words=(
            messages.Word("责任人", "谁自查的", "何静"), messages.Word("名称", "哪些资产", "便携机等 2 项"),
            messages.Word("说明", "责任人怎样说", "已交回库房，未签交接单"),
        ),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Word:
    """What a person says of one thing."""

    is_here: bool
    note: str = ""


def held_by(person: Any) -> QuerySet[ConfigurationItem]:
    """The things that one can lay a hand on for which somebody answers."""
    items = ConfigurationItem.objects.filter(custodian=person, type__object_class__in=scopes.TANGIBLE)
    return items.exclude(state__in=(ItemState.SCRAPPED, ItemState.PLANNED)).exclude(
        type__in=scopes.intangible_types()
    )


def say(words: Mapping[int, Word], *, actor: Actor) -> int:
    """Keep what the actor says of his things in this year, the last word counts; answers of how many. All or none."""
    person, year = actor.person, moment.today().year
    if person is None:
        raise Refused("没有对应的人员，不能办理自查。", status=403)
    items = {item.pk: item for item in held_by(person).filter(pk__in=words)}
    for pk, word in words.items():
        if pk not in items:
            raise Refused("清单中有不在您名下的资产，请刷新页面后再确认。", status=409)
        if not word.is_here and len(word.note.strip()) < 2:
            raise Refused(f"“{items[pk].name}”不在手中，请在“说明”写明去向。", field=f"note-{pk}", status=422)
    rows = [
        CustodyCheck(item_id=pk, person=person, year=year, is_here=word.is_here, note=word.note.strip()[:_LONGEST])
        for pk, word in words.items()
    ]  # fmt: skip
    with transaction.atomic():
        CustodyCheck.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=("item", "person", "year"), update_fields=("is_here", "note", "said_at")
        )  # fmt: skip
        away = [items[row.item_id] for row in rows if not row.is_here]
        trail.record(
            actor=actor, operation="move", register="configuration_item",
            summary=f"年度自查：{len(rows)} 项资产，{len(away)} 项不在手中", after={"编号": [items[pk].number for pk in words][:50]},
        )  # fmt: skip
        _tell(away, [row.note for row in rows if not row.is_here], actor)
    return len(rows)


def _tell(away: list[Any], notes: Iterable[str], actor: Actor) -> None:
    if not away:
        return
    keepers = [person.pk for person in people.holders(KEEPER.code)]
    values = {
        "责任人": actor.name,
        "名称": title_words(None, away),
        "说明": "；".join(dict.fromkeys(notes))[:200],
    }
    tell("asset_not_here", keepers, values, register="configuration_item", record_id=away[0].pk)
