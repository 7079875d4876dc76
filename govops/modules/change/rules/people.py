"""申请、审批、实施、验证分离 (R-CHG-04, norms.md §3.4)."""

from __future__ import annotations

from typing import Any

from govops.kernel import parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes.declarations import Deed
from govops.kernel.processes.models import Act
from govops.modules.change.choices import Separation
from govops.modules.change.parameters import SEPARATION

CITES, TITLE = "N1§变更管理", "申请/审批/实施/验证分离"
# Nobody decides on his own request, and whoever the form names as implementer or verifier decides nothing.
declare("R-CHG-04", cites=CITES, level="D", title=TITLE, by="ChangeRequestProcess.not_by")


def approvers_of(change: Any) -> set[int]:
    """Ids of those who have agreed to it in its process, and of whoever authorised it by word of mouth."""
    acts = Act.objects.filter(
        register="change_request", record_id=change.pk, is_decision=True, verb="approve"
    )
    found = set(acts.exclude(person=None).values_list("person_id", flat=True)) if change.pk else set()
    return found | ({change.authorised_by_id} if change.authorised_by_id else set())


@rule("R-CHG-04", cites=CITES, level="D", title=TITLE)
def implementer_does_not_verify(change: Any, deed: Deed) -> Answer:
    """实施 ≠ 验证."""
    if change.implementer_id is None or change.implementer_id != change.verifier_id:
        return Allowed()
    return Denied("“验证人”不能是“实施人”本人，请另选验证人。", field="verifier")


@rule("R-CHG-04", cites=CITES, level="D", title=TITLE)
def four_are_apart(change: Any, deed: Deed) -> Answer:
    """Where the bureau wants all four apart, who asks neither implements nor verifies."""
    if parameters.value(SEPARATION.key) != Separation.ALL:
        return Allowed()
    for name, title in (("implementer", "实施人"), ("verifier", "验证人")):
        if getattr(change, f"{name}_id") in {change.applicant_id, change.created_by_id} - {None}:
            return Denied(
                f"本单位要求申请、批准、实施、验证四者各不相同，“{title}”不能是申请人，请另选。", field=name
            )
    return Allowed()


@rule("R-CHG-04", cites=CITES, level="D", title=TITLE)
def implementer_did_not_approve(change: Any, deed: Deed) -> Answer:
    """批准 ≠ 实施、批准 ≠ 验证（含口头授权）."""
    deciders = approvers_of(change)
    for name, title in (("implementer", "实施人"), ("verifier", "验证人")):
        if getattr(change, f"{name}_id") in deciders:
            return Denied(
                f"“{title}”{getattr(change, name).name}批准（授权）过本单，不能再{title[:2]}；请另选。",
                field=name,
            )
    return Allowed()


@rule("R-CHG-04", cites=CITES, level="D", title=TITLE)
def assessor_stands_apart(change: Any, deed: Deed) -> Answer:
    """评估人不是申请人、实施人或验证人."""
    person = deed.actor.person
    own = {change.applicant_id, change.created_by_id, change.implementer_id, change.verifier_id}
    if person is not None and person.pk in own:
        return Denied("您是本单的申请人、实施人或验证人，不能评估；请由另一位变更经理办理。")
    return Allowed()


@rule("R-CHG-04", cites=CITES, level="D", title=TITLE)
def reviewer_stands_apart(change: Any, deed: Deed) -> Answer:
    """回顾人不是实施人."""
    if deed.actor.person is not None and deed.actor.person.pk == change.implementer_id:
        return Denied("您是本单的实施人，不能回顾自己实施的变更；请由另一位变更经理办理。")
    return Allowed()


@rule("R-CHG-04", cites=CITES, level="D", title=TITLE)
def what_was_done_stays(change: Any, deed: Deed) -> Answer:
    """A paper written afterwards does not rewrite who did what: kind, implementer and verifier stay, items are only added."""
    if change.pk is None or not change.has_begun:
        return Allowed()
    before = type(change).objects.only("kind", "implementer_id", "verifier_id", "items").get(pk=change.pk)
    for name, title in (("kind", "变更类型"), ("implementer_id", "实施人"), ("verifier_id", "验证人")):
        if getattr(before, name) != getattr(change, name):
            return Denied(f"本单已经实施，“{title}”不能再改，请恢复原值。", field=name.removesuffix("_id"))
    if set(before.items) - set(change.items):
        return Denied("本单已经实施，受影响配置项只能补充、不能删去，请恢复原值。", field="items")
    return Allowed()


def people_are_named(change: Any, deed: Deed) -> Answer:
    """实施人、验证人均已指定且在岗."""
    for name, title in (("implementer", "实施人"), ("verifier", "验证人")):
        person = getattr(change, name)
        if person is None:
            return Denied(f"请指定“{title}”。", field=name)
        if not person.is_active:
            return Denied(f"“{title}”{person.name}已离岗，请另选。", field=name)
    return Allowed()
