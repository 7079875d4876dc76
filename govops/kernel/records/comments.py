"""What people say to each other beside a record: public comments, 内部备注, @mentions. Said once, never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.access.answers import Refused, require
from govops.kernel.access.models import Account
from govops.kernel.audit import trail
from govops.kernel.organization.models import Person
from govops.kernel.records import attachments, kinds, store
from govops.kernel.records.fields import CONTROL
from govops.kernel.records.models import Attachment, Comment, Record
from govops.kernel.records.visibility import may_see

LONGEST = 4000
MOST_MENTIONS = 20
#: files of a comment hang on the comment, not on the record: what was signed stays as it was
FILES = "comment"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One comment just written, for whoever reacts: reopening, resuming a clock, telling people."""

    register: str
    record: Record
    comment: Comment
    actor: Actor
    mentioned: tuple[Person, ...]

    @property
    def is_by_reporter(self) -> bool:
        """Whether the applicant spoke, or whoever registered the record for nobody else."""
        person = self.actor.person
        return person is not None and person.pk == self.record.applicant_id


Listener = Callable[[Said], None]
_listeners: list[Listener] = []


def on_comment(listener: Listener) -> Listener:
    """Call `listener` with each new comment, in its transaction: what it refuses is not said at all."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


#: Parts above say who else handles a record: each answers whether `actor` does.
handlers: list[Callable[[Record, Actor], bool]] = []


def may_read_internal(record: Record, actor: Actor) -> bool:
    """Whether `actor` handles such records (may write all of the register) or this one, and did not ask for it."""
    if actor.is_system:
        return True
    if actor.person is None or actor.person.pk == record.applicant_id:
        return False
    if table.scope_of(actor, "write", kinds.of(record).code) == "all":
        return True
    return any(is_handled_by(record, actor) for is_handled_by in handlers)


def add(
    record: Record,
    *,
    text: str,
    actor: Actor,
    is_internal: bool = False,
    mentions: Iterable[Person] = (),
    files: tuple[int, ...] = (),
) -> Comment:
    """Say something beside a record that `actor` may see; `files` are ids of one's own loose uploads.

    Refused 422 for a text that is empty or too long, or for mentioning somebody who may not see the record.
    SYSTEM may speak too: the comment then has no author.
    """
    kind = kinds.of(record)
    text = _checked(text)
    _may_speak(record, actor, is_internal=is_internal)
    mentioned = tuple({person.pk: person for person in mentions}.values())
    _may_be_mentioned(record, mentioned, is_internal=is_internal)
    with transaction.atomic():
        comment = Comment.objects.create(
            register=kind.code, record_id=record.pk, author=actor.person, text=text, is_internal=is_internal,
            mentions=[person.pk for person in mentioned], at=moment.now(),
        )  # fmt: skip
        if files:
            attachments.adopt(files, register=FILES, record_id=comment.pk, actor=actor)
        name = "内部备注" if is_internal else "备注"
        trail.record(
            actor=actor, operation="update", register=kind.code, record_id=record.pk, number=record.number,
            after=store.discreet(record, {name: text}), secrecy_level=record.secrecy_level, summary=f"添加{name}",
        )  # fmt: skip
        said = Said(register=kind.code, record=record, comment=comment, actor=actor, mentioned=mentioned)
        for listener in _listeners:
            listener(said)
    return comment


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("请先填写备注内容，再点“发送”。", field="text", status=422)
    if len(text) > LONGEST:
        raise Refused(f"备注不能超过 {LONGEST} 个字，请缩短。", field="text", status=422)
    if CONTROL.search(text):
        raise Refused("备注含有不可见的控制字符，请删去后重新输入。", field="text", status=422)
    return text


def _may_speak(record: Record, actor: Actor, *, is_internal: bool) -> None:
    if actor.is_system:
        return
    kind = kinds.of(record)
    require(table.token_may(actor, "write", kind.code, title=kind.title), status=403)
    if actor.person is None:
        raise Refused("请以本人账户登录后再写备注。", status=403)
    if is_internal and not may_read_internal(record, actor):
        raise Refused("内部备注只供办理人员使用，请改为普通备注。", field="is_internal", status=422)


def _may_be_mentioned(record: Record, people: tuple[Person, ...], *, is_internal: bool) -> None:
    if len(people) > MOST_MENTIONS:
        raise Refused(f"一条备注最多提到 {MOST_MENTIONS} 人。", field="mentions", status=422)
    accounts = {
        a.person_id: a for a in Account.objects.filter(person__in=people).select_related("person__unit")
    }
    for person in people:
        account = accounts.get(person.pk)
        if reason := _why_not(record, account, is_internal=is_internal):
            raise Refused(f"不能提到{person.name}：{reason}", field="mentions", status=422)


def _why_not(record: Record, account: Account | None, *, is_internal: bool) -> str:
    if account is None or not account.is_usable:
        return "此人没有可用的账户，收不到提醒；请删去，或当面告知。"
    actor = actor_for(account)
    if not may_see(record, actor, register=kinds.of(record).code):
        return "此人无权查看本单；请删去，或改为提到经办人员。"
    if is_internal and not may_read_internal(record, actor):
        return "内部备注只供办理人员查看；请删去，或改为普通备注。"
    return ""


@dataclass(frozen=True)
class Shown:
    """A comment as somebody may read it."""

    comment: Comment
    files: list[Attachment] = field(default_factory=list)


def of(record: Record, actor: Actor, *, limit: int = 200) -> list[Shown]:
    """What `actor` may read of the latest comments, oldest first; two queries at most."""
    rows = Comment.objects.filter(register=kinds.of(record).code, record_id=record.pk)
    if not may_read_internal(record, actor):
        rows = rows.filter(is_internal=False)
    latest = list(rows.select_related("author__unit").order_by("-id")[:limit])[::-1]
    files: dict[int, list[Attachment]] = {}
    if latest:
        found = Attachment.objects.filter(
            register=FILES, record_id__in=[one.pk for one in latest], removed_at__isnull=True
        )
        for row in found.order_by("id"):
            files.setdefault(row.record_id, []).append(row)
    return [Shown(one, files.get(one.pk, [])) for one in latest]
