"""备注: saying something beside a record, mentioning colleagues, saying again what one often says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.organization import people
from govops.kernel.organization.models import Person
from govops.kernel.processes.models import ItemStatus, WorkItem
from govops.kernel.records import comments, replies
from govops.kernel.records.models import Attachment, Comment, Record
from govops.kernel.registers import doors
from govops.kernel.registers.declarations import Register
from govops.kernel.web.attached import loose
from govops.kernel.web.views.common import actor_of, back_of, go, link, register_of, typed

_CANDIDATES = 8


@require_POST
def comment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A remark outside the process; what was typed stays when it is refused."""
    register = register_of(code, request)
    actor = actor_of(request)
    record = doors.get(register, pk, actor=actor)
    text = request.POST.get("text", "")
    try:
        comments.add(
            record,
            text=text,
            actor=actor,
            is_internal=request.POST.get("is_internal") == "1",
            mentions=_mentioned(request.POST.getlist("mention"), text),
            files=_files(request),
        )
    except Refused as refusal:
        trail.refusal(actor=actor, refused=refusal, register=code, record_id=pk, number=record.number)
        return _refused(request, register, record, refusal)
    return go(request, f"{link(register.url(pk), back=back_of(request, register.url()))}#comment-form")


def _refused(request: HttpRequest, register: Register, record: Record, refusal: Refused) -> HttpResponse:
    from govops.kernel.web.views import detail

    actor = actor_of(request)
    context = detail.page_of(request, register, record, actor)
    context["conversation"] |= {
        "text": request.POST.get("text", ""),
        "is_internal": request.POST.get("is_internal") == "1",
        "error": refusal.sentence,
        "attachments": _box_of_files(list(_files(request)), actor),
    }
    return render(request, "records/detail.html", context, status=refusal.status)


def _files(request: HttpRequest) -> tuple[int, ...]:
    return tuple(int(pk) for pk in request.POST.getlist("files") if pk.isdecimal() and len(pk) < 19)


def _mentioned(ids: list[str], text: str) -> list[Person]:
    """Those chosen whose name still stands in the text."""
    wanted = [int(pk) for pk in ids if pk.isdecimal() and len(pk) < 19][: comments.MOST_MENTIONS + 1]
    found = Person.objects.filter(pk__in=wanted, is_active=True).select_related("unit") if wanted else []
    return [person for person in found if f"@{person.name}" in text]


def _box_of_files(ids: list[int], actor: Actor) -> dict[str, Any]:
    return {
        **loose(ids, actor),
        "id": "comment-files",
        "hint": "添加附件：点选、拖入或粘贴截图",
    }


def box_of(register: Register, record: Record, actor: Actor) -> dict[str, Any]:
    """The context of `records/comment_box.html`."""
    return {
        "url": f"{register.url(record.pk)}comment/",
        "mention_url": f"{register.url(record.pk)}mention/",
        "replies_url": f"{register.url(record.pk)}replies/",
        "may_be_internal": comments.may_read_internal(record, actor),
        "is_internal": False,
        "text": "",
        "error": "",
        "longest": comments.LONGEST,
        "attachments": _box_of_files([], actor),
    }


def events(
    remarks: list[Comment], files: list[Attachment], mentioned: dict[int, str]
) -> list[dict[str, Any]]:
    """Remarks that the reader may read as events of `ui/timeline.html`, with their files and the names of whom they mention."""
    attached: dict[int, list[Attachment]] = {}
    for file in files:
        attached.setdefault(file.record_id, []).append(file)
    return [_event(said, attached.get(said.pk, []), mentioned) for said in remarks]


def _event(said: Comment, files: list[Attachment], names: dict[int, str]) -> dict[str, Any]:
    return {
        "who": said.author.name if said.author else "系统",
        "unit": said.author.unit.short_name if said.author else "",
        "verb": "内部备注" if said.is_internal else "备注",
        "kind": "comment",
        "tone": "internal" if said.is_internal else "",
        "html": _with_mentions(said, names),
        "attachments": [{"name": file.name, "url": f"/files/{file.pk}/"} for file in files],
        "at": said.at,
    }


def _with_mentions(said: Comment, names: dict[int, str]) -> SafeString:
    """The text, with the names of those told set off."""
    words = str(escape(said.text))
    for name in sorted({names[pk] for pk in said.mentions if pk in names}, key=len, reverse=True):
        marked = escape(f"@{name}")
        words = words.replace(marked, f'<b class="mention">{marked}</b>')
    return mark_safe(words)  # noqa: S308 - escaped above


def mention(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Whom one may mean after typing @: those concerned first, then anybody whose name matches."""
    register = register_of(code, request)
    record = doors.get(register, pk, actor=actor_of(request))
    text = typed(request, longest=20)
    me = actor_of(request).person
    found = people.find(text, limit=_CANDIDATES) if text else _concerned(register, record)
    rows = [
        {"id": one.pk, "label": one.name, "note": f"{one.unit.short_name} {one.title}".strip()}
        for one in found
        if me is None or one.pk != me.pk
    ]
    return JsonResponse({"results": rows, "more": False}, json_dumps_params={"ensure_ascii": False})


def _concerned(register: Register, record: Record) -> list[Person]:
    items = WorkItem.objects.filter(register=register.code, record_id=record.pk)
    handlers = items.filter(status=ItemStatus.OPEN).values_list("person_id", flat=True)
    authors = Comment.objects.filter(register=register.code, record_id=record.pk, author__isnull=False)
    ids = {record.applicant_id, record.created_by_id, *handlers, *authors.values_list("author_id", flat=True)}
    rows = Person.objects.filter(pk__in=[pk for pk in ids if pk], is_active=True).select_related("unit")
    return list(rows[:_CANDIDATES])


def canned(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The menu of 常用回复, filled in with this record's words."""
    register = register_of(code, request)
    actor = actor_of(request)
    record = doors.get(register, pk, actor=actor)
    rows = [
        {
            "title": one.title,
            "text": replies.filled(one, record, actor),
            "owner": "" if actor.person and one.owner_id == actor.person.pk else one.owner.name,
        }
        for one in (replies.for_person(actor.person) if actor.person else [])
    ]
    return render(request, "records/replies.html", {"replies": rows})
