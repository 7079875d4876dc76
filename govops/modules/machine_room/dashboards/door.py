"""门岗: find a permit by its number, its QR code, a name or a card, and say what may be done with it now."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.db.models import Q, QuerySet

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Answer, Denied
from govops.kernel.printing import verification
from govops.kernel.processes import journal, moving, offers
from govops.kernel.processes.declarations import Deed, process_of
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.kernel.signatures.digests import digest_of, plain
from govops.modules.machine_room.choices import AccessLogState, CardState, CarryOutState
from govops.modules.machine_room.dashboards.room import OPEN, state_of
from govops.modules.machine_room.models import AccessCard, MachineRoom, Zone
from govops.modules.machine_room.rules import after_hours, cards

#: what is done at the door; other verbs belong to the record's own page
DOOR_VERBS = ("enter", "leave", "check_out", "give_back")
MOST = 10
#: where who came in by card is written down
LOG = "room_access_log"
_NUMBER = re.compile(r"[A-Z]{2,8}-\d{4}-\d{4,}")
_ROOMS = {
    "visitor_entry": ("machine_room", "escort__unit"),
    "carry_out_permit": ("machine_room", "carrier__unit"),
    "after_hours_access": ("machine_room", "applicant__unit"),
}


def door(query: str, actor: Actor, room: MachineRoom | None = None) -> dict[str, Any]:
    """What the guard finds under `query`, at most ten of each kind; with `room`, whether a card opens that one now.

    `query`: a number, the address in a printed QR code, a verification code, a name, telephone, document or card number.
    Answers `query`, `permits` (each with `verbs`: what may be done now, or why not; `paper`: valid|changed|""),
    `cards`, and a `sentence` when there is nothing to show.
    """
    text = "".join(sign for sign in unicodedata.normalize("NFKC", query[:300]) if sign.isprintable()).strip()
    if not text:
        return {
            "query": "",
            "permits": [],
            "cards": [],
            "sentence": "请扫描二维码，或输入编号、姓名、电话、证件号码、卡号。",
        }
    permits = (
        _by_address(text, actor) or _by_number(text, actor) or _by_code(text, actor) or _by_words(text, actor)
    )
    found = _cards(text, actor, room)
    sentence = (
        ""
        if permits or found
        else f"没有找到“{text[:40]}”的有效单据。请核对编号；没有批准的来访、携物不得放行。"
    )
    return {"query": text, "permits": permits, "cards": found, "sentence": sentence}


def _rows(code: str, actor: Actor) -> QuerySet[Any]:
    rows = visible(site.get(code).model._default_manager.all(), actor, register=code)
    return rows.select_related(*_ROOMS[code])


def _by_address(text: str, actor: Actor) -> list[dict[str, Any]]:
    """A scanned QR code: `…/verify/CODE/?r=register&id=number`, or the address of a record page."""
    if "/" not in text:
        return []
    try:
        parts = urlsplit(text)
    except ValueError:
        return []  # what a scanner misread is no address
    asked = parse_qs(parts.query)
    page = re.search(r"/r/([a-z_]+)/(\d{1,18})/", parts.path)
    code, pk = (page[1], page[2]) if page else (asked.get("r", [""])[0], asked.get("id", [""])[0])
    if code not in OPEN or not re.fullmatch(r"\d{1,18}", pk):
        return []
    printed = re.search(r"/verify/([^/]+)/?$", parts.path)
    return [
        _told(code, row, actor, printed=printed[1] if printed else "")
        for row in _rows(code, actor).filter(pk=int(pk))
    ]


def _by_number(text: str, actor: Actor) -> list[dict[str, Any]]:
    number = _NUMBER.search(text.upper())
    if number is None:
        return []
    series = number[0].split("-")[0]
    code = next((code for code in OPEN if site.get(code).series == series), None)
    return [_told(code, row, actor) for row in _rows(code, actor).filter(number=number[0])] if code else []


def _by_code(text: str, actor: Actor) -> list[dict[str, Any]]:
    """A typed verification code: the permit whose print carries it, also when it has changed since."""
    found = verification.record_of(text)
    if found is None or found[0] not in OPEN:
        return []
    code, pk = found
    printed = verification.normalized(text)
    return [_told(code, row, actor, printed=printed) for row in _rows(code, actor).filter(pk=pk)]


def _by_words(text: str, actor: Actor) -> list[dict[str, Any]]:
    """Open permits of a person, by name, telephone or document number."""
    own = {
        "visitor_entry": Q(visitor_name=text)
        | Q(visitor_phone=text)
        | Q(identity_number__iexact=text)
        | Q(visitor_unit=text),
        "carry_out_permit": Q(carrier_name=text) | Q(phone=text) | Q(identity_number__iexact=text),
        "after_hours_access": Q(applicant__name=text)
        | Q(applicant__mobile=text)
        | Q(applicant__employee_no=text),
    }
    found = []
    for code, (states, when) in OPEN.items():
        rows = _rows(code, actor).filter(own[code], state__in=states).order_by(when)
        found += [_told(code, row, actor) for row in rows[:MOST]]
    return found


def _told(code: str, record: Any, actor: Actor, *, printed: str = "") -> dict[str, Any]:
    register = site.get(code)
    return {
        "register": code,
        "id": record.pk,
        "form": register.name_of_form,
        "number": record.number,
        "title": record.title,
        "state": state_of(code, record),
        "tone": register.chip_tones.get(record.state, "accent"),
        "room": str(record.machine_room),
        "at": getattr(record, OPEN[code][1]),
        "facts": _facts(code, record),
        "version": record.version,
        "url": register.url(record.pk),
        "paper": _paper(code, record, printed) if printed else "",
        "verbs": _verbs(code, record, actor),
        "barred": _barred(code, record),
    }


def _barred(code: str, record: Any) -> str:
    """Why nothing may pass on it in its state, whoever stands at the door; empty when something may."""
    if code == "carry_out_permit" and record.state == CarryOutState.APPROVED:
        return "此证明还没有登记，不得带出；请携带人先到保卫保密部门办理登记。"
    states, _ = OPEN[code]
    return "" if record.state in states else f"此单现为“{state_of(code, record)}”，不能凭此放行。"


def _verbs(code: str, record: Any, actor: Actor) -> list[offers.Offer]:
    """The door's verbs in this state: each allowed, or with the reason why not."""
    process = process_of(code)
    moves = process.moves if process else {}
    deed = Deed(actor=actor, at=moment.now())
    found = [
        (verb, moves[verb]) for verb in DOOR_VERBS if verb in moves and record.state in moves[verb].sources
    ]
    return [offers.offer_of(verb, move, moving.refusal_of(move, record, deed)) for verb, move in found]


