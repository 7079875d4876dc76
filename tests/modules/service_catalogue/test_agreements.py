"""R-SLA-01: a service in use has a valid agreement; a vendor promises nothing wider than the bureau does."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.jobs import run_now
from govops.kernel.messages.models import Message
from govops.kernel.norms import judging
from govops.kernel.norms.models import DutyPeriod
from govops.kernel.norms.obligations import get as obligation
from govops.kernel.registers import doors, site
from govops.modules.service_catalogue import models
from tests.modules.service_catalogue.conftest import MANAGER, ORDINARY, rows
from tests.moments import at

TIGHT = ((10, 30, 90), (20, 60, 180), (60, "", 400), (120, "", 900))
WIDE = ((15, 60, 121), *ORDINARY[1:])


@pytest.mark.rule("R-SLA-01")
def test_a_service_without_an_agreement_is_not_put_in_use(item: Any, signed: Any, draft: Any, do: Any) -> None:  # fmt: skip
    service = item()
    for _ in range(2):
        for channel in ("page", "api", "import", "job"):
            with pytest.raises(Refused, match="还没有生效的对内服务级别协议") as refusal:
                do(service, "put_in_use", channel=channel)
            assert refusal.value.rule == "R-SLA-01"
        draft(service)  # a draft is no agreement
    models.ServiceLevelAgreement.objects.all().delete()
    signed(service, kind="vendor")
    with pytest.raises(Refused, match="对内"):
        do(service, "put_in_use")
    signed(service)
    assert do(service, "put_in_use").state == "in_use"


@pytest.mark.rule("R-SLA-01")
def test_neither_page_nor_program_nor_workbook_puts_it_in_use(
    item: Any, create: Any, client_of: Any, api_of: Any
) -> None:
    service = item()
    page = client_of(MANAGER).post(f"/r/service_item/{service.pk}/do/", {"move": "put_in_use"})
    assert page.status_code == 409
    assert "还没有生效的对内服务级别协议" in page.content.decode()
    answer = api_of(MANAGER).post(
        f"/api/v1/service_item/{service.pk}/put_in_use", {}, content_type="application/json"
    )
    assert answer.status_code == 409
    assert "还没有生效的对内服务级别协议" in answer.json()["detail"]
    with pytest.raises(Refused, match="由系统维护"):
        create("service_item", channel="import", state="in_use")
    service.refresh_from_db()
    assert service.state == "draft"


@pytest.mark.rule("R-SLA-01")
def test_an_agreement_that_has_not_begun_or_is_over_is_none(item: Any, signed: Any, do: Any) -> None:
    service = item()
    signed(service, valid_from="2026-12-01")
    with pytest.raises(Refused, match="还没有生效"):
        do(service, "put_in_use")
    with at("2026-12-01 09:00"):
        assert do(service, "put_in_use").state == "in_use"
    other = item("扫描仪报修")
    signed(other, valid_to="2026-11-30", review_on="2026-11-28")
    with at("2026-12-02 09:00"), pytest.raises(Refused, match="还没有生效"):
        do(other, "put_in_use")


@pytest.mark.rule("R-SLA-01")
@pytest.mark.parametrize("channel", ["page", "api", "import", "job"])
def test_a_vendor_may_not_be_wider_than_the_bureau(
    item: Any, signed: Any, draft: Any, create: Any, cast: Bureau, actor: Any, channel: str
) -> None:
    service = item()
    signed(service)
    data = {
        "kind": "vendor", "name": "合同", "party_a": cast.units["XXZX"].pk, "party_b": cast.units["HX"].pk, "services": [service.pk],
        "targets": rows(WIDE), "report_cycle": "month", "valid_from": "2026-11-01", "valid_to": "2027-10-31", "review_on": "2027-06-30",
    }  # fmt: skip
    with pytest.raises(Refused, match="解决 121 分钟（对内 120 分钟）") as refusal:
        create("service_level_agreement", channel=channel, **data)
    assert (refusal.value.rule, refusal.value.status) == ("R-SLA-01", 422)
    for figures, words in (
        (((15, "", 120), *ORDINARY[1:]), "没有约定到场时限"),
        (((16, 60, 120), *ORDINARY[1:]), "响应 16 分钟"),
    ):
        with pytest.raises(Refused, match=words):
            create("service_level_agreement", channel=channel, **data | {"targets": rows(figures)})
    contract = create("service_level_agreement", channel=channel, **data | {"targets": rows()})
    with pytest.raises(Refused, match="不得宽于"):
        doors.update(
            site.get("service_level_agreement"), contract.pk, {"targets": rows(WIDE)}, actor=actor(MANAGER, channel), version=None,
        )  # fmt: skip


@pytest.mark.rule("R-SLA-01")
def test_the_bureau_may_not_promise_more_than_its_vendors_give(
    item: Any, signed: Any, draft: Any, client_of: Any
) -> None:
    """The other half: the internal agreement changes under a contract that stands."""
    service = item()
    contract = signed(service, kind="vendor")
    with pytest.raises(Refused, match=f"{contract.number} 的 P1 响应 15 分钟（对内 10 分钟）") as refusal:
        draft(service, figures=TIGHT)
    assert refusal.value.rule == "R-SLA-01"
    assert draft(service).state == "draft"


@pytest.mark.rule("R-SLA-01")
def test_what_became_wider_meanwhile_is_not_signed(item: Any, draft: Any, do: Any) -> None:
    service = item()
    contract = draft(service, kind="vendor")
    agreement = draft(service, figures=TIGHT)
    do(agreement, "submit")
    do(agreement, "approve", "info_center")
    do(agreement, "approve", "unit_head")
    with pytest.raises(Refused, match="宽于对内协议") as refusal:
        do(contract, "submit")
    assert refusal.value.rule == "R-SLA-01"
    assert do(agreement, "sign", signed_on="2026-11-23").state == "effective"


@pytest.mark.rule("R-SLA-01")
def test_without_an_internal_agreement_the_parameters_are_the_measure(item: Any, draft: Any) -> None:
    with pytest.raises(Refused, match="缺省时限"):
        draft(item(), kind="vendor", figures=WIDE)


@pytest.mark.rule("R-SLA-01")
def test_other_hours_are_wider_unless_they_are_round_the_clock(item: Any, signed: Any, draft: Any) -> None:
    from govops.kernel.calendar.hours import ensure_always
    from govops.kernel.calendar.models import WorkCalendar

    service = item()
    signed(service)
    short = WorkCalendar.objects.create(code="mornings", name="上午")
    with pytest.raises(Refused, match="所用服务时间"):
        draft(service, kind="vendor", calendar=short.pk)
    assert draft(service, kind="vendor", calendar=ensure_always().pk)


@pytest.mark.rule("R-SLA-01")
def test_an_agreement_is_not_ended_under_a_service_in_use(item: Any, signed: Any, do: Any) -> None:
    service = item()
    agreement = signed(service)
    do(service, "put_in_use")
    with pytest.raises(Refused, match="“打印机报修”将没有有效协议") as refusal:
        do(agreement, "terminate", opinion="改由他处提供")
    assert refusal.value.rule == "R-SLA-01"
    do(service, "retire", opinion="不再提供")
    assert do(agreement, "terminate", opinion="改由他处提供").state == "terminated"


def test_a_new_agreement_takes_the_place_of_the_old_one(item: Any, signed: Any, draft: Any, do: Any) -> None:
    service = item()
    former = signed(service)
    do(service, "put_in_use")
    with pytest.raises(Refused, match=f"已有协议 {former.number}"):
        draft(service, figures=TIGHT)
    signed(service, figures=TIGHT, replaces=former.pk, valid_from="2026-12-01")
    former.refresh_from_db()
    assert (former.state, str(former.ended_on)) == ("terminated", "2026-11-30")
    with pytest.raises(Refused, match="自动办理"):
        do(signed(item("扫描仪报修")), "supersede")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_to": "2026-10-01"}, "早于“有效期起”"),
        ({"review_on": "2028-01-01"}, "评审日"),
        ({"targets": rows()[:3]}, "P1 至 P4 各一行"),
        ({"targets": rows(((130, "", 120), *ORDINARY[1:]))}, "响应不长于到场"),
        ({"targets": rows(((0, "", 120), *ORDINARY[1:]))}, "大于零"),
        ({"targets": [{**row, "resolve": "很快"} for row in rows()]}, "应为整数"),
        ({"services": []}, "请选择“服务项”"),
    ],
)
def test_an_agreement_says_what_is_missing(item: Any, draft: Any, changes: Any, words: str) -> None:
    service = item()
    with pytest.raises(Refused, match=words) as refusal:
        draft(service, **changes)
    assert refusal.value.status == 422


def test_the_parties_are_a_customer_and_a_provider(item: Any, draft: Any, cast: Bureau) -> None:
    service = item()
    with pytest.raises(Refused, match="同一单位"):
        draft(service, party_b=cast.units["GHC"].pk)
    with pytest.raises(Refused, match="不是厂商"):
        draft(service, kind="vendor", party_b=cast.units["GHC"].pk)
    with pytest.raises(Refused, match="请选“外包支撑合同”"):
        draft(service, party_b=cast.units["HX"].pk)


def test_it_is_signed_by_the_head_of_the_customer(item: Any, draft: Any, do: Any) -> None:
    agreement = draft(item())
    do(agreement, "submit")
    do(agreement, "approve", "info_center")
    with pytest.raises(Refused):
        do(agreement, "approve", "business_unit")
    assert do(agreement, "approve", "unit_head").state == "approved"
    with pytest.raises(Refused, match="不能晚于今天"):
        do(agreement, "sign", signed_on="2026-12-24")


def test_people_hear_thirty_and_seven_days_before_the_end(item: Any, signed: Any, cast: Bureau) -> None:
    agreement = signed(item(), valid_to="2026-12-31", review_on="2026-12-15")
    told = Message.objects.filter(register="service_level_agreement", title__contains="到期")
    for day, sentence, messages in (
        ("2026-11-30", "到期 0 份，提醒 0 份", 0),
        ("2026-12-01", "到期 0 份，提醒 1 份", 1),
        ("2026-12-02", "到期 0 份，提醒 0 份", 1),
        ("2026-12-26", "到期 0 份，提醒 1 份", 2),  # the job slept on the 24th and makes up for it
        ("2026-12-31", "到期 0 份，提醒 0 份", 2),
        ("2027-01-01", "到期 1 份，提醒 0 份", 3),
    ):
        with at(f"{day} 00:35"):
            assert run_now("service_catalogue.watch_agreements").sentence == sentence
        assert told.count() == messages, day
    assert {message.person_id for message in told} == {cast.people[MANAGER].pk}
    agreement.refresh_from_db()
    assert agreement.state == "expired"


def test_a_yearly_review_is_owed_and_proved(item: Any, signed: Any, do: Any, client_of: Any) -> None:
    agreement = signed(item(), valid_from="2026-01-01", valid_to="2027-12-31", review_on="2026-12-15")
    duty = obligation("N3§6.1-review")
    with at("2026-12-01 01:00"):
        judging.judge(at_day("2026-12-01"), obligations=[duty])
    row = DutyPeriod.objects.get(obligation=duty.id)
    assert (row.state, row.subject_id) == ("due", agreement.pk)
    with at("2026-12-10 10:00"):
        with pytest.raises(Refused, match="下次评审日"):
            do(agreement, "review", review_result="全年达标，无需修订", next_review_on="2026-12-10")
        do(agreement, "review", review_result="全年达标，无需修订", next_review_on="2027-12-10")
        judging.judge(at_day("2026-12-10"), obligations=[duty])
        page = client_of(MANAGER).get(f"/r/service_level_agreement/{agreement.pk}/").content.decode()
    row.refresh_from_db()
    assert row.state == "met"
    assert "全年达标" in row.evidence_words
    assert "摘要相符" in page
    assert "签名失效" not in page, "a review changes nothing that was signed"


def at_day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)
