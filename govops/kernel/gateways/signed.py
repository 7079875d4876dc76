"""`POST /api/v1/inbound/<source>`: another program hands something over, signed.

Headers: X-Govops-Timestamp (Unix seconds) and X-Govops-Signature (`sm3=` or `sha256=` HMAC of `timestamp.body`).
Body, JSON: id (the sender's own, once each), subject, text, sender (employee number or mail, optional), reference
(a record's number, optional), attachments ([{name, content in base64}], optional).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from govops.kernel import moment, parameters
from govops.kernel.access.answers import Refused
from govops.kernel.api import bodies, problems
from govops.kernel.gateways import intake, letters, matching
from govops.kernel.gateways.models import InboundSource, Received
from govops.kernel.gateways.receivers import Inbound
from govops.kernel.messages import signing

PURPOSE = "inbound"
MOST_FILES = 10
#: name → (what people call it, longest)
TEXTS = {
    "id": ("来件标识", 200), "subject": ("主题", 200), "text": ("正文", letters.LONGEST_TEXT),
    "sender": ("发起人", 254), "reference": ("关联编号", 40),
}  # fmt: skip
_WRONG = "签名不对、已过期，或没有登记此来件程序；请核对密钥、签名方法和本机时间。"


def secret_of(source: InboundSource) -> str:
    return signing.secret_of(PURPOSE, source.nonce)


@csrf_exempt
def inbound(request: HttpRequest, source: str) -> HttpResponse:
    """Take in what was posted; a repeated request gets the answer of the first and changes nothing."""
    if request.method != "POST":
        return problems.not_allowed(HttpResponse(status=405, headers={"Allow": "POST"}))
    if bodies.too_large(request):
        return problems.too_large()
    try:
        known = _verified(request, source)
        row = intake.take_in(*_read(request, known))
    except Refused as refused:
        return problems.refused(refused)
    status = 201 if row.outcome in {Received.Outcome.TAKEN, Received.Outcome.COMMENT} else 202
    return problems.answer(_told(row), status=status)


def _verified(request: HttpRequest, code: str) -> InboundSource:
    known = InboundSource.objects.select_related("person__unit").filter(code=code, is_active=True).first()
    timestamp = request.headers.get("X-Govops-Timestamp", "")
    given = request.headers.get("X-Govops-Signature", "")
    # A secret is derived and compared for unknown programs too: the time it takes tells nothing.
    secret = secret_of(known) if known else signing.secret_of(PURPOSE, "nobody")
    is_right = signing.is_right(given, secret=secret, timestamp=timestamp, body=request.body)
    if known is None or not is_right or not _is_fresh(timestamp):
        raise Refused(_WRONG, status=401)
    return known


def _is_fresh(timestamp: str) -> bool:
    if not timestamp.isdecimal() or len(timestamp) > 12:
        return False
    return abs(moment.now().timestamp() - int(timestamp)) <= 60 * parameters.value("inbound.clock_minutes")


def _read(request: HttpRequest, source: InboundSource) -> tuple[Inbound, list[tuple[str, bytes]]]:
    body = bodies.read(request)
    if unknown := next((name for name in body if name not in TEXTS and name != "attachments"), ""):
        raise Refused(f"来件没有“{unknown[:60]}”这一项，请删去后重试。", field=unknown[:60], status=422)
    texts = {name: _text(body, name) for name in TEXTS}
    if not texts["subject"]:
        raise Refused("请填写“主题”（subject）。", field="subject", status=422)
    person = source.person
    if texts["sender"]:
        found = matching.person_called(texts["sender"])
        if found is None:
            raise Refused("没有这个发起人，请给出在岗人员的工号或邮箱。", field="sender", status=422)
        person = found
    made = Inbound(
        kind="webhook", source=source.code, sender=texts["sender"] or source.code, sender_name=person.name, person=person,
        subject=texts["subject"], text=texts["text"], reference_number=texts["reference"],
        raw_id=texts["id"] or hashlib.sha256(request.headers["X-Govops-Signature"].encode()).hexdigest(),
    )  # fmt: skip
    return made, _files(body.get("attachments"))


def _text(body: dict[str, Any], name: str) -> str:
    title, longest = TEXTS[name]
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(f"“{title}”（{name}）应为文本。", field=name, status=422)
    if len(value) > longest:
        raise Refused(f"“{title}”（{name}）不能超过 {longest} 个字，请缩短。", field=name, status=422)
    return letters.clean(value)


def _files(given: Any) -> list[tuple[str, bytes]]:
    if given is None:
        return []
    wrong = Refused(
        f'“附件”（attachments）应为 [{{"name": 文件名, "content": Base64 内容}}]，最多 {MOST_FILES} 个。',
        field="attachments", status=422,
    )  # fmt: skip
    if not isinstance(given, list) or len(given) > MOST_FILES:
        raise wrong
    files = []
    for one in given:
        if not isinstance(one, dict) or not all(isinstance(one.get(key), str) for key in ("name", "content")):
            raise wrong
        try:
            files.append((letters.clean(one["name"])[:150], base64.b64decode(one["content"], validate=True)))
        except (binascii.Error, ValueError):
            raise wrong from None
    return files


def _told(row: Received) -> dict[str, Any]:
    return {
        "outcome": row.outcome, "words": row.get_outcome_display() + (f"：{row.words}" if row.words else ""),
        "register": row.register, "record_id": row.record_id, "number": row.number,
    }  # fmt: skip
