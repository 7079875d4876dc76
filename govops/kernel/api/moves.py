"""What may be done with a record, doing it, and what was done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.api import bodies, shapes, writing
from govops.kernel.api.idempotency import Done, once
from govops.kernel.api.problems import answer
from govops.kernel.api.records import LARGEST_ID, register_of, seen, version_of
from govops.kernel.api.tokens import actor_of
from govops.kernel.organization.models import Person
from govops.kernel.processes import engine, offers
from govops.kernel.processes.declarations import APPROVAL_VERBS
from govops.kernel.processes.models import Act, ProcessRun
from govops.kernel.records.fields import CONTROL
from govops.kernel.records.visibility import may_see
from govops.kernel.registers import asking, second_look
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.references import resolve

Json = dict[str, Any]
MOST_PEOPLE = 200
#: what verbs take besides the fields they ask for and people: name → (title, kind, longest)
COMMON: dict[str, tuple[str, type, int]] = {
    "opinion": ("意见", str, 2000),
    "to_step": ("退回环节", str, 40),
    "signature": ("签名值", str, 512),
    "digest": ("所见内容摘要", str, 64),
    "key_id": ("签名密钥", int, LARGEST_ID),
}


def verbs_of(register: Register) -> dict[str, str]:
    """Verb → title of everything that can be done with a record of the register."""
    process = register.process
    if process is None:
        return {}
    return (APPROVAL_VERBS if process.approval else {}) | {
        verb: move.title for verb, move in process.moves.items()
    }


def perform(request: HttpRequest, code: str, record_id: int, verb: str) -> HttpResponse:
    """Do a verb. The door decides who may; the token must allow writing, and the record must be visible."""
    register, actor = register_of(code), actor_of(request)
    verbs = verbs_of(register)
    if verb not in verbs:
        ways = f"可用：{'、'.join(verbs)}。" if verbs else "此类记录没有办理流程。"
        raise Refused(f"“{register.name_of_form}”没有“{verb[:60]}”这个动作；{ways}", status=404)
    require(table.token_may(actor, "write", register.code, title=register.title), status=403)
    if record_id > LARGEST_ID:
        raise Refused("没有找到这条记录，可能已被删除，或者不在您的知悉范围内。", status=404)
    body = bodies.read(request)
    version = version_of(request, body)
    data, wrong = _taken(register, verb, verbs[verb], body)
    if wrong:
        _must_be_there(register, record_id, actor)

    def work() -> Done:
        # A token may be allowed to write and not to read: what its account sees still decides.
        try:
            if wrong:
                raise Refused(next(iter(wrong.values()))[0], status=422, errors=wrong)
            done = engine.perform(
                code, record_id, verb, actor=actor, data=data, version=version, must_see=True
            )
        except Refused as refusal:
            second_look.complete_move(refusal, register, record_id, verb, data, actor=actor)
            raise
        payload = {"sentence": done.sentence, "record": writing.brief(register, done.record)}
        return Done(payload, record_id, headers={"ETag": f'"{done.record.version}"'})

    return once(request, actor=actor, register=code, work=work)


def _must_be_there(register: Register, record_id: int, actor: Actor) -> None:
    """To a stranger the record is not there, whatever he sends."""
    record: Any = register.model._default_manager.filter(pk=record_id).first()
    if record is None or not may_see(record, actor, register=register.code):
        raise Refused("没有找到这条记录，可能已被删除，或者不在您的知悉范围内。", status=404)


def _taken(register: Register, verb: str, title: str, body: Json) -> tuple[Json, dict[str, list[str]]]:
    """The body as the engine wants it, and a sentence for each name that the verb does not take or cannot read."""
    asked, common = asking.fields_of(register, verb), asking.taken_by(register, verb)
    errors: dict[str, list[str]] = {}
    data: Json = {}
    for name, value in body.items():
        if name in asked:
            continue
        if name not in common:
            errors[name[:60]] = [f"办理“{title}”没有“{name[:60]}”这一项，请删去后重试。"]
        elif name == "people":
            try:
                data[name] = _people(value)
            except LookupError as error:
                errors[name] = [str(error)]
        elif sentence := _wrong(name, value):
            errors[name] = [sentence]
        elif value is not None:
            data[name] = value
    given = {name: value for name, value in body.items() if name in asked}
    fitting, misfits = shapes.taken(shapes.shapes_of(asking.form_of(register, verb)), given)
    values, unread = asking.parse(register, verb, fitting)
    return data | values, errors | misfits | unread


def _wrong(name: str, value: Any) -> str:
    title, kind, longest = COMMON[name]
    if value is None:
        return ""
    if not isinstance(value, kind) or isinstance(value, bool):
        return f"“{title}”应为{'文本' if kind is str else '整数'}，请核对。"
    if isinstance(value, int):
        return "" if 0 < value <= longest else f"“{title}”应为正整数，请核对。"
    text = str(value)
    if len(text) > longest:
        return f"“{title}”不能超过 {longest} 个字，请缩短。"
    return f"“{title}”含有不可见的控制字符，请删去后重新输入。" if CONTROL.search(text) else ""


def _people(value: Any) -> list[int]:
    """People as ids, from ids, employee numbers or names; LookupError with the sentence for the field."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(
        isinstance(one, int | str) and not isinstance(one, bool) for one in value
    ):
        raise LookupError("“people”应为人员 id、工号或姓名的列表。")
    if len(value) > MOST_PEOPLE:
        raise LookupError(f"一次最多选择 {MOST_PEOPLE} 人。")
    try:
        return [resolve(Person.objects.filter(is_active=True), one).pk for one in value]
    except LookupError as error:
        raise LookupError(f"“people”：{error}，请核对人员。") from None


