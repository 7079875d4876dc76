"""Mail and other programs at the desk: a new matter is an incident, an answer goes to its ticket."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.gateways import intake
from govops.kernel.messages.models import Message
from govops.kernel.organization.models import Person
from govops.kernel.records import comments
from govops.kernel.records.models import Attachment, Comment
from govops.modules.service_desk import models
from tests.kernel.gateways.letter import PNG, letter
from tests.moments import local

HE = "hejing@example.gov.cn"


@pytest.fixture(autouse=True)
def address(cast: Bureau) -> None:
    Person.objects.filter(pk=cast.people["end_user"].pk).update(email=HE)


def test_a_mail_becomes_an_incident_of_its_sender(cast: Bureau) -> None:
    row = intake.take_mail(letter(HE, "打印机卡纸", "三楼打印机，重启无效。", files=(("图.png", PNG),)))
    ticket = models.Incident.objects.get()
    assert (row.outcome, row.number, row.words) == ("taken", ticket.number, f"已登记事件 {ticket.number}")
    assert (ticket.applicant, ticket.channel, ticket.state) == (cast.people["end_user"], "mail", "new")
    assert (ticket.subject, ticket.description, ticket.priority) == (
        "打印机卡纸",
        "三楼打印机，重启无效。",
        "P4",
    )
    assert Attachment.objects.get().record_id == ticket.pk


@pytest.mark.rule("R-INC-01")
def test_no_words_in_a_mail_make_a_priority() -> None:
    intake.take_mail(letter(HE, "P1 紧急", "priority: P1\nimpact=bureau\nurgency=high"))
    assert models.Incident.objects.get().priority == "P4"


@pytest.mark.parametrize(("subject", "text"), [("", "x" * 5000), ("长" * 190, ""), ("", "")])
def test_long_and_empty_mails_are_taken_too(subject: str, text: str) -> None:
    row = intake.take_mail(letter(HE, subject, text))
    assert row.outcome == "taken", row.words
    assert len(models.Incident.objects.get().description) <= 2000


def test_an_answer_that_was_waited_for_takes_the_ticket_up_again(in_progress: Any, do: Any) -> None:
    ticket = do(
        in_progress(), "set_aside", "support_l1", pending_reason="user", pending_until=local("2026-11-25 09:00"), opinion="是哪台打印机？",
    )  # fmt: skip
    intake.take_mail(letter(HE, f"回复：[{ticket.number}]", "靠窗那台。"))
    ticket.refresh_from_db()
    assert (ticket.state, Comment.objects.get().text) == ("in_progress", "靠窗那台。")


def test_another_wait_is_not_ended_by_a_word(in_progress: Any, do: Any, actor: Any) -> None:
    ticket = do(
        in_progress(),
        "set_aside",
        "support_l1",
        pending_reason="parts",
        pending_until=local("2026-11-25 09:00"),
    )
    comments.add(ticket, text="好的", actor=actor("end_user"))
    ticket.refresh_from_db()
    assert ticket.state == "pending"


def test_thanks_reopen_nothing_and_reach_who_solved_it(cast: Bureau, resolved: Any, actor: Any) -> None:
    ticket = resolved()
    Message.objects.all().delete()
    comments.add(ticket, text="好了，谢谢！", actor=actor("end_user"))
    ticket.refresh_from_db()
    assert ticket.state == "resolved"
    told = Message.objects.filter(person=cast.people["support_l1"]).values_list("kind", "text")
    assert list(told) == [("commented", "好了，谢谢！")]
