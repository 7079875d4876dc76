"""权限复核: every half-year each grant is looked at; nobody looks at his own; what is left undone shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access import grants, reviewing
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import GrantReview, RoleGrant
from govops.kernel.audit.models import AuditEntry
from govops.kernel.norms import coverage, duties, judging
from govops.kernel.norms.models import DutyPeriod, DutyState
from govops.kernel.norms.obligations import Period
from govops.kernel.norms.rights_review import RIGHTS_REVIEW

As = Callable[..., Actor]
FIRST = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _autumn() -> Iterator[None]:
    with moment.at(datetime(2026, 11, 23, 9, tzinfo=timezone.get_default_timezone())):
        yield


def grant_of(username: str) -> RoleGrant:
    return RoleGrant.objects.filter(account__username=username).order_by("id")[0]


def keep(row: RoleGrant, actor: Actor) -> None:
    reviewing.decide(row, is_needed=True, reason="", first=FIRST, actor=actor)


def review_all(actor: As) -> None:
    for who in ("security_admin", "audit_admin"):
        for row in reviewing.with_reviews(reviewing.standing(FIRST), FIRST).filter(is_reviewed=False):
            if reviewing.may_decide(row, actor(who)):
                keep(row, actor(who))


def judge(day: date = date(2026, 11, 23)) -> None:
    judging.judge(day, obligations=[RIGHTS_REVIEW])


def test_each_decision_is_kept_and_told(cast: Bureau, actor: As) -> None:
    row = grant_of("mr_manager")
    keep(row, actor("security_admin"))
    assert GrantReview.objects.get().is_needed
    entry = AuditEntry.objects.get(operation="authorize")
    assert "权限复核 mr_manager" in entry.summary
    assert (entry.after or {})["复核"] == "仍需要"
    with pytest.raises(Refused, match="本期已经复核"):
        keep(row, actor("security_admin"))


@pytest.mark.rule("R-USR-04")
def test_nobody_reviews_himself_and_nobody_else_reviews(cast: Bureau, actor: As) -> None:
    own = grant_of("security_admin")
    with pytest.raises(Refused, match="不能复核自己"):
        keep(own, actor("security_admin"))
    with pytest.raises(Refused, match="只复核安全管理员"):
        keep(grant_of("mr_manager"), actor("audit_admin"))
    for who in ("system_admin", "mr_manager"):
        with pytest.raises(Refused, match="只有安全管理员"):
            keep(grant_of("guard"), actor(who))
    with pytest.raises(Refused, match="只有安全管理员"):
        reviewing.decide(own, is_needed=False, reason="x", first=FIRST, actor=actor("audit_admin"))
    keep(own, actor("audit_admin"))


def test_what_is_not_needed_ends_at_once_with_its_reason(cast: Bureau, actor: As) -> None:
    row = grant_of("guard")
    admin = actor("security_admin")
    with pytest.raises(Refused, match="请填写“收回原因”"):
        reviewing.decide(row, is_needed=False, reason=" ", first=FIRST, actor=admin)
    reviewing.decide(row, is_needed=False, reason="已调岗", first=FIRST, actor=admin)
    row.refresh_from_db()
    assert (row.revoked_at is not None, row.revoke_reason) == (True, "权限复核：已调岗")
    assert not reviewing.standing(FIRST).filter(pk=row.pk).exists()


def test_the_last_of_a_kind_is_not_taken_and_the_decision_does_not_stand(cast: Bureau, actor: As) -> None:
    row = grant_of("audit_admin")
    with pytest.raises(Refused, match="最后一名审计管理员"):
        reviewing.decide(row, is_needed=False, reason="x", first=FIRST, actor=actor("security_admin"))
    assert not GrantReview.objects.exists()


def test_the_duty_is_met_when_everything_was_looked_at(cast: Bureau, actor: As) -> None:
    judge()
    duty = DutyPeriod.objects.get(obligation=RIGHTS_REVIEW.id)
    assert (duty.state, duty.first, duty.last) == (DutyState.DUE, FIRST, date(2026, 12, 31))
    assert {person.account.username for person in duty.responsible.all()} >= {"security_admin", "audit_admin"}
    grants.grant(
        cast.accounts["end_user"], "guard", basis="QXSQ-1", actor=actor("security_admin")
    )  # newer than the period: looked at when it was given
    review_all(actor)
    judge()
    duty.refresh_from_db()
    assert duty.state == DutyState.MET
    assert "收回 0 项" in duty.evidence_words


def test_what_is_overdue_shows_to_the_administrator_and_in_the_norms(cast: Bureau, actor: As) -> None:
    judge()
    judge(date(2027, 1, 5))
    shown = duties.for_person(cast.people["security_admin"], date(2027, 1, 5))
    assert sorted(d.state for d in shown if d.title == "权限复核") == ["due", "missed"]
    row = next(r for r in coverage.rows(Period.of("month", date(2027, 1, 5))) if r.id == RIGHTS_REVIEW.id)
    assert (row.state, row.enforced) == ("gap", "每半年")
    assert "逾期未完成" in row.evidence
    before = next(r for r in coverage.rows(Period.of("month", date(2026, 11, 1))) if r.id == RIGHTS_REVIEW.id)
    assert "2026-12-31" in before.evidence


class TestThePage:
    URL = "/admin/review/"

    def test_it_decides_about_several_at_once(self, client_of: Callable[[str], Client], cast: Bureau) -> None:
        client = client_of("security_admin")
        kept, taken = grant_of("mr_manager"), grant_of("guard")
        told = {"do": "decide", f"grant-{kept.pk}": "keep", f"grant-{taken.pk}": "revoke"}
        refused = client.post(self.URL, told)
        assert refused.status_code == 422
        assert "请填写“收回原因”" in refused.content.decode()
        assert client.post(self.URL, told | {"reason": "已调岗"}).status_code == 302
        assert sorted(GrantReview.objects.values_list("is_needed", flat=True)) == [False, True]
        taken.refresh_from_db()
        assert taken.revoked_at is not None

    def test_all_or_nothing(self, client_of: Callable[[str], Client], cast: Bureau) -> None:
        client = client_of("security_admin")
        told = {
            "do": "decide", f"grant-{grant_of('mr_manager').pk}": "keep", f"grant-{grant_of('security_admin').pk}": "keep",
        }  # fmt: skip
        answer = client.post(self.URL, told)
        assert answer.status_code == 403
        assert "不能复核自己" in answer.content.decode()
        assert not GrantReview.objects.exists()

    @pytest.mark.parametrize(
        "told", [{}, {"grant-x": "keep"}, {"grant-999999": "keep"}, {"grant-1": "perhaps"}]
    )
    def test_what_names_nothing_is_refused(
        self, client_of: Callable[[str], Client], told: dict[str, str]
    ) -> None:
        assert client_of("security_admin").post(self.URL, {"do": "decide"} | told).status_code == 422

    def test_who_sees_it_and_what_the_filters_show(
        self, client_of: Callable[[str], Client], cast: Bureau, actor: As
    ) -> None:
        keep(grant_of("mr_manager"), actor("security_admin"))
        client = client_of("security_admin")
        assert "本期已复核" in client.get(f"{self.URL}?state=done").content.decode()
        assert "grant-" in client.get(f"{self.URL}?state=waiting").content.decode()
        page = client_of("audit_admin").get(f"{self.URL}?role=security_admin").content.decode()
        assert 'value="keep"' in page
        assert 'value="revoke"' not in page
        for who in ("system_admin", "mr_manager"):
            assert client_of(who).get(self.URL).status_code == 403
