"""What the form of a change asks for follows its kind; what is never submitted offers no submitting."""

from __future__ import annotations

import re
from typing import Any

import pytest

from govops.kernel.records.sight import Sight
from govops.kernel.registers import site
from govops.kernel.web.cells import is_asked
from govops.kernel.web.paper_body import groups_of, is_to_be_filled
from tests.modules.change.conftest import APPLICANT, ASSESSMENT, MANAGER

NEW = "/r/change_request/new/"


@pytest.mark.parametrize(
    ("kind", "is_submitted"), [("normal", True), ("major", True), ("standard", False), ("emergency", False)]
)
def test_only_what_is_submitted_offers_it(client_of: Any, kind: str, is_submitted: bool) -> None:
    page = client_of(APPLICANT).get(NEW, {"kind": kind}).content.decode()
    assert ("保存并提交" in page) == is_submitted
    assert "存为草稿" in page
    foot = client_of(APPLICANT).get("/r/change_request/chain/", {"kind": kind}).content.decode()
    assert ("保存并提交" in foot) == is_submitted
    assert ("提交后的办理环节" in foot) == is_submitted
    assert 'hx-swap-oob="true"' in foot


def test_stars_follow_the_kind(client_of: Any) -> None:
    page = client_of(APPLICANT).get(NEW).content.decode()
    stars = dict(
        re.findall(
            r'<label for="id_(\w+)">[^<]*<span class="field-required" title="必填"(?: data-show-when="([^"]*)")?>',
            page,
        )
    )
    assert stars["plan"] == stars["backout_plan"] == "kind=normal|major"
    assert stars["test_plan"] == "kind=major"
    assert stars["template"] == stars["verifier"] == ""


def test_a_stop_asks_whom_to_tell(client_of: Any, change: Any) -> None:
    """A ticked box answers "true" in the page; the paper reads it the same way."""
    page = client_of(APPLICANT).get(NEW).content.decode()
    assert page.count('data-show-when="needs_stop=true"') == 2
    register = site.get("change_request")
    assert not is_asked(register, change(), "stop_words")
    assert is_asked(register, change(needs_stop="true", stop_words=""), "stop_words")


def test_the_paper_says_what_it_does_not_know(change: Any, cast: Any) -> None:
    register = site.get("change_request")
    one = change(items=[])
    boxes = {
        cell["label"]: cell["value"]
        for group in groups_of(register, one, Sight(cast.actor(MANAGER)))
        for cell in group["cells"]
    }
    assert boxes["影响分析"] == "未列出配置项，无法判断"
    assert "标准变更模板" not in boxes
    assert is_to_be_filled(register, one)
    assert not is_to_be_filled(register, change(submit=True))


def test_without_items_nothing_is_said_to_be_free_of_conflicts(client_of: Any, change: Any) -> None:
    one = change(items=[])
    assert [row["kind"] for row in one.known_conflicts] == ["unknown"]
    panel = client_of(APPLICANT).get(f"/m/change/{one.pk}/impact/").content.decode()
    assert "未列出配置项，无法判断" in panel
    assert "计划窗口没有冲突" not in panel


def test_nothing_is_assessed_before_its_impact_is_known(change: Any, do: Any, refused: Any) -> None:
    one = change(submit=True)
    type(one).objects.filter(pk=one.pk).update(impact_at=None)
    assert "还没有计算影响" in refused(one, "assess", MANAGER, **ASSESSMENT).sentence
    assert "还没有计算影响" in refused(one, "approve", MANAGER).sentence
    type(one).objects.filter(pk=one.pk).update(items=[])
    assert "未列出配置项，无法判断" in refused(one, "assess", MANAGER, **ASSESSMENT).sentence


def test_the_impact_is_computed_again_as_it_is_assessed(change: Any, do: Any) -> None:
    one = change(submit=True)
    assert one.impact_words == f"除所列 {len(one.items)} 项外，没有其他配置项受影响"
    type(one).objects.filter(pk=one.pk).update(impact_words="旧的")
    assert do(one, "assess", MANAGER, **ASSESSMENT).impact_words.startswith("除所列")
