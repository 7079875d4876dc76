"""Running a job and recording how it went; handing a job to the queue."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.jobs.declaration import Job, find
from govops.kernel.jobs.queue import enqueue

if TYPE_CHECKING:
    from govops.kernel.jobs.models import JobRun


def defer(name: str, /, **arguments: Any) -> int:
    """Hand a job to the workers and return its number in the queue. `arguments` must be plain JSON values.

    The entry is written in the caller's transaction: it is seen after the commit, and not at all after a
    rollback. LookupError for an unknown job, TypeError for arguments that the function does not take.
    """
    declared = find(name)
    _check_arguments(declared.function, arguments)
    return enqueue(name=declared.name, trigger="deferred", arguments=arguments)


def run_now(name: str, /, **arguments: Any) -> JobRun:
    """Run a job here and now and return its record. An error of the job is recorded, then raised."""
    return perform(find(name), arguments, trigger="manual")


def perform(declared: Job, arguments: dict[str, Any], *, trigger: str, attempt: int = 1) -> JobRun:
    """One attempt, as SYSTEM, with its record kept whatever happens."""
    from govops.kernel.jobs.models import JobRun

    run = JobRun.objects.create(
        name=declared.name, trigger=trigger, arguments=arguments, attempt=attempt, started_at=moment.now()
    )
    try:
        answer = declared.function(**_with_actor(declared.function, arguments))
    except Exception as error:
        _finish(run, JobRun.Result.FAILED, sentence_of(error))
        raise
    _finish(run, JobRun.Result.OK, answer if isinstance(answer, str) else "")
    return run


def sentence_of(error: BaseException) -> str:
    """What a person reads about an error: the refusal's own sentence, else its kind and text."""
    if isinstance(error, Refused):
        return error.sentence
    return f"程序出错（{type(error).__name__}）：{error}"[:2000]


def _finish(run: JobRun, result: str, sentence: str) -> None:
    run.finished_at = moment.now()
    run.result = result
    run.sentence = sentence
    run.save(update_fields=["finished_at", "result", "sentence"])


def _with_actor(function: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    if "actor" not in inspect.signature(function).parameters:
        return arguments
    return {**arguments, "actor": replace(SYSTEM, request_id=uuid4().hex[:16])}


def _check_arguments(function: Callable[..., Any], arguments: dict[str, Any]) -> None:
    inspect.signature(function).bind(**_with_actor(function, arguments))
