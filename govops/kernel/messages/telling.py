"""What happens in processes and is said in comments, told to those concerned. A new work item tells itself: it stands in 待办."""

from __future__ import annotations

from django.db import transaction

from govops.kernel.messages import kinds, sending
from govops.kernel.messages.models import Message
from govops.kernel.processes import inbox
from govops.kernel.processes.events import Happened, listen
from govops.kernel.processes.models import ItemKind, ItemStatus, WorkItem
from govops.kernel.records import store
from govops.kernel.records.comments import Said, on_comment

inbox.also_counted["unread"] = lambda person: Message.objects.filter(person=person, read_at__isnull=True)
_OF_PROCESSES = ("decided", "urged", "overdue", "circulated")


@listen
def tell(news: Happened) -> None:
    """Write the message, except to the one who acted."""
    if news.what not in _OF_PROCESSES:
        return
    me = news.actor.person.pk if news.actor.person else None
    people = [pk for pk in news.people if pk != me]
    if people:
        words = {
            word.name: {"事项": news.title, "编号": news.number, "办理人": news.actor.name}.get(
                word.name, news.words
            )
            for word in kinds.get(news.what).words
        }
        sending.tell(news.what, people, words, register=news.register, record_id=news.record_id, at=news.at)


@on_comment
def tell_of_comment(said: Said) -> None:
    """Those mentioned; the applicant of a public comment; whoever has the record in hand."""
    me = said.actor.person.pk if said.actor.person else None
    mentioned = [person.pk for person in said.mentioned if person.pk != me]
    others = [pk for pk in _concerned(said) if pk not in {me, *mentioned}]
    called = store.discreet_title(said.record)
    text = said.comment.text if called == said.record.title else ""
    values = {"事项": called, "编号": said.record.number, "办理人": said.actor.name, "内容": text}
    place = {"register": said.register, "record_id": said.record.pk, "at": said.comment.at}

    def tell_them() -> None:
        for kind, people in (("mentioned", mentioned), ("commented", others)):
            if people:
                sending.tell(kind, people, values, **place)

    if mentioned or others:
        transaction.on_commit(tell_them)


def _concerned(said: Said) -> list[int]:
    holders = WorkItem.objects.filter(
        register=said.register, record_id=said.record.pk, status=ItemStatus.OPEN,
        kind__in=(ItemKind.DECIDE, ItemKind.HANDLE),
    ).values_list("person_id", flat=True)  # fmt: skip
    applicant = said.record.applicant_id
    if said.comment.is_internal:
        return [pk for pk in holders if pk != applicant]
    return [pk for pk in (applicant, *holders) if pk is not None]
