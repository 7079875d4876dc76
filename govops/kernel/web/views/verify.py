"""Checking a printed code or a signature: anyone who holds the paper, without logging in; says nothing of the content."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.answers import Refused
from govops.kernel.printing import verification
from govops.kernel.processes import journal
from govops.kernel.records import facts
from govops.kernel.records.models import Record
from govops.kernel.registers import doors, site
from govops.kernel.registers.declarations import Register
from govops.kernel.signatures import checking
from govops.kernel.signatures.digests import digest_of, plain
from govops.kernel.signatures.models import ElectronicSignature
from govops.kernel.web.views.common import actor_of


def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a code belongs to the record as it stands now, or a signature holds."""
    if request.GET.get("signature", "").isdigit():
        return _signature(request, int(request.GET["signature"]))
    code = code or request.GET.get("code", "")[:40]
    register, record = _named(request, code)
    verdict = "unknown" if code else ""
    if code and register is not None and record is not None:
        digest = digest_of(plain(journal.document_of(record)))
        verdict = "valid" if verification.check(code, register.code, record.pk, digest) else "changed"
    context = {
        "title": "验证打印件",
        "code": code,
        "verdict": verdict,
        "form": register.name_of_form if register else "",
    }
    return render(request, "home/verify.html", context)


def _named(request: HttpRequest, code: str) -> tuple[Register | None, Record | None]:
    """The record that the printed address names; of a code alone the one whose print carries it."""
    named, pk = request.GET.get("r", ""), request.GET.get("id", "")
    if not named and (found := verification.record_of(code)):
        named, pk = found[0], str(found[1])
    register = site.find(named)
    if register is None or not (pk.isdecimal() and len(pk) < 19):
        return register, None
    return register, register.model._default_manager.filter(pk=int(pk)).first()


def _signature(request: HttpRequest, pk: int) -> HttpResponse:
    """One signature, for those who may see its record."""
    actor = actor_of(request)
    row = ElectronicSignature.objects.select_related("key", "signer").filter(pk=pk).first()
    register = site.find(row.register) if row else None
    if row is None or register is None or actor.account is None:
        raise Refused("没有找到这个签名，或者您无权查看。", status=404)
    record = doors.get(register, row.record_id, actor=actor)
    titles = {name: facts.verbose_name(record, name) for name in register.fields}
    verdict = checking.check(row, journal.document_of(record), titles)
    return render(
        request,
        "home/signature.html",
        {"title": "核对签名", "signature": row, "verdict": verdict, "record": record, "register": register},
    )
