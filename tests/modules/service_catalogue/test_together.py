"""Two at the same moment: of two agreements about one service only one is signed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.processes import engine
from govops.modules.service_catalogue import models
from govops.modules.service_catalogue.models import ServiceLevelAgreement
from govops.modules.service_catalogue.rules import in_force
from tests.modules.service_catalogue.conftest import MANAGER
from tests.moments import local

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], str]) -> list[str]:
    """What each answered, or the sentence it was refused with; each on its own connection, started together."""
    barrier, found = threading.Barrier(len(works)), [""] * len(works)

    def work(place: int) -> None:
        with moment.at(local("2026-11-23 10:00")):
            barrier.wait(timeout=10)
            try:
                found[place] = works[place]()
            except Refused as refusal:
                found[place] = refusal.sentence
            finally:
                connections.close_all()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return found


@pytest.mark.rule("R-SLA-01")
def test_of_two_agreements_about_one_service_signed_at_once_one_is_refused(
    item: Any, draft: Any, do: Any, actor: Any
) -> None:
    services = [item("打印机报修"), item("网络报障")]
    ready = []
    for order in (services, services[::-1]):
        agreement = draft(*order)
        do(agreement, "submit")
        do(agreement, "approve", "info_center")
        do(agreement, "approve", "unit_head")
        ready.append(agreement)
    acting = actor(MANAGER)
    today = moment.today()

    def signing(agreement: ServiceLevelAgreement) -> Callable[[], str]:
        return lambda: (
            engine.perform(
                "service_level_agreement", agreement.pk, "sign", actor=acting, data={"signed_on": today}
            ).sentence
        )

    answers = at_once(*(signing(one) for one in ready))
    in_force.forget()
    (number,) = models.ServiceLevelAgreement.objects.filter(state="effective").values_list(
        "number", flat=True
    )
    assert sorted(answer.startswith("已办理“签订”") for answer in answers) == [False, True]
    assert any(f"在同一时期已有协议 {number}" in answer for answer in answers)
