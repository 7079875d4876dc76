"""报废: nothing that is still wanted or still holds data."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.web.form_manners import manners_of
from govops.modules.assets.choices import ScrapState, WipeMethod
from govops.modules.assets.models import ScrapRequest
from govops.modules.configuration.public import ItemState, OpenTicket, open_tickets

HEAD = "service_level_manager"


@pytest.fixture
def agreed(do: Any) -> Any:
    """All say yes: head, keeper, secrecy office where asked, finance."""

    def all_agree(request: Any, *, secrecy: bool = True) -> Any:
        for by in (
            HEAD,
            "configuration_manager",
            *(["secrecy_office"] if secrecy else []),
            "finance_division",
        ):
            request = do(request, "approve", by)
        return request

    return all_agree


def again(record: Any) -> Any:
    record.refresh_from_db()
    return record


def test_the_last_yes_scraps_what_is_in_use(item: Any, scrap: Any, agreed: Any) -> None:
    server = item("server", "旧服务器", original_value="50000", purchased_on="2018-03-01")
    done = agreed(scrap(server))
    assert done.state == ScrapState.SCRAPPED
    assert (again(server).state, server.media_wiped) == (ItemState.SCRAPPED, True)
    assert (done.original_value, done.net_value) == (50000, 0)


def test_without_media_the_secrecy_office_is_not_asked(item: Any, scrap: Any, agreed: Any) -> None:
    printer = item("printer", "旧打印机")
    agreed(scrap(printer, wipe_method="none", wiped_by=None, wiped_on=None), secrecy=False)
    assert again(printer).state == ItemState.SCRAPPED


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"wipe_method": "none"}, "请选择“介质清除方式”"),
        ({"wiped_by": None}, "清除人"),
        ({"wiped_on": None}, "清除日期"),
        ({"wiped_on": "2026-11-24"}, "不能晚于今天"),
        ({"appraisal": ""}, "技术鉴定"),
    ],
)
def test_media_are_wiped_first(item: Any, scrap: Any, data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        scrap(item("server", "旧服务器"), **data)


@pytest.mark.rule("R-CI-04")
def test_nothing_with_an_open_ticket_is_scrapped(
    item: Any, scrap: Any, agreed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = item("server", "旧服务器")
    request = scrap(server)

    def still_open(ids: Any) -> list[OpenTicket]:
        return [
            OpenTicket("incident", 1, "SJ-2026-0001", "宕机", "/r/incident/1/", pk)
            for pk in ids
            if pk == server.pk
        ]

    monkeypatch.setattr("govops.modules.configuration.hooks.open_tickets", [*open_tickets, still_open])
    with pytest.raises(Refused, match="SJ-2026-0001") as caught:
        agreed(request)
    assert caught.value.rule == "R-CI-04"
    assert again(server).state == ItemState.IN_USE
    with pytest.raises(Refused, match="SJ-2026-0001"):
        scrap(item("printer", "打印机"), server)


def test_who_wiped_does_not_approve(item: Any, scrap: Any, do: Any, cast: Any) -> None:
    request = scrap(item("server", "旧服务器"), wiped_by=cast.people["secrecy_office"].pk)
    for by in (HEAD, "configuration_manager"):
        do(request, "approve", by)
    with pytest.raises(Refused):
        do(request, "approve", "secrecy_office")


def test_what_is_scrapped_is_not_scrapped_again(item: Any, scrap: Any, agreed: Any) -> None:
    server = item("server", "旧服务器")
    agreed(scrap(server))
    with pytest.raises(Refused, match="已经报废"):
        scrap(server)


def test_one_item_stands_in_one_request(item: Any, scrap: Any) -> None:
    server = item("server", "旧服务器")
    first = scrap(server)
    with pytest.raises(Refused, match=first.number):
        scrap(server)


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`wanted(item)`: somebody still works on it."""

    def told(thing: Any) -> None:
        def still_open(ids: Any) -> list[OpenTicket]:
            return [
                OpenTicket("incident", 1, "SJ-2026-0001", "宕机", "/r/incident/1/", pk)
                for pk in ids
                if pk == thing.pk
            ]

        monkeypatch.setattr("govops.modules.configuration.hooks.open_tickets", [*open_tickets, still_open])

    return told


@pytest.mark.rule("R-CI-04")
@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_neither_way_in_scraps_what_is_wanted_or_unwiped(
    item: Any, create: Any, wanted: Any, cast: Any, channel: str
) -> None:
    server, other = item("server", "旧服务器"), item("server", "另一台")
    wanted(server)
    data = {"kind": "worn", "reason": "使用满八年，故障频发", "appraisal": "主板老化，无维修价值"}
    with pytest.raises(Refused, match="SJ-2026-0001"):
        create("scrap_request", by="asset_officer", channel=channel, items=[server.pk], **data)
    with pytest.raises(Refused, match="介质清除方式"):
        create("scrap_request", by="asset_officer", channel=channel, submit=True, items=[other.pk], **data)


@pytest.mark.rule("R-CI-04")
def test_the_bulk_bar_scraps_nothing_that_is_wanted_or_unwiped(
    item: Any, wanted: Any, do: Any, client_of: Any
) -> None:
    printer, server = (item(kind, f"旧{kind}", enters_as="stock") for kind in ("printer", "server"))
    for thing in (printer, server):
        do(thing, "put_aside", "asset_officer", reason="待报废")
    wanted(printer)
    client = client_of("asset_officer")
    ticked = {"ids": [printer.pk, server.pk]}
    assert client.post("/r/configuration_item/bulk/scrap/", ticked).status_code == 404
    page = client.post("/r/configuration_item/bulk/", ticked | {"move": "scrap"}).content.decode()
    assert page.count("未办") == 2
    for thing, why in ((printer, "SJ-2026-0001"), (server, "存储介质尚未确认清除")):
        with pytest.raises(Refused, match=why):
            do(thing, "scrap", "asset_officer", channel="api", reason="报废", reference="SJ-2026-0001")
    assert {again(one).state for one in (printer, server)} == {ItemState.IDLE}


@pytest.mark.rule("R-CI-02")
def test_a_controlled_item_is_scrapped_by_its_request(item: Any, scrap: Any, agreed: Any) -> None:
    switch = item("core_switch", "旧核心交换机", original_value="120000")
    agreed(scrap(switch, wipe_method="none", wiped_by=None, wiped_on=None), secrecy=False)
    assert again(switch).state == ItemState.SCRAPPED


def test_a_title_does_not_tell_what_an_item_is_called_that_few_may_know(
    item: Any, scrap: Any, hand_over: Any, cast: Any
) -> None:
    few = [cast.people["asset_officer"].pk, cast.people["configuration_manager"].pk]
    secret = item("server", "绝影服务器", custodian="asset_officer", known_to=few)
    for paper in (
        scrap(secret, submit=False),
        hand_over(secret, kind="transfer", receiver="configuration_manager"),
    ):
        assert "绝影" not in paper.title
        assert secret.number in paper.title


def test_the_form_says_beforehand_that_media_are_to_be_wiped(item: Any, actor: Any) -> None:
    keeper, server = actor("asset_officer"), item("server", "旧服务器")
    request = ScrapRequest(items=[server.pk])
    (told,) = manners_of("scrap_request").foretell(request, keeper)
    assert server.number in told.sentence
    request.wipe_method = WipeMethod.values[-1]
    assert manners_of("scrap_request").foretell(request, keeper) == []