def _paper(code: str, record: Any, printed: str) -> str:
    """Whether the printed code belongs to the record as it now stands."""
    digest = digest_of(plain(journal.document_of(record)))
    return "valid" if verification.check(printed, code, record.pk, digest) else "changed"


def _facts(code: str, record: Any) -> list[tuple[str, str]]:
    """What the guard compares with what stands before him."""
    if code == "visitor_entry":
        companions = "、".join(f"{row['name']} {row['identity_number']}" for row in record.companions)
        zones = "、".join(zone.name for zone in zones_of(record))
        items = "；".join(_thing(row, row.get("serial", ""), "序列号") for row in record.carried_items)
        kinds = record._meta.get_field("prohibited_items").labels
        allowed = "、".join(kinds[item] for item in record.prohibited_items)
        return [
            ("来访人", f"{record.visitor_unit} {record.visitor_name}（共 {record.headcount} 人）"),
            ("证件号码", f"{record.get_identity_document_display()} {record.identity_number}"), ("同行人员", companions or "无"),
            ("陪同人", f"{record.escort or '未指定'} {record.escort_phone}".strip()), ("可进区域", zones),
            ("携带物品", items or "无"), ("批准携带的禁带物品", allowed or "无"),
        ]  # fmt: skip
    if code == "carry_out_permit":
        items = "；".join(_thing(row, row.get("asset", ""), "资产") for row in record.items)
        data = [("数据处理", record.encryption_note)] if record.has_storage else []
        return [
            ("携带人", f"{record.carrier_unit} {record.carrier_name}"), ("身份证号码", record.identity_number), ("携带物品", items), *data,
            ("登记号", record.enrolled_number or "尚未登记"), ("预计归还日", str(record.return_on or "不归还")),
        ]  # fmt: skip
    names = "、".join(person.name for person in record._meta.get_field("companions").rows(record.companions))
    return [("申请人", record.applicant.label), ("同行人", names or "无"), ("加班事由", record.reason)]


def _thing(row: dict[str, Any], mark: str, title: str) -> str:
    """光功率计×1（序列号 A-17，含存储介质）: what is compared piece by piece."""
    noted = [f"{title} {mark}" if mark else "", "含存储介质" if row.get("storage") == "yes" else ""]
    words = "，".join(filter(None, noted))
    return f"{row['name']}×{row['quantity']}" + (f"（{words}）" if words else "")


def _cards(text: str, actor: Actor, room: MachineRoom | None) -> list[dict[str, Any]]:
    """Cards by number, or the usable cards of a named person."""
    rows = visible(AccessCard.objects.all(), actor, register="access_card").select_related("holder__unit")
    rows = rows.filter(Q(card_number=text) | Q(holder__name=text, state=CardState.IN_USE)).order_by("-id")
    may_log = bool(table.may(actor, "write", LOG))
    return [_card(card, room, may_log=may_log) for card in rows[:MOST]]


def _card(card: AccessCard, room: MachineRoom | None, *, may_log: bool) -> dict[str, Any]:
    answer = _opens(card, room)
    log = site.get(LOG)
    stay = card.stays.filter(machine_room=room, state=AccessLogState.INSIDE).order_by("-id").first()
    given = {"machine_room": room.pk, "card_number": card.card_number} if room else {}
    return {
        "number": card.card_number,
        "holder": card.holder.label,
        "state": CardState(card.state).label,
        "zones": "、".join(str(zone) for zone in zones_of(card)),
        "is_good": bool(answer),
        "reason": answer.sentence if isinstance(answer, Denied) else "",
        "url": site.get("access_card").url(card.pk),
        "came_at": stay.entered_at if stay else None,
        "leave_url": f"{log.url(stay.pk)}do/leave/" if stay and may_log else "",
        "log_url": f"{log.url()}new/?{urlencode(given)}" if room and may_log and stay is None else "",
    }


def _opens(card: AccessCard, room: MachineRoom | None) -> Answer:
    """Whether it lets its holder in now; at night and on holidays that takes a permit as well (R-MR-09)."""
    now = moment.now()
    if room is None:
        return cards.card_is_good(card, card.holder, now)
    answer = cards.opens(card, room, None, card.holder, now)
    return answer and after_hours.has_leave(card.holder, room, now, now, who="持卡人")


def zones_of(record: Any) -> list[Zone]:
    """The zones of a visit or a card, each with its room."""
    return list(Zone.objects.filter(pk__in=record.zones).select_related("machine_room").order_by("id"))
