"""From the assessment to the closing: what each deed writes on the change."""

from __future__ import annotations

from typing import Any

from django.db import connection

from govops.kernel.access.answers import require
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.modules.change import messages
from govops.modules.change.actions import papers
from govops.modules.change.actions.preparing import keep_conflicts, reckon_impact
from govops.modules.change.actions.telling import (
    announce_stop,
    call_off_stop,
    concerned,
    managers,
    tell_about,
    tell_of_stop,
    window_words,
)
from govops.modules.change.choices import ItemOutcome, Result
from govops.modules.change.rules import windows
from govops.modules.change.rules.items import updated_items
from govops.modules.configuration.public import ConfigurationItem

# --- who is asked next -----------------------------------------------------------------------------------------------


def applicant_of(change: Any) -> list[Person]:
    return [change.applicant] if change.applicant else []


def implementer_of(change: Any) -> list[Person]:
    return [change.implementer] if change.implementer else []


def verifier_of(change: Any) -> list[Person]:
    return (
        [change.verifier]
        if change.verifier and change.finished_at is not None and change.approved_at is not None
        else []
    )


def implementer_still_at_it(change: Any) -> list[Person]:
    return implementer_of(change) if change.has_begun and change.finished_at is None else []


def managers_to_schedule(change: Any) -> list[Person]:
    return managers(change) if not change.has_begun else []


def managers_to_review(change: Any) -> list[Person]:
    """Those who did not carry it out themselves; nobody for a change that was refused before it began."""
    return [one for one in managers(change) if one.pk != change.implementer_id] if change.has_begun else []


def owes_a_paper(change: Any) -> list[Person]:
    return applicant_of(change) if change.owes_its_paper else []


# --- decided ---------------------------------------------------------------------------------------------------------


def assess(change: Any, deed: Deed) -> None:
    """What is assessed is the impact as it is now: relations may have changed since the change was written."""
    reckon_impact(change, deed.actor)
    keep_conflicts(change)
    change.assessed_level = change.assessed_level or change.risk_level
    change.assessor, change.assessed_at = deed.actor.person, deed.at


def approve(change: Any, deed: Deed) -> None:
    change.approved_at = deed.at
    papers.settle(change)
    if not change.has_begun:
        announce_stop(change, deed)


def preapprove(change: Any, deed: Deed) -> None:
    """A standard change: its template was approved in advance."""
    change.approved_at = deed.at
    announce_stop(change, deed)
    schedule(change, deed)


def schedule(change: Any, deed: Deed) -> None:
    """Reserve the window: of two that are scheduled at the same moment the second sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('change_window'))")
    require(windows.nothing_forbids(change, deed), status=422)
    change.scheduled_at = deed.at
    keep_conflicts(change)
    reckon_impact(change, deed.actor)


def reschedule(change: Any, deed: Deed) -> None:
    """Another window: those at work are told, and those who were told of a stop."""
    keep_conflicts(change)
    words = f"改为 {window_words(change)}"
    tell_about(
        change, messages.WINDOW_TAKEN.code, concerned(change), f"{words}。{deed.opinion}", actor=deed.actor
    )
    if change.stop_told_at is not None:
        tell_of_stop(change, messages.STOP_CANCELLED.code, 说明=words)
        change.stop_reminded_at = None


# --- carried out -----------------------------------------------------------------------------------------------------


def begin(change: Any, deed: Deed) -> None:
    change.started_at = deed.at


def begin_emergency(change: Any, deed: Deed) -> None:
    begin(change, deed)
    papers.owe(change, deed.at)


def report(change: Any, deed: Deed) -> None:
    change.finished_at = deed.at
    lay_out_checks(change)


def roll_back(change: Any, deed: Deed) -> None:
    change.finished_at = change.finished_at or deed.at
    change.result = Result.ROLLED_BACK
    lay_out_checks(change)


def send_back(change: Any, deed: Deed) -> None:
    """The verification failed: the implementer goes on."""
    change.finished_at, change.result = None, ""


def lay_out_checks(change: Any) -> None:
    """A line for each item: what the verifier goes through. Those that the history shows as updated say so already."""
    updated = updated_items(change)
    rows = ConfigurationItem.objects.filter(pk__in=list(change.items)).order_by("id")
    change.item_checks = [
        {"item": number, "outcome": ItemOutcome.UPDATED.value if pk in updated else "", "reason": ""}
        for pk, number in rows.values_list("pk", "number")
    ]


def verify(change: Any, deed: Deed) -> None:
    change.verified_at = deed.at
    complete_checks(change, deed)


def complete_checks(change: Any, deed: Deed) -> None:
    """Items that were updated under the number of the change need no line of the verifier's own."""
    rows = [{**row, "item": str(row["item"]).strip().upper()} for row in change.item_checks]
    named = {row["item"] for row in rows}
    updated = updated_items(change)
    found = ConfigurationItem.objects.filter(pk__in=updated).order_by("id").values_list("number", flat=True)
    change.item_checks = rows + [
        {"item": number, "outcome": ItemOutcome.UPDATED.value, "reason": "配置历史中已有本单的更新"}
        for number in found
        if number not in named
    ]


def review(change: Any, deed: Deed) -> None:
    change.reviewer, change.reviewed_at = deed.actor.person, deed.at


def close(change: Any, deed: Deed) -> None:
    change.closed_at = deed.at
    complete_checks(change, deed)


def cancel(change: Any, deed: Deed) -> None:
    change.result = Result.CANCELLED
    call_off_stop(change, deed)
