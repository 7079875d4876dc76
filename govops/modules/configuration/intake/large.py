"""Large uploads of the configuration, left to a job: the workbook, a file of what was found, a batch that is applied."""

from __future__ import annotations

from typing import Any

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.access.roles import title_of
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site
from govops.kernel.sheets.progress import Tell
from govops.kernel.sheets.runs import RunKind, Told, Upload, declare
from govops.modules.configuration.intake import plans, reporting, workbook
from govops.modules.configuration.intake.found import Unreadable, text_of
from govops.modules.configuration.intake.progress import told_to
from govops.modules.configuration.models import IntakeBatch
from govops.modules.configuration.rules.common import Why

BATCH = "intake_batch"
#: whose pages these are; a job asks again
KEEPERS = ("configuration_manager", "asset_officer")
#: what the page of discovery asks besides the file
ASKED = ("source", "owner_unit", "network_zone", "enters_as", "reason", "reference", "mapping")


def _may(actor: Actor, register: str) -> None:
    if not actor.roles & set(KEEPERS):
        names = "、".join(title_of(role) for role in KEEPERS)
        raise Refused(f"导入由{names}办理，您已没有此职责，没有导入任何一行。", rule="R-USR-04", status=403)
    require(table.may(actor, "write", register, title=site.get(register).title), status=403)


def _workbook(upload: Upload, actor: Actor, commit: bool, tell: Tell) -> Told:
    _may(actor, plans.ITEM)
    why = Why(upload.options["reason"], upload.options["reference"])
    report = workbook.take_in(upload.content, why, actor=actor, commit=commit, tell=tell)
    return Told(
        counts=report.counts, problems=report.problems, lines=report.lines, workbook=lambda: reporting.told(report),
        url=site.get(plans.ITEM).url(),
    )  # fmt: skip


def _found(upload: Upload, actor: Actor, commit: bool, tell: Tell) -> Told:
    _may(actor, BATCH)
    with told_to(tell):
        batch = register_batch(upload.content, upload.file_name, upload.options, actor=actor)
    counts = {
        "发现": batch.found_count,
        "新增": batch.new_count,
        "合并": batch.merge_count,
        "冲突与错误": batch.open_count,
    }
    return Told(
        counts=counts, url=preview_of(batch.pk), sentence=f"{batch.number} 已读入并核对，尚未改动任何配置项；请在预览中确认。"
    )  # fmt: skip


def register_batch(content: bytes, file_name: str, options: Any, *, actor: Actor) -> Any:
    """The batch of a file; Refused 422 at the field `file` for what cannot be read."""
    try:
        data = {**options, "file_name": file_name[:150], "payload": text_of(content)}
        return doors.create(site.get(BATCH), data, actor=actor)
    except Unreadable as problem:
        raise Refused(str(problem), field="file", status=422) from None
    except Refused as refused:
        if "payload" in refused.errors:
            raise Refused(refused.sentence, field="file", status=422) from None
        raise


def _apply(upload: Upload, actor: Actor, commit: bool, tell: Tell) -> Told:
    _may(actor, BATCH)
    pk = int(upload.options["batch"])
    with told_to(tell):
        done = engine.perform(BATCH, pk, "apply", actor=actor, must_see=True)
    batch: Any = IntakeBatch.objects.get(pk=pk)
    counts = {
        "新增": batch.new_count,
        "合并": batch.merge_count,
        "未应用": batch.found_count - batch.new_count - batch.merge_count,
    }
    return Told(counts=counts, url=preview_of(pk), sentence=done.sentence)


def preview_of(pk: int) -> str:
    return f"/m/configuration/intake/{pk}/"


WORKBOOK = declare(RunKind(code="configuration_workbook", take=_workbook, register=lambda upload: plans.ITEM))
FOUND = declare(
    RunKind(code="configuration_found", take=_found, register=lambda upload: BATCH, is_tried=False)
)
APPLY = declare(
    RunKind(code="configuration_apply", take=_apply, register=lambda upload: BATCH, is_tried=False)
)
