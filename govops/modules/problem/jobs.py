"""What problem management does by itself."""

from __future__ import annotations

from govops.kernel.jobs import job
from govops.modules.problem import actions
from govops.modules.problem import public as public  # fills the hooks of configuration


@job(every="20 6 * * *", title="重复事件提示立问题")
def suggest_problems() -> str:
    """Look for incidents of one class about one thing that keep coming (R-PRB-01)."""
    return f"提示 {actions.suggest()} 项"
