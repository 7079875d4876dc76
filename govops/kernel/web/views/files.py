"""Attachments: up, down, off."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.records import attachments
from govops.kernel.records.models import Attachment
from govops.kernel.registers import doors, site
from govops.kernel.web.views import detail
from govops.kernel.web.views.common import actor_of, register_of


@require_POST
def upload(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Hang a file on a record that may be edited."""
    register = register_of(code, request, operation="write")
    actor = actor_of(request)
    record = doors.get(register, pk, actor=actor)
    try:
        doors.may_edit(register, record)
        attachments.store(_file(request), actor=actor, register=code, record_id=pk, number=record.number)
    except Refused as refusal:
        return JsonResponse({"detail": refusal.sentence}, status=422)
    shown = detail._attachments(register, record, attachments.of(code, pk), may_write=True)
    return render(request, "ui/attachments.html", {"attachments": shown})


@require_POST
def upload_loose(request: HttpRequest) -> HttpResponse:
    """A file for a form that is not saved yet; it is adopted when the form is."""
    try:
        row = attachments.store(_file(request), actor=actor_of(request))
    except Refused as refusal:
        return JsonResponse({"detail": refusal.sentence}, status=422)
    kept = [int(pk) for pk in request.POST.getlist("files") if pk.isdigit()]
    return render(
        request, "records/loose_files.html", {"attachments": loose([*kept, row.pk], actor_of(request))}
    )


def loose(ids: list[int], actor: Actor) -> dict[str, Any]:
    """The files that a form which is not saved yet holds: the context of `ui/attachments.html`."""
    mine = Attachment.objects.filter(
        pk__in=ids, record_id=0, removed_at__isnull=True, uploaded_by=actor.person
    )
    rows = mine.order_by("id") if ids and actor.person else []
    items = [
        {"name": r.name, "url": f"/files/{r.pk}/", "size": r.size, "kind": "doc", "keep": r.pk} for r in rows
    ]
    return {"id": "attachments", "items": items, "can_upload": True, "upload_url": "/files/"}


def _file(request: HttpRequest) -> Any:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("没有收到文件，请重新选择。", field="file", status=422)
    return file


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, if its record may be seen; never shown inside the page."""
    row = Attachment.objects.filter(pk=pk, removed_at__isnull=True).first()
    if row is None:
        raise Refused("没有找到这个附件，可能已被移除。", status=404)
    actor = actor_of(request)
    number = ""
    if row.record_id:
        register = site.find(row.register)
        if register is None:
            raise Refused("没有找到这个附件。", status=404)
        number = doors.get(register, row.record_id, actor=actor).number
    elif actor.person is None or row.uploaded_by_id != actor.person.pk:
        raise Refused("没有找到这个附件。", status=404)
    trail.record(
        actor=actor,
        operation="copy",
        register=row.register,
        record_id=row.record_id,
        number=number,
        summary=f"下载附件：{row.name}",
    )
    response = HttpResponse(attachments.content(row), content_type=row.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off a record that may be edited."""
    row = Attachment.objects.filter(pk=pk, removed_at__isnull=True).first()
    register = site.find(row.register) if row else None
    if row is None or register is None:
        raise Refused("没有找到这个附件，可能已被移除。", status=404)
    register = register_of(row.register, request, operation="write")
    record = doors.get(register, row.record_id, actor=actor_of(request))
    doors.may_edit(register, record)
    attachments.remove(row, actor=actor_of(request), number=record.number)
    shown = detail._attachments(register, record, attachments.of(row.register, row.record_id), may_write=True)
    return render(request, "ui/attachments.html", {"attachments": shown})
