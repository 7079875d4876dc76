"""版本总览, 版本历史, 基线与差异: what they say, to whom, at what price."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.items import application
from tests.modules.release.conftest import DEPLOYER, MANAGER, VERIFIER


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_environments_side_by_side_with_their_drift(
    deploying: Any, deployed: Any, create: Any, version: Any, system: Any, client_of: Any
) -> None:
    one = deploying()
    newer = version("3.3.0")
    for environment, target in (("development", newer), ("test", one.target)):
        create(
            "deployment",
            by=DEPLOYER,
            system=system.pk,
            environment=environment,
            target=target.pk,
            deployed_at="2026-11-23 09:00",
        )
    deployed(one)
    page = text(client_of(MANAGER).get("/m/release/"))
    for words in ("领先生产", "与生产一致", "未部署", "新版 3.3.0 待发布", "杜鹏程"):
        assert words in page
    history = text(client_of(MANAGER).get(f"/m/release/system/{system.pk}/"))
    assert history.index("3.3.0") < history.index(">3.2.0<")


def test_what_runs_beside_the_configuration_database_is_red(
    deploying: Any, deployed: Any, system: Any, client_of: Any
) -> None:
    deployed(deploying())
    type(system).objects.filter(pk=system.pk).update(item_version="3.1.9")
    assert "配置库登记为 3.1.9" in text(client_of(MANAGER).get("/m/release/"))


def test_the_baseline_beside_what_is_now(deploying: Any, deployed: Any, do: Any, client_of: Any) -> None:
    one = deploying()
    address = f"/m/release/{one.pk}/baseline/"
    assert "与部署前一致" in text(client_of(MANAGER).get(address))
    deployed(one)
    do(one, "verify", VERIFIER, verification="四项验收准则均正常")
    page = text(client_of(MANAGER).get(address))
    assert "基线完整" in page
    assert "<del>3.1.0</del>" in page
    one.refresh_from_db()
    one.baseline[0]["facts"]["item_version"] = "9.9.9"
    type(one).objects.filter(pk=one.pk).update(baseline=one.baseline)
    assert "基线被改动" in text(client_of(MANAGER).get(address))


def test_strangers_are_turned_away(release: Any, deploying: Any, client_of: Any) -> None:
    one = deploying()
    for address in ("/m/release/", f"/m/release/system/{one.system_id}/"):
        assert client_of("end_user").get(address).status_code == 403
    assert client_of("end_user").get(f"/m/release/{one.pk}/baseline/").status_code == 404
    assert client_of(MANAGER).get("/m/release/system/999999/").status_code == 404


def test_it_costs_the_same_with_many_systems(cast: Any, version: Any, create: Any, client_of: Any) -> None:
    client = client_of(MANAGER)

    def deployed(name: str) -> None:
        system = application(cast, name)
        one = version("1.0.0", system=system.pk)
        create(
            "deployment",
            by=DEPLOYER,
            system=system.pk,
            environment="test",
            target=one.pk,
            deployed_at="2026-11-23 09:00",
        )

    def queries() -> int:
        client.get("/m/release/")  # what is remembered for seconds is read again
        with CaptureQueriesContext(connection) as asked:
            text(client.get("/m/release/"))
        return len(asked)

    deployed("公文交换系统")
    few = queries()
    for number in range(4):
        deployed(f"业务系统{number}")
    assert queries() <= few


def test_one_finds_a_system_by_name(system: Any, version: Any, client_of: Any) -> None:
    version()
    client = client_of(MANAGER)
    assert system.number in text(client.get("/m/release/", {"q": "综合"}))
    assert "没有找到" in text(client.get("/m/release/", {"q": "不存在"}))
