"""The desk's year looks like a desk's year."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from govops.demo.history import catalogue
from govops.demo.history.tickets import lives, past, planning, present
from govops.demo.history.tickets.office import Office
from govops.demo.history.world import World
from govops.modules.service_desk.models import Incident, ServiceRequest
from tests.demo.comparing import MONDAY


@pytest.fixture
def office(world: World) -> Office:
    return Office(world, catalogue.build(world))


def test_a_year_brings_some_three_thousand_cases_and_most_of_them_on_mondays(
    world: World, office: Office
) -> None:
    cases = list(planning.cases(office, MONDAY - timedelta(days=357), MONDAY + timedelta(days=6)))
    kinds = Counter(case.kind for case in cases)
    weekdays = Counter(case.at.weekday() for case in cases)
    assert 2700 < len(cases) < 3300
    assert 1.7 < kinds["incident"] / kinds["service_request"] < 2.4
    assert weekdays.most_common(1)[0][0] == 0
    assert len({case.reporter for case in cases}) > 40
    assert len({case.form["subject"] for case in cases}) > 300


def test_the_same_chance_tells_the_same_year(world: World, office: Office) -> None:
    def told() -> list[tuple[str, str, int]]:
        cases = planning.cases(office, MONDAY, MONDAY + timedelta(days=2))
        return [(case.reporter, case.form["subject"], len(lives.life(office, case).verbs)) for case in cases]

    state = world.chance.getstate()
    first = told()
    world.chance.setstate(state)
    assert told() == first


def test_ordinary_lives_are_lived_without_a_refusal(world: World, office: Office) -> None:
    cases = planning.cases(office, MONDAY - timedelta(days=6), MONDAY + timedelta(days=2))
    told = [(case.kind, lives.life(office, case)) for case in cases]
    over = [
        (kind, life) for kind, life in told if past.is_over(life, life.verbs[-1].at + timedelta(minutes=1))
    ]
    past.write(world, over)
    tickets = [*Incident.objects.all(), *ServiceRequest.objects.all()]
    assert len(tickets) == len(over)
    assert {ticket.state for ticket in tickets} <= {"closed", "withdrawn"}
    assert all(
        ticket.confirmed_at and ticket.agreement is not None for ticket in tickets if ticket.state == "closed"
    )


def test_what_lies_on_the_desk_is_there_in_every_state(world: World, office: Office) -> None:
    for story in present.on_the_desk(office):
        world.begin(story)
    world.run()
    incidents = Counter(Incident.objects.order_by().values_list("state", flat=True))
    requests = Counter(ServiceRequest.objects.order_by().values_list("state", flat=True))
    assert set(incidents) == {"new", "triaged", "assigned", "in_progress", "pending", "resolved"}
    assert set(requests) == {"draft", "approving", "accepted", "assigned", "in_progress", "pending"}
