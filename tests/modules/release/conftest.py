"""Versions and releases in the common bureau, on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor
from govops.modules.configuration import hooks
from tests.items import application
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures
from tests.tickets import ticket

As = Callable[..., Actor]
APPLICANT, DEPLOYER, VERIFIER = "support_l3", "network_engineer", "support_l2"
MANAGER, APPROVER = "release_manager", "info_center"
#: papers of the tests: the first exists as a record, so that the configuration database takes it as a reference
APPROVED, PENDING = "SJ-2026-9001", "SJ-2026-9002"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture(autouse=True)
def known_changes() -> Iterator[None]:
    """One change is approved, another waits, no other is known: whatever the change module says besides."""

    def is_approved(number: str) -> bool | None:
        return {APPROVED: True, PENDING: False}.get(number)

    told = hooks.approved_changes
    told.append(is_approved)
    yield
    told.remove(is_approved)


@pytest.fixture
def system(cast: Bureau) -> Any:
    """综合办公系统 3.1.0, and the paper that its changes rest on."""
    ticket(cast, at="2026-11-20 09:00", number=APPROVED)
    return application(cast)


@pytest.fixture
def version(create: Any, do: Any, system: Any) -> Callable[..., Any]:
    """A final version of the system."""

    def made(number: str = "3.2.0", *, final: bool = True, channel: str = "page", **changes: Any) -> Any:
        data = {
            "system": system.pk, "version_number": number, "release_notes": "待办可按紧急程度排序",
            "change_list": [{"kind": "added", "content": "待办排序", "reference": ""}],
            "packages": [{"name": f"oa-{number}.war", "digest": DIGEST}],
        }  # fmt: skip
        one = create("software_version", by=APPLICANT, channel=channel, **data | changes)
        return do(one, "finalize", APPLICANT) if final else one

    return made


@pytest.fixture
def release(create: Any, version: Any, cast: Bureau, system: Any) -> Callable[..., Any]:
    """A release of 3.2.0 for this evening, as a draft."""

    def filled(*, by: str = APPLICANT, submit: bool = False, channel: str = "page", **changes: Any) -> Any:
        target = changes.pop("target", None) or version().pk
        data = {
            "subject": "综合办公系统升级", "kind": "upgrade", "system": system.pk, "target": target, "change_number": APPROVED,
            "plan": "停应用，换程序包，执行升级脚本，启动并冒烟测试", "backout_plan": "恢复快照与数据库备份，约二十分钟",
            "backout_point": "快照 OA-1123", "acceptance_criteria": "登录、发文、签章、查询四项均正常",
            "test_report": "OA-3.2.0 测试报告", "test_result": "passed", "planned_from": "2026-11-23 09:00",
            "planned_to": "2026-11-23 20:00", "deployer": cast.people[DEPLOYER].pk, "verifier": cast.people[VERIFIER].pk,
        }  # fmt: skip
        return create("release", by=by, submit=submit, channel=channel, **data | changes)

    return filled


@pytest.fixture
def approved(release: Any, do: Any) -> Callable[..., Any]:
    def made(**changes: Any) -> Any:
        one = release(submit=True, **changes)
        do(one, "approve", MANAGER)
        return do(one, "approve", APPROVER)

    return made


@pytest.fixture
def tested(approved: Any, do: Any) -> Callable[..., Any]:
    """Passed its acceptance test."""

    def made(**changes: Any) -> Any:
        one = approved(**changes)
        do(one, "start_testing", VERIFIER)
        return do(one, "record_test", VERIFIER, acceptance_result="passed", acceptance_words="四项均正常")

    return made


@pytest.fixture
def backup(create: Any) -> Callable[..., Any]:
    def made(release: Any, when: str = "2026-11-23 08:00", **changes: Any) -> Any:
        data = {
            "release": release.pk, "finished_at": when, "content": "数据库与程序目录", "location": "备份一体机 卷 07", "result": "success",
            "evidence": "日志无错误，抽验可恢复",
        }  # fmt: skip
        return create("backup_confirmation", by=DEPLOYER, **data | changes)

    return made


@pytest.fixture
def deploying(tested: Any, backup: Any, do: Any) -> Callable[..., Any]:
    def made(**changes: Any) -> Any:
        one = tested(**changes)
        backup(one)
        return do(one, "deploy", DEPLOYER)

    return made


@pytest.fixture
def deployed(create: Any, system: Any) -> Callable[..., Any]:
    """部署记录 in production by the release's deployer."""

    def made(release: Any, *, by: str = DEPLOYER, channel: str = "page", **changes: Any) -> Any:
        data = {
            "release": release.pk, "system": system.pk, "environment": "production", "target": release.target_id,
            "deployed_at": "2026-11-23 09:30", "result": "success",
        }  # fmt: skip
        return create("deployment", by=by, channel=channel, **data | changes)

    return made
