"""The forms of release and version control."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.items import application
from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def _version(world: World, n: int) -> dict[str, Any]:
    return {
        "system": application(world.cast, f"业务系统{n}").pk, "version_number": f"4.{n}.0", "release_notes": "新增待办排序",
        "change_list": [{"kind": "added", "content": "待办排序", "reference": ""}], "packages": [{"name": f"app-{n}.war", "digest": DIGEST}],
        "source_location": "svn/oa/tags", "media": "光盘 OA-07",
    }  # fmt: skip


def _release(world: World, n: int) -> dict[str, Any]:
    target = world.another("software_version")
    return {
        "subject": f"业务系统升级{n}", "kind": "upgrade", "system": target.system_id, "current_version": "3.1.0", "target": target.pk,
        "change_number": f"BG-2026-{n:04}", "plan": "停应用，换程序包，启动并冒烟测试", "backout_plan": "恢复快照，约二十分钟",
        "backout_point": "快照 07", "acceptance_criteria": "登录、发文、签章三项正常", "test_report": "测试报告 07", "test_result": "passed",
        "planned_from": "2026-03-07 20:00", "planned_to": "2026-03-07 22:00", "deployer": world.person("network_engineer"),
        "verifier": world.person("support_l2"),
    }  # fmt: skip


def _backup(world: World, n: int) -> dict[str, Any]:
    return {
        "release": world.record("release").pk, "finished_at": "2026-02-27 02:00", "content": f"数据库全备 {n}", "location": "备份一体机",
        "result": "success", "evidence": "日志无错误",
    }  # fmt: skip


def _deployment(world: World, n: int) -> dict[str, Any]:
    target = world.another("software_version")
    return {
        "system": target.system_id, "environment": "test", "target": target.pk, "deployed_at": "2026-02-27 10:00",
        "deployer": world.person("network_engineer"), "result": "success", "words": f"第 {n} 次",
    }  # fmt: skip


SAMPLES = {
    "software_version": Sample(
        by="release_manager", data=_version, changed=("release_notes", "待办可按紧急程度排序")
    ),
    "release": Sample(by="release_manager", data=_release, changed=("subject", "业务系统升级（改期）")),
    "backup_confirmation": Sample(by="release_manager", data=_backup, changed=("location", "异地备份库")),
    "deployment": Sample(by="release_manager", data=_deployment),
}
