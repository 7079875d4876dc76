"""Relations: cardinality, containment, ended not deleted, the flow of their kind."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.modules.configuration import models


@pytest.fixture
def three(item: Any) -> list[models.ConfigurationItem]:
    """In stock: their relations need no paper."""
    return [item(name, enters_as="stock") for name in ("甲", "乙", "丙")]


def test_a_kind_says_how_many(three: Any, relate: Any, kind_of: Any) -> None:
    first, second, third = three
    one_source = kind_of("contains", "包含", "属于", cardinality="one_to_many")
    relate(first, third, one_source)
    with pytest.raises(Refused, match="一个目标只能有一个源"):
        relate(second, third, one_source)
    relate(first, second, one_source)
    one_target = kind_of("replaces", "替代", "由其替代", cardinality="many_to_one")
    relate(first, second, one_target)
    with pytest.raises(Refused, match="一个源只能有一个目标"):
        relate(first, third, one_target)


def test_nothing_contains_what_contains_it(three: Any, relate: Any, kind_of: Any) -> None:
    first, second, third = three
    contains = kind_of("contains", "包含", "属于", cardinality="one_to_many")
    relate(first, second, contains)
    relate(second, third, contains)
    with pytest.raises(Refused, match="不能反过来包含"):
        relate(third, first, contains)


def test_two_ends_once(three: Any, relate: Any) -> None:
    first, second, _ = three
    relate(first, second)
    with pytest.raises(Refused, match="不必重复登记"):
        relate(first, second)
    with pytest.raises(Refused, match="不能与自己建立关系"):
        relate(first, first)


def test_ended_it_stays_and_may_be_made_again(three: Any, relate: Any, do: Any) -> None:
    first, second, _ = three
    ended = do(relate(first, second), "dissolve", reason="迁移")
    assert ended.ended_at is not None
    assert relate(first, second).pk != ended.pk


def test_the_flow_follows_the_kind(three: Any, relate: Any, kind_of: Any, change: Any) -> None:
    first, second, _ = three
    relation = relate(first, second)
    assert relation.flow == 2
    change(kind_of(), flow="1")
    relation.refresh_from_db()
    assert relation.flow == 1


def test_the_page_of_an_item_reads_its_relations_from_either_end(
    three: Any, relate: Any, client_of: Any
) -> None:
    first, second, _ = three
    relate(first, second, group="双机", needed=1)
    client = client_of("configuration_manager")
    for here, word, other in ((first, "运行于", second), (second, "承载", first)):
        page = client.get(f"/r/configuration_item/{here.pk}/").content.decode()
        assert word in page
        assert f"/r/configuration_item/{other.pk}/" in page
        assert "建立关系" in page
        rows = client.get(f"/r/item_relation/?item={here.pk}").content.decode()
        assert "双机" in rows


def test_a_relation_follows_the_name_of_its_ends_and_who_may_know_it(
    three: Any, relate: Any, change: Any, client_of: Any, cast: Any
) -> None:
    first, second, _ = three
    relation = relate(first, second)
    change(first, name="改名")
    relation.refresh_from_db()
    assert relation.title == "改名 运行于 乙"
    change(first, name="又改名", known_to=[cast.people["configuration_manager"].pk])
    relation.refresh_from_db()
    assert relation.title == f"{first.number} 运行于 乙"
    page = client_of("service_desk").get(f"/r/configuration_item/{second.pk}/").content.decode()
    assert "又改名" not in page
    assert "无权查看" in page
