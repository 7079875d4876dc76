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
from govops.kernel.records import attachments, comments
from govops.kernel.records.models import Attachment, Comment
from govops.kernel.registers import doors, site
from govops.kernel.web.attached import loose
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
    number = _number_of_its_record(row, actor)
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


def _number_of_its_record(row: Attachment, actor: Actor) -> str:
    """The number of the record that the file belongs to, which must be one that `actor` may see; 404 otherwise."""
    if not row.record_id:
        if actor.person is None or row.uploaded_by_id != actor.person.pk:
            raise Refused("没有找到这个附件。", status=404)
        return ""
    code, pk, comment = row.register, row.record_id, None
    if code == comments.FILES:
        comment = Comment.objects.filter(pk=pk).first()
        code, pk = (comment.register, comment.record_id) if comment else ("", 0)
    register = site.find(code)
    if register is None:
        raise Refused("没有找到这个附件。", status=404)
    record = doors.get(register, pk, actor=actor)
    if comment is not None and comment.is_internal and not comments.may_read_internal(record, actor):
        raise Refused("没有找到这个附件。", status=404)
    return str(record.number)


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
