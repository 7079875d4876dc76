"""Who may administer: one sentence for each refusal (norms §3.3)."""

from __future__ import annotations

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import title_of


def only(actor: Actor, *roles: str, to: str) -> None:
    """Refused 403 unless the actor holds one of `roles`; `to` says what is being done."""
    if not actor.roles & set(roles):
        names = "、".join(title_of(role) for role in roles)
        raise Refused(f"只有{names}可以{to}。", rule="R-USR-04", status=403)


def words(text: str, *, title: str, field: str) -> str:
    """`text` without blanks around it; Refused 422 when nothing is left."""
    cleaned = (text or "").strip()
    if not cleaned:
        raise Refused(f"请填写“{title}”。", field=field, status=422)
    return cleaned
