"""The bell: it counts what the list shows, each message leads to its record, and reading one lowers the count."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from govops.kernel.messages.models import Message
from govops.kernel.messages.sending import send
from tests.promises.world import World


def bell(client: Client) -> int:
    page = client.get("/norms/").content.decode()
    found = re.search(r'<b class="bar-count">(\d+)</b>', page)
    return int(found[1]) if found else 0


def listed(client: Client, query: str = "") -> str:
    return client.get(f"/messages/{query}").content.decode()


@pytest.fixture
def told(world: World) -> Any:
    """Two messages for end_user, one of them about a visit of his, and one for somebody else."""
    me, visit = world.person("end_user"), world.record("visitor_entry")
    send([me], title="您的登记表已批准", register="visitor_entry", record_id=visit.pk)
    send([me], title="今晚停机")
    send([world.person("guard")], title="别人的消息")
    return visit


def test_opening_a_message_leads_to_its_record_and_lowers_the_count(world: World, told: Any) -> None:
    client = world.client_of("end_user")
    message = Message.objects.get(title="您的登记表已批准")
    assert bell(client) == 2
    page = listed(client)
    assert page.count('chip-accent">新') == 2
    assert f'href="/messages/{message.pk}/"' in page
    assert "别人的消息" not in page
    answer = client.get(f"/messages/{message.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/r/visitor_entry/{told.pk}/")
    assert bell(client) == 1
    assert "您的登记表已批准" not in listed(client)
    assert "您的登记表已批准" in listed(client, "?view=all")


def test_one_or_all_are_marked_as_read(world: World, told: Any) -> None:
    client = world.client_of("end_user")
    plain = Message.objects.get(title="今晚停机")
    assert client.post(f"/messages/{plain.pk}/", {"back": "/messages/?view=all"})["Location"] == (
        "/messages/?view=all"
    )
    assert bell(client) == 1
    client.post("/messages/")
    assert bell(client) == 0
    assert "今晚停机" in listed(client), "nothing unread: all are shown"
    assert Message.objects.filter(read_at__isnull=True).count() == 1, "somebody else's stays"


def test_what_one_may_no_longer_see_is_said_instead_of_a_missing_page(world: World, told: Any) -> None:
    stranger = world.person("app_liaison")
    send([stranger], title="传阅", register="visitor_entry", record_id=told.pk)
    client = world.client_of("app_liaison")
    message = Message.objects.get(person=stranger)
    answer = client.get(f"/messages/{message.pk}/", follow=True)
    assert answer.redirect_chain == [("/messages/", 302)]
    assert "无权查看" in answer.content.decode()
    assert client.get(f"/messages/{Message.objects.get(title='别人的消息').pk}/").status_code == 404


def test_many_messages_stand_on_pages(world: World) -> None:
    for number in range(35):
        send([world.person("end_user")], title=f"第{number:02d}条")
    client = world.client_of("end_user")
    first = listed(client)
    assert first.count('chip-accent">新') == 30
    following = re.search(r'href="(/messages/)?(\?before=\d+)"', first)
    assert following
    assert listed(client, following[2]).count('chip-accent">新') == 5
    assert bell(client) == 35
