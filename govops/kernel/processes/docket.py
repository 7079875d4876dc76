"""The rows of one running process, read once for one deed and written together at its end.

What a deed writes stands only if nobody has given the record another version meanwhile (see `taking`), so what the docket
holds is what the database holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from govops.kernel import moment
from govops.kernel.organization.journeys import Write, later
from govops.kernel.organization.prepared import Prepared
from govops.kernel.organization.storing import insert_later
from govops.kernel.processes.models import Act, ItemKind, ItemStatus, ProcessRun, WorkItem

#: values that no row has, to stand for the arguments
_SOME_RUN, _SOME_ROUND = -(2**62), 32_767

_items = Prepared(
    lambda run, round_: (
        WorkItem.objects.filter(Q(status=ItemStatus.OPEN) | Q(round=round_, kind=ItemKind.DECIDE), run=run)
        .select_related("person__unit")
        .order_by("place", "id")
    ),
    _SOME_RUN,
    _SOME_ROUND,
)
_acts = Prepared(lambda run: Act.objects.filter(run=run).order_by("id"), _SOME_RUN)


def _closing(items: list[WorkItem]) -> Write:
    # A list of values, and no array: of an array the database would plan the whole statement anew each time.
    rows = ", ".join(["(%s::bigint, %s::text)"] * len(items))
    table = WorkItem._meta.db_table
    return Write(
        f"UPDATE {table} SET status = closed.status, done_at = %s FROM (VALUES {rows}) AS closed(id, status) WHERE {table}.id = closed.id",  # noqa: S608
        [moment.now(), *(value for item in items for value in (item.pk, str(item.status)))],
        table,
        is_change=True,
    )


def item_of(run: ProcessRun, **more: Any) -> WorkItem:
    """A new item of the run in its present round, which arrives now."""
    return WorkItem.new(
        register=run.register,
        record_id=run.record_id,
        run=run,
        round=run.round,
        arrived_at=moment.now(),
        **more,
    )


class Docket:
    """Whose turn it is and who has agreed; `write` puts what changed into the database."""

    def __init__(self, run: ProcessRun) -> None:
        self.run = run
        self._items: list[WorkItem] | None = None
        self._acts: list[Act] | None = None
        self._written: list[Act] = []
        self._closed: list[WorkItem] = []
        self._given: list[WorkItem] = []

    # --- what stands ---

    @property
    def items(self) -> list[WorkItem]:
        """Every open item, and the decisions of the present round, by place."""
        if self._items is None:
            self._items = _items(self.run.pk, self.run.round)
        return self._items

    def open(self, *kinds: str) -> list[WorkItem]:
        """The open items of these kinds."""
        return [item for item in self.items if item.status == ItemStatus.OPEN and item.kind in kinds]

    def of_step(self) -> list[WorkItem]:
        """Every decision of the present step in this round, open or not."""
        here = self.run.round, self.run.step, ItemKind.DECIDE
        return [item for item in self.items if (item.round, item.step, item.kind) == here]

    @property
    def acts(self) -> list[Act]:
        """What was done, the oldest first."""
        if self._acts is None:
            self._acts = _acts(self.run.pk)
        return self._acts

    def know(self, *, items: list[WorkItem], acts: list[Act] | None) -> None:
        """The items, and all acts unless there are too many of them, where somebody has read them already."""
        self._items, self._acts = items, acts

    def last(self, *verbs: str) -> Act | None:
        """The last act, or the last with one of these verbs."""
        return next((act for act in reversed(self.acts) if not verbs or act.verb in verbs), None)

    def approvals(self) -> list[Act]:
        """Who has agreed in the present round."""
        round_ = self.run.round
        # Each approval settles an item: without one that was settled before this deed nobody need ask.
        earlier = any(
            item.round == round_ and item.status == ItemStatus.DONE and item not in self._closed
            for item in self.items
        )
        known = self.acts if earlier or self._acts is not None else self._written
        return [act for act in known if act.is_decision and act.verb == "approve" and act.round == round_]

    # --- what changes ---

    def give(self, items: Iterable[WorkItem]) -> list[WorkItem]:
        """New items."""
        new = list(items)
        if self._items is not None:
            self._items += new
        self._given += new
        return new

    def finish(self, *items: WorkItem) -> None:
        """Decided, or done."""
        self._close(items, ItemStatus.DONE)

    def cancel(self, *items: WorkItem) -> None:
        """Nobody's turn any more."""
        self._close(items, ItemStatus.CANCELLED)

    def _close(self, items: Iterable[WorkItem], status: str) -> None:
        for item in items:
            item.status, item.done_at = status, moment.now()
            if item not in self._closed and item.pk:
                self._closed.append(item)

    def witness(self, act: Act) -> None:
        """An act that was written just now."""
        (self._written if self._acts is None else self._acts).append(act)

    def write(self) -> None:
        """Everything that changed."""
        if self._closed:
            later(_closing(self._closed))
        insert_later(self._given)
        self._closed, self._given = [], []


def docket_of(run: ProcessRun) -> Docket:
    """The docket of a run as it was read; one for each reading."""
    held: Docket | None = getattr(run, "_docket", None)
    if held is None:
        held = Docket(run)
        run._docket = held  # type: ignore[attr-defined]
    return held
