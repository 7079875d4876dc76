"""任职 and 免任: by the system administrator, with dates, a basis and an entry in the trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access import bureau, posts
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.organization.models import Post, PostHolding

As = Callable[..., Actor]
TODAY = moment.today


def give(cast: Bureau, actor: Actor, **changes: object) -> PostHolding:
    told = {
        "unit": cast.units["BGS"], "name": "机要员", "valid_from": TODAY(), "valid_to": None, "basis": "任〔2026〕3号",
    } | changes  # fmt: skip
    return posts.give(cast.people["end_user"], actor=actor, **told)  # type: ignore[arg-type]


def test_a_post_is_given_and_ended_with_an_entry_each(cast: Bureau, actor: As) -> None:
    admin = actor("system_admin")
    row = give(cast, admin)
    posts.end(row, last=TODAY(), reason="转岗", actor=admin)
    row.refresh_from_db()
    assert row.valid_to == TODAY()
    given, ended = AuditEntry.objects.filter(register="post").order_by("id")
    assert (given.after or {})["依据"] == "任〔2026〕3号"
    assert (ended.before, (ended.after or {})["原因"]) == ({"止": None}, "转岗")


def test_the_same_post_twice_is_refused_unless_the_times_differ(cast: Bureau, actor: As) -> None:
    admin, day = actor("system_admin"), timedelta(days=1)
    give(cast, admin, valid_from=TODAY(), valid_to=TODAY() + 5 * day)
    with pytest.raises(Refused, match="这段时间已任"):
        give(cast, admin, valid_from=TODAY() + 5 * day)
    give(cast, admin, valid_from=TODAY() + 6 * day)
    with pytest.raises(Refused, match="这段时间已任"):
        give(cast, admin, valid_from=TODAY() - day, valid_to=TODAY())
    assert Post.objects.filter(name="机要员").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "请填写“岗位名称”"),
        ({"basis": ""}, "请填写“依据”"),
        ({"valid_to": "before"}, "“止”不能早于“起”"),
    ],
)
def test_what_is_missing_or_upside_down_is_said(
    cast: Bureau, actor: As, changes: dict[str, object], sentence: str
) -> None:
    if changes.get("valid_to"):
        changes = {"valid_to": TODAY() - timedelta(days=1)}
    with pytest.raises(Refused, match=sentence):
        give(cast, actor("system_admin"), **changes)
    assert not PostHolding.objects.filter(post__name="机要员").exists()


def test_only_the_system_administrator_and_only_who_is_here(cast: Bureau, actor: As) -> None:
    row = give(cast, actor("system_admin"))
    for who in ("security_admin", "audit_admin", "unit_head"):
        with pytest.raises(Refused, match="只有系统管理员"):
            give(cast, actor(who), name="文书")
        with pytest.raises(Refused, match="只有系统管理员"):
            posts.end(row, last=TODAY(), reason="x", actor=actor(who))
    with pytest.raises(Refused, match="不能早于任职之日"):
        posts.end(row, last=TODAY() - timedelta(days=1), reason="x", actor=actor("system_admin"))


@pytest.mark.rule("R-HR-03")
def test_who_leaves_holds_no_post_and_gets_none(cast: Bureau, actor: As) -> None:
    admin, person = actor("system_admin"), cast.people["end_user"]
    row = give(cast, admin)
    bureau.leave(person, on=TODAY(), reason="退休", actor=admin)
    assert not person.holdings.on().exists()
    with pytest.raises(Refused, match="已离岗"):
        give(cast, admin, name="文书")
    row.refresh_from_db()
    with pytest.raises(Refused, match="不再任"):
        posts.end(row, last=TODAY(), reason="x", actor=admin)


def test_the_page_gives_and_ends_and_keeps_what_was_typed(
    client_of: Callable[[str], Client], cast: Bureau
) -> None:
    client, url = client_of("system_admin"), f"/admin/people/{cast.people['end_user'].pk}/"
    told = {
        "do": "give_post", "unit": cast.units["BGS"].pk, "name": "机要员", "valid_from": f"{TODAY()}", "basis": "任〔2026〕3号",
    }  # fmt: skip
    refused = client.post(url, told | {"valid_to": "2020-01-01"})
    assert refused.status_code == 422
    assert "不能早于“起”" in refused.content.decode()
    assert "任〔2026〕3号" in refused.content.decode()
    assert client.post(url, told).status_code == 302
    held = PostHolding.objects.get(post__name="机要员")
    assert "机要员" in client.get(url).content.decode()
    end = {"do": "end_post", "holding": held.pk, "last": f"{TODAY()}", "reason": "转岗"}
    other = PostHolding.objects.exclude(person=held.person).first()
    assert other is not None
    assert client.post(url, end | {"holding": other.pk}).status_code == 422
    assert client.post(url, end).status_code == 302
    held.refresh_from_db()
    assert held.valid_to == TODAY()
    assert client_of("security_admin").post(url, told | {"name": "文书"}).status_code == 403
    assert "机要员" in client_of("security_admin").get(url).content.decode()