def show_moves(request: HttpRequest, code: str, record_id: int) -> HttpResponse:
    """What the token's account may do with the record now, and why not the rest."""
    register, actor = register_of(code), actor_of(request)
    record = seen(register, record_id, actor)
    run = ProcessRun.objects.filter(register=code, record_id=record.pk).first()
    if register.process is None or run is None:
        return answer(
            {
                "state": record.state,
                "state_label": "",
                "step": "",
                "moves": [],
                "next": "",
                "to_steps": [],
                "steps": [],
            }
        )
    situation = offers.situation(run, record, register.process, actor)
    return answer(
        {
            "state": record.state,
            "state_label": register.process.state_words.get(record.state, record.state),
            "step": run.step,
            "moves": [_offer(register, record, offer) for offer in (*situation.decisions, *situation.verbs)],
            "next": situation.next_words,
            "to_steps": situation.passed,
            "steps": [_strip(row) for row in offers.strip(run, record, register.process)],
        }
    )


def _offer(register: Register, record: Any, offer: offers.Offer) -> Json:
    move = register.process.moves.get(offer.verb) if register.process else None
    return {
        "verb": offer.verb,
        "title": offer.title,
        "allowed": bool(offer.answer),
        "reason": offer.reason,
        "rule": getattr(offer.answer, "rule", ""),
        "opinion": offer.opinion,
        "people": offer.asks_people,
        "signed": offer.signed,
        "asks": [
            {
                "name": name,
                "title": str(record._meta.get_field(name).verbose_name),
                "required": bool(move and name in move.requires),
            }
            for name in offer.asks
        ],
        "url": f"/api/v1/{register.code}/{record.pk}/{offer.verb}",
    }


def _strip(row: Json) -> Json:
    return {
        "title": row["title"],
        "state": row["state"],
        "who": row["who"],
        "when": writing.local(row["when"]),
    }


def show_history(request: HttpRequest, code: str, record_id: int) -> HttpResponse:
    """流转记录: every act with its opinion and signature, the oldest first."""
    register, actor = register_of(code), actor_of(request)
    record = seen(register, record_id, actor)
    acts = (
        Act.objects.filter(register=code, record_id=record.pk).select_related("signature__key").order_by("id")
    )
    return answer({"items": [_act(act) for act in acts]})


def _act(act: Act) -> Json:
    signature = act.signature
    return {
        "id": act.pk,
        "at": writing.local(act.at),
        "verb": act.verb,
        "title": act.verb_title,
        "step": act.step,
        "step_title": act.step_title,
        "person": act.signer,
        "unit": act.unit_name,
        "opinion": act.opinion,
        "details": act.details,
        "round": act.round,
        "is_decision": act.is_decision,
        "from_state": act.from_state,
        "to_state": act.to_state,
        "signature": signature
        and {
            "digest": signature.digest,
            "key": signature.key.label if signature.key else "",
            "value": signature.signature,
        },
    }
