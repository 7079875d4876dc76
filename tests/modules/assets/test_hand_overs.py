"""资产交接单: both sign, then everything moves or nothing does."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.records.visibility import visible
from govops.modules.assets.choices import HandOverState
from govops.modules.configuration.public import ConfigurationItem, History, ItemState


def again(record: Any) -> Any:
    record.refresh_from_db()
    return record


def test_what_is_issued_changes_hands_when_both_have_signed(
    item: Any, hand_over: Any, do: Any, cast: Any, room: Any
) -> None:
    things = [item("printer", f"打印机{n}", enters_as="stock") for n in (1, 2)]
    paper = hand_over(*things, to_location=room.pk)
    assert [line["name"] for line in paper.things] == ["打印机1", "打印机2"]
    paper = do(paper, "hand_out", "asset_officer")
    assert again(things[0]).state == ItemState.STOCK
    paper = do(paper, "receive", "end_user")
    assert paper.state == HandOverState.DONE
    assert paper.giver_words.startswith("苏婉宁")
    assert paper.receiver_words.startswith("钱思雨")
    for thing in things:
        again(thing)
        assert (thing.state, thing.custodian, thing.location) == (
            ItemState.IN_USE,
            cast.people["end_user"],
            room,
        )
        assert thing.owner_unit == cast.units["GHC"]


@pytest.mark.rule("R-CI-02")
def test_the_history_names_the_paper_and_the_one_who_received(
    item: Any, hand_over: Any, do: Any, cast: Any
) -> None:
    thing = item("printer", "打印机", enters_as="stock")
    paper = do(do(hand_over(thing), "hand_out", "asset_officer"), "receive", "end_user")
    told = History.objects.get(register="configuration_item", record_id=thing.pk, until__isnull=True)
    assert (told.reference, told.by) == (paper.number, cast.people["end_user"])
    assert told.reason == "领用：新进人员办公"


def test_only_the_receiver_signs_for_having_received(item: Any, hand_over: Any, do: Any) -> None:
    paper = do(hand_over(item("printer", "打印机", enters_as="stock")), "hand_out", "asset_officer")
    with pytest.raises(Refused, match="只有接收人可以办理"):
        do(paper, "receive", "asset_officer")


def test_one_item_that_cannot_go_keeps_all_where_they_are(item: Any, hand_over: Any, do: Any) -> None:
    good, bad = item("printer", "打印机", enters_as="stock"), item("printer", "另一台", enters_as="stock")
    paper = do(hand_over(good, bad), "hand_out", "asset_officer")
    do(bad, "put_aside", "asset_officer", reason="待查")
    do(bad, "use_again", "asset_officer", reason="启用", reference=paper.number)
    with pytest.raises(Refused, match="现为“在用”"):
        do(paper, "receive", "end_user")
    assert again(good).state == ItemState.STOCK
    assert again(paper).state == HandOverState.HANDED
    assert paper.receiver_words == ""


@pytest.mark.rule("R-CI-03")
def test_no_notebook_reaches_the_intranet_by_a_hand_over(item: Any, hand_over: Any, do: Any) -> None:
    notebook = item("notebook", "便携机", enters_as="stock")
    paper = do(hand_over(notebook, to_zone="intranet"), "hand_out", "asset_officer")
    with pytest.raises(Refused, match="笔记本类设备不得登记到政务内网") as caught:
        do(paper, "receive", "end_user")
    assert caught.value.rule == "R-CI-03"
    assert again(notebook).state == ItemState.STOCK


@pytest.mark.rule("R-CI-02")
def test_a_controlled_item_changes_hands_only_with_a_third_persons_word(
    item: Any, hand_over: Any, do: Any, cast: Any
) -> None:
    switch = item("core_switch", "核心交换机", custodian="duty_officer")
    paper = hand_over(switch, kind="transfer", giver="duty_officer", receiver="network_engineer")
    assert paper.has_controlled
    do(paper, "hand_out", "duty_officer")
    with pytest.raises(Refused, match="须先由配置经理办理“同意移交”") as caught:
        do(paper, "receive", "network_engineer")
    assert caught.value.rule == "R-CI-02"
    with pytest.raises(Refused, match="只有配置经理可以办理"):
        do(paper, "agree", "asset_officer")
    paper = do(paper, "agree", "configuration_manager")
    assert paper.manager_words
    do(paper, "receive", "network_engineer")
    assert again(switch).custodian == cast.people["network_engineer"]


@pytest.mark.rule("R-CI-02")
def test_a_manager_who_gives_does_not_agree_as_well(item: Any, hand_over: Any, do: Any) -> None:
    switch = item("core_switch", "核心交换机")
    paper = hand_over(switch, kind="transfer", giver="configuration_manager", receiver="network_engineer")
    do(paper, "hand_out", "configuration_manager")
    with pytest.raises(Refused, match="以外的配置经理同意"):
        do(paper, "agree", "configuration_manager")


@pytest.mark.rule("R-CI-02")
@pytest.mark.parametrize("kind", ["repair", "return", "issue"])
def test_no_kind_of_hand_over_goes_round_the_third_person(
    item: Any, hand_over: Any, do: Any, kind: str
) -> None:
    is_new = kind == "issue"
    switch = item(
        "core_switch", "核心交换机", custodian="duty_officer", enters_as="stock" if is_new else "in_use"
    )
    giver, receiver = ("asset_officer", "duty_officer") if is_new else ("duty_officer", "asset_officer")
    paper = hand_over(switch, kind=kind, giver=giver, receiver=receiver, repairer="华信网络")
    do(paper, "hand_out", giver)
    with pytest.raises(Refused, match="同意移交"):
        do(paper, "receive", receiver)
    do(do(paper, "agree", "configuration_manager"), "receive", receiver)
    assert again(switch).state in {ItemState.REPAIR, ItemState.IDLE, ItemState.IN_USE}


def test_giver_and_receiver_are_two_people(item: Any, hand_over: Any) -> None:
    with pytest.raises(Refused, match="不能是同一人"):
        hand_over(item("printer", "打印机", enters_as="stock"), receiver="asset_officer")


def test_what_somebody_answers_for_is_given_by_that_person(item: Any, hand_over: Any) -> None:
    thing = item("printer", "打印机", custodian="duty_officer")
    with pytest.raises(Refused, match="责任人是王磊"):
        hand_over(thing, kind="transfer", giver="asset_officer")


def test_what_is_issued_goes_to_a_network(item: Any, hand_over: Any) -> None:
    with pytest.raises(Refused, match="接入网络"):
        hand_over(item("printer", "打印机", enters_as="stock"), to_zone="")


def test_an_item_stands_in_one_open_hand_over(item: Any, hand_over: Any, do: Any) -> None:
    thing = item("printer", "打印机", enters_as="stock")
    first = do(hand_over(thing), "hand_out", "asset_officer")
    with pytest.raises(Refused, match=first.number):
        hand_over(thing, receiver="duty_officer")


def test_a_repair_leads_out_and_back(item: Any, hand_over: Any, do: Any) -> None:
    thing = item("printer", "打印机", custodian="end_user")
    with pytest.raises(Refused, match="维修单位"):
        hand_over(thing, kind="repair", giver="end_user", receiver="asset_officer")
    out = hand_over(thing, kind="repair", giver="end_user", receiver="asset_officer", repairer="华信网络")
    do(do(out, "hand_out", "end_user"), "receive", "asset_officer")
    assert again(thing).state == ItemState.REPAIR
    back = hand_over(thing, kind="repaired", giver="asset_officer", receiver="end_user")
    do(do(back, "hand_out", "asset_officer"), "receive", "end_user")
    assert again(thing).state == ItemState.IN_USE


def test_what_is_returned_lies_idle_with_who_took_it(
    item: Any, hand_over: Any, do: Any, store: Any, cast: Any
) -> None:
    thing = item("printer", "打印机", custodian="end_user")
    paper = hand_over(thing, kind="return", giver="end_user", receiver="asset_officer", to_location=store.pk)
    do(do(paper, "hand_out", "end_user"), "receive", "asset_officer")
    assert (again(thing).state, thing.location) == (ItemState.IDLE, store)
    assert thing.custodian == cast.people["asset_officer"]


def test_the_receiver_may_decline_and_the_giver_signs_anew(item: Any, hand_over: Any, do: Any) -> None:
    paper = do(hand_over(item("printer", "打印机", enters_as="stock")), "hand_out", "asset_officer")
    paper = do(paper, "decline", "end_user", opinion="缺一根电源线")
    assert (paper.state, paper.giver_words) == (HandOverState.DRAFT, "")


@pytest.mark.parametrize("channel", ["api", "import"])
def test_the_rules_hold_whichever_way_the_paper_comes(item: Any, hand_over: Any, channel: str) -> None:
    thing = item("printer", "打印机")
    with pytest.raises(Refused, match="现为“在用”"):
        hand_over(thing, channel=channel)


def test_what_the_departed_left_is_given_by_whoever_took_it_in_hand(
    item: Any, hand_over: Any, do: Any, cast: Any
) -> None:
    thing = item("printer", "打印机", custodian="duty_officer")
    gone = cast.people["duty_officer"]
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    paper = hand_over(thing, kind="return", giver="unit_head", receiver="asset_officer", to_zone="")
    do(do(paper, "hand_out", "unit_head"), "receive", "asset_officer")
    assert (again(thing).state, thing.custodian) == (ItemState.IDLE, cast.people["asset_officer"])


def test_the_receiver_reads_what_he_is_to_sign_for(hand_over: Any, item: Any, do: Any, actor: Any) -> None:
    """Until it is handed over, and afterwards as its keeper; not while the paper is a draft."""
    thing = item("printer", "打印机", enters_as="stock")
    paper = hand_over(thing)

    def is_read() -> bool:
        rows = visible(ConfigurationItem.objects.all(), actor("end_user"), register="configuration_item")
        return rows.filter(pk=thing.pk).exists()

    assert not is_read()
    paper = do(paper, "hand_out", "asset_officer")
    assert is_read()
    do(paper, "receive", "end_user")
    assert is_read()
