"""Work outside of a request: on a schedule, or handed over by a request and done after its commit.

A part or module declares its jobs in its own `jobs.py`, which is found by itself:

    @job(every="5 0 * * *", title="每日义务检查")
    def check_duties(*, actor: Actor) -> str:
        ...
        return "检查 12 项，补记 1 项"

The function gets SYSTEM (channel "job") as `actor` when it has such an argument, and the keyword arguments
given to `defer`. What it returns (a short Chinese sentence, or None) is the result people read. Times are
those of Asia/Shanghai. The name of the job is `<part>.<function>`.
"""

from govops.kernel.jobs.declaration import Job, all_jobs, job
from govops.kernel.jobs.execution import defer, run_now

__all__ = ["Job", "all_jobs", "defer", "job", "run_now"]
