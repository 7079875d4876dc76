"""Large imports: begun in a request, carried on by jobs, so that neither a closed page nor a restart loses them.

How a kind of upload is tried and saved is declared once (`declare(RunKind(...))`); a run never outlives the right of the
person: whoever uploaded it is asked for anew, with the roles of that moment, each time a job takes it up.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q

from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.jobs import defer
from govops.kernel.sheets.models import UNDER_WAY, ImportRun, Phase
from govops.kernel.sheets.parameters import AT_ONCE
from govops.kernel.sheets.progress import Tell

#: a dry run may be confirmed so long
KEPT = timedelta(hours=12)
#: problems that the page shows
MOST_PROBLEMS = 200
JOB = "sheets.carry_on_import"


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What was brought: the file, into what, and what was said with it."""

    content: bytes
    subject: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    file_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What would become of an upload, or what became of it. `problems`: (sheet, line, sentence)."""

    counts: Mapping[str, int] = field(default_factory=dict)
    problems: list[tuple[str, int, str]] = field(default_factory=list)
    #: which lines are new, changed or as they were (`listing.listed`)
    lines: Mapping[str, Any] = field(default_factory=dict)
    #: the lines with their fate beside them
    workbook: Callable[[], bytes] | None = None
    sentence: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class RunKind:
    """`take(upload, actor, commit, tell)` tries or saves, raising `Refused` when the actor may not (any more).

    Without `is_tried` it is saved at once: what it saves is itself looked at before anything follows from it.
    `register`: where a message about it leads to.
    """

    code: str
    take: Callable[[Upload, Actor, bool, Tell], Told]
    register: Callable[[Upload], str]
    is_tried: bool = True


_kinds: dict[str, RunKind] = {}


def declare(kind: RunKind) -> RunKind:
    """Add a kind; another under the same code is an error."""
    if kind.code in _kinds:
        raise ValueError(f"import kind {kind.code} is declared twice")
    _kinds[kind.code] = kind
    return kind


def kind_of(run: ImportRun) -> RunKind:
    return _kinds[run.kind]


def is_large(rows: int) -> bool:
    """Whether so many rows are left to a job."""
    return rows > int(parameters.value(AT_ONCE.key))


def begin(kind: RunKind, upload: Upload, *, actor: Actor, title: str) -> ImportRun:
    """The run of this upload; the one that is under way already when the same was sent twice."""
    if actor.account is None:
        raise Refused("成批导入须由登录的账户办理。", status=403)
    digest = _digest(kind, upload)
    try:
        with transaction.atomic():
            run = ImportRun.objects.create(
                token=secrets.token_urlsafe(16), account=actor.account, kind=kind.code, subject=upload.subject, title=title[:100],
                file_name=upload.file_name[:150], content=upload.content, digest=digest, options=dict(upload.options),
                phase=Phase.WAITING if kind.is_tried else Phase.CONFIRMED,
            )  # fmt: skip
            defer(JOB, run=run.pk)
    except IntegrityError:
        return light().get(account=actor.account, digest=digest, phase__in=UNDER_WAY)
    return run


def _digest(kind: RunKind, upload: Upload) -> str:
    said = json.dumps([kind.code, upload.subject, upload.options], sort_keys=True, default=str).encode()
    return hashlib.sha256(said + b"\x00" + upload.content).hexdigest()


def light() -> Any:
    """Runs without their files; `has_result` tells whether there is one to fetch."""
    has_result = ExpressionWrapper(Q(result__isnull=False), BooleanField())
    return ImportRun.objects.defer("content", "result").annotate(has_result=has_result)


def get(token: str, *, actor: Actor) -> ImportRun:
    """A run of one's own; Refused 404."""
    account = actor.account.pk if actor.account else 0
    run: ImportRun | None = light().filter(token=token, account_id=account).first()
    if run is None:
        raise Refused("没有这次导入，或它不是您上传的。", status=404)
    return run


def latest(actor: Actor, *, subject: str, most: int = 5) -> list[ImportRun]:
    """One's own runs of a subject, the newest first."""
    account = actor.account.pk if actor.account else 0
    return list(light().defer("lines").filter(account_id=account, subject=subject).order_by("-id")[:most])


def confirm(run: ImportRun) -> None:
    """Whoever changes the row hands it over: a second click changes nothing. Refused once it is too old."""
    if run.phase == Phase.TRIED and run.at < moment.now() - KEPT:
        raise Refused("试导入已超过十二小时，数据可能有变化；请重新上传。")
    with transaction.atomic():
        changed = ImportRun.objects.filter(pk=run.pk, phase=Phase.TRIED)
        if changed.update(phase=Phase.CONFIRMED, step="", done=0):
            defer(JOB, run=run.pk)


def drop(run: ImportRun) -> None:
    """Nothing is saved; Refused when it is too late."""
    waiting = ImportRun.objects.filter(pk=run.pk, phase__in=[Phase.TRIED, Phase.FAULTY])
    if not waiting.update(phase=Phase.DROPPED, content=b"", result=None, ended_at=moment.now()):
        raise Refused(f"此次导入{run.get_phase_display()}，不能放弃。")
