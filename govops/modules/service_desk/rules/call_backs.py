"""Calling back those who were unhappy (R-SAT-01)."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed

UNHAPPY_IS_CALLED = "差评触发回访"


@rule("R-SAT-01", cites="S1§7.3", level="D", title=UNHAPPY_IS_CALLED)
def not_called_by_the_one_who_worked(call_back: Any, deed: Deed) -> Answer:
    """Whoever handled the ticket does not call back about it: nobody complains to the person complained of."""
    if deed.actor.person is not None and deed.actor.person.pk == call_back.ticket.assignee_id:
        return Denied("本单由您处理，回访须由其他人员进行。")
    return Allowed()


@rule("R-SAT-01", cites="S1§7.3", level="D", title=UNHAPPY_IS_CALLED)
def told_what_was_said(call_back: Any, deed: Deed) -> Answer:
    for name in ("outcome", "said"):
        if not str(getattr(call_back, name)).strip():
            title = call_back._meta.get_field(name).verbose_name
            return Denied(f"请填写“{title}”。", field=name)
    return Allowed()
