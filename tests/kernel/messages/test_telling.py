"""Messages: to those concerned, never to the one who acted, and only of what really happened."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.messages.models import Message
from tests.promises.world import World


@pytest.fixture
def told(world: World, django_capture_on_commit_callbacks: Any) -> Any:
    """Do something and answer who was told what since."""

    def tell(work: Any) -> dict[str, list[str]]:
        before = set(Message.objects.values_list("pk", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            work()
        found: dict[str, list[str]] = {}
        names = {person.pk: name for name, person in world.cast.people.items()}
        for message in Message.objects.exclude(pk__in=before).order_by("pk"):
            found.setdefault(names[message.person_id], []).append(message.title)
        return found

    return tell


def test_the_decision_is_told_to_the_applicant(world: World, told: Any) -> None:
    record = world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)
    found = told(lambda: world.perform(record, "refuse", "mr_manager", opinion="改期"))
    assert list(found) == ["end_user"]
    assert "改期" in " ".join(
        Message.objects.filter(person=world.person("end_user"))
        .order_by("-pk")
        .values_list("text", "title")[0]
    )


def test_urging_is_told_to_whose_turn_it_is(world: World, told: Any) -> None:
    record = world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)
    found = told(lambda: world.perform(record, "urge", "end_user"))
    assert "mr_manager" in found
    assert "end_user" not in found


def test_what_was_rolled_back_is_told_to_nobody(world: World, told: Any) -> None:
    from govops.kernel.access.answers import Refused

    record = world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)

    def refused() -> None:
        with pytest.raises(Refused):
            world.perform(record, "refuse", "mr_manager", opinion="")

    assert told(refused) == {}
