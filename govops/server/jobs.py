"""The jobs role: one worker process that also keeps the schedule."""

from __future__ import annotations

import os

from govops.server import process

_ORPHAN_SECONDS = 10.0


def work() -> None:
    """Work until SIGTERM or SIGINT. GOVOPS_JOBS_CONCURRENCY is the number of jobs at a time (2)."""
    if "GOVOPS_SUPERVISED" in os.environ:
        # With the embedded database gone too, the orderly end would wait for it in vain.
        process.end_soon_after_parent(_ORPHAN_SECONDS)
    import django

    django.setup()
    from govops.kernel.jobs import worker

    concurrency = os.environ.get("GOVOPS_JOBS_CONCURRENCY", "")
    worker.run(concurrency=int(concurrency) if concurrency.isdigit() and int(concurrency) > 0 else 2)
