"""年度自查 and what the departed leave behind."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.messages.models import Message
from govops.modules.assets.actions.custody import Word, say
from govops.modules.assets.models import CustodyCheck


def test_one_says_once_a_year_that_ones_things_are_there(client_of: Any, item: Any) -> None:
    mine, other = item("printer", "我的打印机", custodian="end_user"), item("server", "别人的服务器")
    client = client_of("end_user")
    page = client.get("/m/assets/mine/").content.decode()
    assert "我的打印机" in page
    assert "别人的服务器" not in page
    assert client.post("/m/assets/mine/", {f"here-{mine.pk}": "yes"}).status_code == 302
    assert CustodyCheck.objects.get(item=mine).is_here
    assert "本年度自查已完成" in client.get("/m/assets/mine/").content.decode()
    assert client.post("/m/assets/mine/", {f"here-{other.pk}": "yes"}).status_code == 409
    assert client.post("/m/assets/mine/", {}).status_code == 422


def test_what_is_away_needs_a_word_and_the_keepers_hear_of_it(client_of: Any, item: Any, cast: Any) -> None:
    mine = item("printer", "我的打印机", custodian="end_user")
    client = client_of("end_user")
    refused = client.post("/m/assets/mine/", {f"here-{mine.pk}": "no", f"note-{mine.pk}": ""})
    assert refused.status_code == 422
    assert "写明去向" in refused.content.decode()
    client.post("/m/assets/mine/", {f"here-{mine.pk}": "no", f"note-{mine.pk}": "已交回库房"})
    told = Message.objects.filter(person=cast.people["asset_officer"], kind="asset_not_here")
    assert told.get().title == "钱思雨说我的打印机不在手中"
    overview = client_of("asset_officer").get("/m/assets/custody/").content.decode()
    assert "已交回库房" in overview


def test_the_last_word_counts(item: Any, actor: Any) -> None:
    mine = item("printer", "我的打印机", custodian="end_user")
    say({mine.pk: Word(False, "借出去了")}, actor=actor("end_user"))
    say({mine.pk: Word(True)}, actor=actor("end_user"))
    assert CustodyCheck.objects.get(item=mine).is_here


def test_one_speaks_only_of_ones_own(item: Any, actor: Any) -> None:
    with pytest.raises(Refused, match="不在您名下"):
        say({item("printer", "别人的").pk: Word(True)}, actor=actor("end_user"))


def test_what_the_departed_left_leads_to_a_filled_in_hand_over(client_of: Any, item: Any, cast: Any) -> None:
    thing = item("printer", "打印机", custodian="duty_officer")
    gone = cast.people["duty_officer"]
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    client = client_of("asset_officer")
    page = client.get("/m/assets/custody/").content.decode()
    assert "填写归还单" in page
    form = client.get(f"/m/assets/papers/hand_over/?kind=return&items={thing.pk}").content.decode()
    assert f'name="items" value="{thing.pk}"' in form
