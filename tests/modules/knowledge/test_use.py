"""Articles are found by people's own words, read, voted on and counted; and written from what was solved."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.kernel.access.answers import Refused
from govops.kernel.messages.models import Message
from govops.kernel.records import links
from govops.kernel.registers import doors, site
from govops.kernel.search.resembling import tokens
from govops.modules.knowledge import public
from govops.modules.knowledge.actions import vote
from govops.modules.knowledge.models import ArticleUse, ArticleVote, KnowledgeArticle
from govops.modules.knowledge.prose import Block, blocks
from tests.promises.test_pages import count

# --- suggestions ------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(published: Any) -> dict[str, KnowledgeArticle]:
    return {
        "jam": published(),
        "offline": published("打印机显示脱机", symptom="任务一直排队", solution="1. 取消脱机使用\n2. 重新打印一遍"),
        "key": published(
            "密钥插上没有反应", category="account", system="用户密钥", keywords="UKey", symptom="指示灯不亮", solution="换到机箱后面的接口再试一次"
        ),
    }  # fmt: skip


def titles(text: str, actor: Any, **kwargs: Any) -> list[str]:
    return [one.title for one in public.suggest(text, actor=actor, **kwargs)]


def test_a_sentence_in_ones_own_words_finds_the_article(shelf: Any, actor: Any) -> None:
    person = actor("end_user")
    assert titles("我的打印机总是卡纸，请问怎么办", person)[0] == "打印机卡纸怎么办"
    assert titles("ukey插到电脑上没反应", person) == ["密钥插上没有反应"]
    assert (
        titles("打印机", person, limit=1) == ["打印机显示脱机"] or len(titles("打印机", person, limit=1)) == 1
    )
    assert titles("食堂今天吃什么", person) == []
    assert titles("", person) == titles("？？", person) == []


def test_of_two_that_fit_alike_the_more_used_comes_first(shelf: Any, actor: Any) -> None:
    for _ in range(3):
        public.count_use(shelf["offline"].pk)
    assert titles("打印机", actor("end_user"))[0] == "打印机显示脱机"
    public.count_use(shelf["jam"].pk)
    assert titles("打印机", actor("end_user"))[0] == "打印机显示脱机"


def test_a_suggestion_costs_no_query_an_article_and_says_where_to_read(shelf: Any, actor: Any) -> None:
    person = actor("end_user")
    with CaptureQueriesContext(connection) as queries:
        found = public.suggest("打印机卡纸", actor=person)
    assert len(queries) <= 2, "whom the reader stands in for, and the articles"
    assert (found[0].url, found[0].summary[:4]) == (f"/m/knowledge/{shelf['jam'].pk}/", "关闭电源")


def test_hostile_words_are_only_words(shelf: Any, actor: Any) -> None:
    for text in ("' | 打印:* & !", "\\'打印机\\", "a" * 5000, "打印机\x00卡纸", "%_()<>|&!:*"):
        public.suggest(text, actor=actor("end_user"))


def test_tokens_leave_out_what_tells_nothing() -> None:
    assert tokens("怎么办") == []
    assert tokens("打印机怎么办") == ["打印", "印机", "机怎"]
    assert tokens("VPN 连不上")[0] == "vpn"


# --- reading and votes ------------------------------------------------------------------------------------------------


def test_the_page_of_an_article_reads_as_steps(shelf: Any, client_of: Any) -> None:
    page = client_of("end_user").get(f"/m/knowledge/{shelf['jam'].pk}/").content.decode()
    assert "<ol><li>关闭电源，等两分钟</li>" in page
    assert "解决了" in page


def test_text_is_cut_into_paragraphs_steps_and_points() -> None:
    text = "先看灯。\n不亮就换。\n\n1. 拔线\n2、再插\n（3）重启\n\n- 甲\n- 乙"
    assert list(blocks(text)) == [
        Block("text", ["先看灯。", "不亮就换。"]),
        Block("steps", ["拔线", "再插", "重启"]),
        Block("points", ["甲", "乙"]),
    ]
    assert list(blocks("3 楼的打印机\n10.20.1.1 不通")) == [Block("text", ["3 楼的打印机", "10.20.1.1 不通"])]


def test_a_vote_counts_once_and_may_be_changed(shelf: Any, client_of: Any) -> None:
    article, client = shelf["jam"], client_of("end_user")
    address = f"/m/knowledge/{article.pk}/vote/"
    for choice in ("1", "1", "0", "1"):
        assert client.post(address, {"helpful": choice, "words": "不清楚"}).status_code == 302
    article.refresh_from_db()
    assert (article.helpful, article.unhelpful, article.uses) == (1, 0, 1)
    assert ArticleVote.objects.count() == 1
    told = Message.objects.filter(register="knowledge_article", title__contains="没有帮助")
    assert {message.person.name for message in told} == {"朱文杰", "梁晓东"}, "author and reviewer"
    assert client.post(address, {"helpful": "2"}).status_code == 422
    assert client.get(address).status_code == 405


def test_nobody_votes_on_what_he_may_not_see_or_what_is_over(write: Any, do: Any, shelf: Any, client_of: Any, actor: Any) -> None:  # fmt: skip
    draft = write("另一条知识")
    assert client_of("end_user").post(f"/m/knowledge/{draft.pk}/vote/", {"helpful": "1"}).status_code == 404
    ended = do(shelf["jam"], "retire", "problem_manager", opinion="设备已全部更换")
    with pytest.raises(Refused, match="已失效"):
        vote(ended, is_helpful=True, words="", actor=actor("end_user"))
    assert "已失效" in client_of("support_l1").get(f"/m/knowledge/{ended.pk}/").content.decode()


def test_a_use_for_a_ticket_is_counted_once(shelf: Any, actor: Any) -> None:
    for _ in range(2):
        public.count_use(shelf["key"].pk, actor=actor("support_l1"), register="visitor_entry", record_id=7)
    assert ArticleUse.objects.count() == 1
    shelf["key"].refresh_from_db()
    assert shelf["key"].uses == 1


# --- from a record ----------------------------------------------------------------------------------------------------


@pytest.fixture
def solved(cast: Any, actor: Any) -> Any:
    """Any record stands for a solved ticket: here a support group."""
    data = {"name": "服务台", "line": "first", "leader": cast.people["service_desk"].pk, "is_active": "1"}
    return doors.create(site.get("support_group"), data, actor=actor("service_level_manager"))


def test_a_draft_from_a_ticket_is_linked_to_it(solved: Any, actor: Any) -> None:
    article = public.draft_from(
        register="support_group", record_id=solved.pk, title="打印机卡纸", symptom="卡住", solution="顺着方向取出卡住的纸张", actor=actor("service_desk"),
        category="desktop", system="打印机",
    )  # fmt: skip
    assert (article.state, article.source_number, article.applicant.name) == (
        "draft",
        solved.number,
        "吴小雨",
    )
    assert [one.word for one in links.of(article, actor("service_desk"))] == ["整理自"]
    assert [one.word for one in links.of(solved, actor("service_desk"))] == ["整理为知识"]


def test_no_draft_from_what_one_may_not_see_or_what_is_for_few(solved: Any, actor: Any) -> None:
    given = {"register": "support_group", "title": "打印机卡纸", "symptom": "卡", "solution": "顺着方向取出卡住的纸张", "actor": actor("service_desk")}  # fmt: skip
    with pytest.raises(Refused) as refusal:
        public.draft_from(record_id=10**9, **given)
    assert refusal.value.status == 404
    type(solved).objects.filter(pk=solved.pk).update(
        is_restricted=True, applicant=actor("service_desk").person
    )
    with pytest.raises(Refused, match="限定了知悉范围"):
        public.draft_from(record_id=solved.pk, **given)
    assert not KnowledgeArticle.objects.exists()


@pytest.mark.parametrize("address", ["/m/knowledge/", "/m/knowledge/?q=打印机", "/m/knowledge/?category=desktop", "/m/knowledge/{}/"])  # fmt: skip
def test_the_readers_pages_ask_the_same_however_much_there_is(shelf: Any, published: Any, client_of: Any, address: str) -> None:  # fmt: skip
    client, address = client_of("end_user"), address.format(shelf["jam"].pk)

    before = count(client, address)
    for number in range(3):
        published(f"打印机的又一个问题{number}")
    assert count(client, address) == before
    assert before <= 12
