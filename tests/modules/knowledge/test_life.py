"""An article is written, reviewed, published, read, renewed, replaced and ended."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.jobs import run_now
from govops.kernel.norms import judging
from govops.kernel.norms.models import DutyPeriod
from govops.kernel.norms.obligations import get as obligation
from govops.kernel.processes.models import WorkItem
from govops.modules.knowledge import public
from govops.modules.knowledge.actions import months_later
from govops.modules.knowledge.models import KnowledgeArticle
from tests.moments import at


def test_the_author_does_not_publish_his_own(write: Any, do: Any) -> None:
    article = write(by="problem_manager")
    do(article, "submit", "problem_manager")
    with pytest.raises(Refused):
        do(article, "approve", "problem_manager")
    article = do(article, "approve", "incident_manager")
    assert (article.state, article.reviewer.name, str(article.valid_to)) == ("published", "赵立新", "2027-11-23")  # fmt: skip


def test_a_draft_is_read_by_nobody_who_only_reads(write: Any, do: Any, client_of: Any) -> None:
    article = write()
    reader = client_of("end_user")
    for address in (f"/m/knowledge/{article.pk}/", f"/r/knowledge_article/{article.pk}/"):
        assert reader.get(address).status_code == 404
    assert f"/m/knowledge/{article.pk}/" not in reader.get("/m/knowledge/").content.decode()
    do(article, "submit", "support_l2")
    do(article, "approve", "problem_manager")
    for address in (f"/m/knowledge/{article.pk}/", f"/r/knowledge_article/{article.pk}/"):
        assert reader.get(address).status_code == 200
    assert f"/m/knowledge/{article.pk}/" in reader.get("/m/knowledge/").content.decode()


def test_a_secret_article_stays_hidden_when_published(published: Any, cast: Bureau, client_of: Any) -> None:
    article = published()
    KnowledgeArticle.objects.filter(pk=article.pk).update(secrecy_level=2)
    assert client_of("end_user").get(f"/m/knowledge/{article.pk}/").status_code == 404
    found = client_of("end_user").get("/m/knowledge/?q=打印机").content.decode()
    assert f"/m/knowledge/{article.pk}/" not in found


def test_a_state_in_the_payload_publishes_nothing(write: Any) -> None:
    for channel in ("page", "api", "import"):
        with pytest.raises(Refused, match="由系统维护"):
            write(channel=channel, state="published")
    with pytest.raises(Refused, match="没有“uses”"):
        write(uses=99)


@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_the_same_name_is_revised_and_an_empty_answer_is_none(published: Any, write: Any, channel: str) -> None:  # fmt: skip
    article = published()
    with pytest.raises(Refused, match=f"已有同名条目 {article.number}") as refusal:
        write(channel=channel)
    assert refusal.value.field == "subject"
    with pytest.raises(Refused, match="过于简单"):
        write("另一条", channel=channel, solution="重启")


def test_a_new_edition_takes_the_place_of_the_former_and_keeps_its_uses(published: Any, do: Any) -> None:
    first = published()
    public.count_use(first.pk)
    do(first, "revise", "support_l1")
    draft = KnowledgeArticle.objects.get(former=first)
    assert (draft.state, draft.edition, draft.applicant.name) == ("draft", 2, "徐航")
    with pytest.raises(Refused, match="徐航正在修订此条目"):
        do(first, "revise", "support_l2")
    first.refresh_from_db()
    assert first.state == "published", "readers keep it until the new one is out"
    do(draft, "submit", "support_l1")
    second = do(draft, "approve", "problem_manager")
    first.refresh_from_db()
    assert (first.state, second.state, second.uses) == ("expired", "published", 1)
    assert (
        "由第 2 版" in first.title or WorkItem.objects.filter(record_id=first.pk, status="open").count() == 0
    )


def test_before_the_end_of_the_term_it_is_reviewed_or_it_ends(published: Any, do: Any, actor: Any) -> None:
    kept, forgotten = published(valid_months=1), published("打印不清楚怎么办", valid_months=1)
    with at("2026-12-01 00:40"):
        assert run_now("knowledge.watch_articles").sentence == "转待复审 2 条，期满失效 0 条"
        assert run_now("knowledge.watch_articles").sentence == "转待复审 0 条，期满失效 0 条"
    todo = WorkItem.objects.filter(record_id=kept.pk, register="knowledge_article", status="open")
    assert {item.step_title for item in todo} == {"复审确认"}
    with at("2026-12-20 10:00"):
        assert len(public.suggest("打印机卡纸", actor=actor("end_user"))) == 2, "until then they can be read"
        with pytest.raises(Refused, match="不能早于今天"):
            do(kept, "confirm_review", "problem_manager", valid_to="2026-12-01")
        assert str(do(kept, "confirm_review", "problem_manager").valid_to) == "2027-01-20"
    with at("2027-01-01 00:40"):
        assert run_now("knowledge.watch_articles").sentence == "转待复审 1 条，期满失效 1 条"
        assert [one.id for one in public.suggest("打印机", actor=actor("end_user"))] == [kept.pk]
    forgotten.refresh_from_db()
    assert forgotten.state == "expired"


def test_a_renewal_leaves_the_signatures_whole(published: Any, do: Any, client_of: Any) -> None:
    article = published(valid_months=1)
    run_now("knowledge.watch_articles")
    do(article, "confirm_review", "problem_manager")
    page = client_of("problem_manager").get(f"/r/knowledge_article/{article.pk}/").content.decode()
    assert "摘要相符" in page
    assert "签名失效" not in page


def test_what_is_past_its_term_is_not_suggested_even_before_the_job_ran(published: Any, actor: Any) -> None:
    published(valid_months=1)
    assert public.suggest("打印机卡纸", actor=actor("end_user"))
    with at("2026-12-24 00:01"):
        assert not public.suggest("打印机卡纸", actor=actor("end_user"))


def test_the_review_is_a_duty_of_the_month(published: Any, do: Any) -> None:
    from datetime import date

    kept, lapsed = published(valid_months=1), published("打印不清楚怎么办", valid_months=1)
    duty = obligation("N2§7.5-review")
    with at("2026-12-01 01:00"):
        judging.judge(date(2026, 12, 1), obligations=[duty])
    assert DutyPeriod.objects.filter(obligation=duty.id, state="due").count() == 2
    with at("2026-12-05 00:40"):
        run_now("knowledge.watch_articles")
    with at("2026-12-10 10:00"):
        do(kept, "confirm_review", "problem_manager")
    with at("2026-12-24 00:40"):
        run_now("knowledge.watch_articles")
    with at("2027-01-01 01:00"):
        judging.judge(date(2027, 1, 1), obligations=[duty])
    states = dict(DutyPeriod.objects.filter(obligation=duty.id).values_list("subject_id", "state"))
    assert states == {kept.pk: "met", lapsed.pk: "missed"}


def test_months_are_counted_to_their_ends() -> None:
    from datetime import date

    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 11, 23), 12) == date(2027, 11, 23)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
