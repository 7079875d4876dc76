"""软件版本."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.modules.release import models, process
from govops.modules.release.actions import versions as actions
from govops.modules.release.choices import VersionState
from govops.modules.release.rules import versions as rules


def may_be_released(version: Any) -> bool:
    return version.state == VersionState.FINAL


@register
class SoftwareVersions(Register):
    model = models.SoftwareVersion
    process = process.SoftwareVersionProcess
    title = "软件版本"
    series = "RJBB"
    cites = ("S1§4.3", "N2§9.8")
    icon = "versions"
    columns = (
        Column("title", second="number"),
        Column("version_number", sort="version_number", shown=False),
        Column("changes", title="变更"),
        Column("package_words", title="安装包"),
        Column("finalized_at"),
        Column("state"),
    )
    filters = ("state", "system")
    search = ("version_number", "release_notes", "change_list", "packages", "media", "source_location")
    form = (
        Section("版本", "system", "version_number", "release_notes", "change_list", cites="S1§4.3"),
        Section(
            "安装包与来源",
            "packages",
            "source_location",
            "media",
            note="定版时与附件中的同名文件核对 SHA-256。",
        ),
    )
    shown = (Section("定版", "package_words", "finalized_at"),)
    views = (View("已定版", {"state": ["final"]}), View("编制中", {"state": ["draft"]}), View("全部"))
    related = (
        Related("release", "target", "发布", adds=may_be_released),
        Related("deployment", "target", "部署记录", is_quiet=True),
    )
    guards = (
        rules.system_is_an_application,
        rules.number_is_read,
        rules.number_is_new,
        rules.digests_are_digests,
    )
    empty = "还没有软件版本。每次升级前，请登记版本号、变更清单和安装包校验值。"
    guide = "版本号写作三段数字，如 3.2.1；定版时核对每个安装包的 SHA-256，此后不能修改，发布只能引用已定版的版本。"
    new_label = "登记版本"
    chip_tones = {"draft": "amber", "final": "green", "withdrawn": "muted"}

    def title_of(self, record: Any) -> str:
        return f"{record.system.named_in(record, record.system.name)} {record.version_number}"

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record)

    def show_changes(self, record: Any) -> str:
        return f"{len(record.change_list)} 项" if record.change_list else "—"
