"""The one procrastinate task behind every declared job: so that declaring costs nothing and names can move."""

from __future__ import annotations

import logging
from typing import Any

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as QueuedJob

from govops.kernel.access.answers import Refused
from govops.kernel.jobs.declaration import find
from govops.kernel.jobs.execution import perform, sentence_of
from govops.kernel.jobs.queue import QUEUE, TASK

logger = logging.getLogger(__name__)
_FIRST_PAUSE_SECONDS = 30
_LONGEST_PAUSE_SECONDS = 3600


class Retry(BaseRetryStrategy):
    """Errors are tried again after 30 s, 2 min, 8 min …; a refusal is an answer and is not."""

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        if isinstance(exception, Refused | LookupError):
            return None
        try:
            attempts = find(str(job.task_kwargs.get("name"))).attempts
        except LookupError:
            return None
        if job.attempts + 1 >= attempts:
            return None
        pause = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 4**job.attempts)
        return RetryDecision(retry_in={"seconds": pause})


@app.task(name=TASK, queue=QUEUE, pass_context=True, retry=Retry())
def run(context: JobContext, *, name: str, trigger: str, arguments: dict[str, Any]) -> str:
    """Run one declared job from the queue."""
    declared = find(name)
    try:
        done = perform(declared, arguments, trigger=trigger, attempt=context.job.attempts + 1)
    except Exception as error:
        logger.error("作业“%s”没有成功：%s", declared.title, sentence_of(error))
        raise
    return done.sentence
