"""What the knowledge base does by itself."""

from __future__ import annotations

from govops.kernel.jobs import job
from govops.modules.knowledge import actions


@job(every="40 0 * * *", title="知识到期复审与失效")
def watch_articles() -> str:
    """Hand over for review what soon ends; end what nobody reviewed in time."""
    due, lapsed = actions.watch()
    return f"转待复审 {due} 条，期满失效 {lapsed} 条"
