"""部署记录."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.release import models, process
from govops.modules.release.actions import deployments as actions
from govops.modules.release.choices import CmdbUpdate, DeploymentResult, Environment
from govops.modules.release.rules import deployments as rules
from govops.modules.release.rules.releases import target_is_of_the_system
from govops.modules.release.rules.versions import system_is_an_application

RESULT_TONES = {
    DeploymentResult.SUCCESS: "green",
    DeploymentResult.FAILED: "red",
    DeploymentResult.ROLLED_BACK: "amber",
}
CMDB_TONES = {CmdbUpdate.DONE: "green", CmdbUpdate.PROPOSED: "amber", CmdbUpdate.FAILED: "red"}


@register
class Deployments(Register):
    model = models.Deployment
    process = process.DeploymentProcess
    title = "部署记录"
    series = "BSJL"
    cites = ("N2§9.8", "S1§4.3")
    icon = "upload"
    date_field = "deployed_at"
    columns = (
        Column("title", second="number"),
        Column("environment"),
        Column("steps", title="版本"),
        Column("deployed_at", second="deployer", sort="deployed_at"),
        Column("came", title="结果"),
        Column("cmdb", title="配置库"),
    )
    filters = ("environment", "system", "result", "target", "release", "item")
    search = ("version_before", "version_after", "words", "deployer")
    narrowed_by = {"target": "system"}
    form = (
        Section("部署", "release", "system", "environment", "item", "target", "deployed_at", "deployer", "result", "words", cites="N2§9.8"),
    )  # fmt: skip
    shown = (Section("版本与配置库", "version_before", "version_after", "cmdb_update", "cmdb_words"),)
    views = (
        View("生产", {"environment": ["production"]}),
        View("失败与回退", {"result": ["failed", "rolled_back"]}),
        View("全部"),
    )
    guards = (
        system_is_an_application,
        target_is_of_the_system,
        rules.production_by_its_release,
        rules.belongs_to_its_release,
        rules.rolled_back_by_the_release,
        rules.version_is_final,
        rules.has_happened,
        rules.failure_is_told,
    )
    empty = "还没有部署记录。每次把版本放到开发、测试、预发或生产环境，都请登记。"
    guide = "生产部署须有“部署中”的发布单；部署成功后配置库的版本随之更新。登记后不能修改。"
    new_label = "登记部署"
    chip_tones = {"recorded": "muted"}

    def title_of(self, record: Any) -> str:
        system = record.system.named_in(record, record.system.name)
        version = record.target.named_in(record, record.target.version_number)
        return f"{system} {Environment(record.environment).label} {version}"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"deployed_at": moment.now(), "deployer": actor.person}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        if created and not actor.is_system:  # a roll-back tells it in the name of whoever rolls back
            actions.tell_configuration(record, actor)

    def show_steps(self, record: Any) -> str:
        return f"{record.version_before or '—'} → {record.version_after or '—'}"

    def show_came(self, record: Any) -> dict[str, Any]:
        return {"kind": "chip", "text": record.get_result_display(), "tone": RESULT_TONES[record.result]}

    def show_cmdb(self, record: Any) -> dict[str, Any]:
        if record.cmdb_update == CmdbUpdate.NONE:
            return {"text": ""}
        chip = {
            "kind": "chip",
            "text": record.get_cmdb_update_display(),
            "tone": CMDB_TONES[record.cmdb_update],
        }
        return {**chip, "title": record.cmdb_words}
