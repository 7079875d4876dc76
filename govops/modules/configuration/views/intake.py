"""导入与发现: workbooks out and in; files of what was found, looked over line by line before anything is saved."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, cast
from urllib.parse import quote

from django import forms
from django.http import HttpRequest, HttpResponse

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.registers import doors, site
from govops.kernel.sheets import reading, runs
from govops.kernel.sheets.listing import gathered
from govops.kernel.sheets.models import ImportRun, PendingImport
from govops.kernel.sheets.reading import MAX_BYTES
from govops.kernel.web.pages import View, page
from govops.kernel.web.views import panels
from govops.kernel.web.views.common import actor_of, go, register_of, toast
from govops.modules.configuration.choices import IntakeState
from govops.modules.configuration.intake import exporting, large, plans, reporting, sources, workbook
from govops.modules.configuration.intake.found import Unreadable, text_of
from govops.modules.configuration.models import IntakeBatch
from govops.modules.configuration.rules.common import Why

HOME, CODE = "/m/configuration/intake/", large.BATCH
KEEPERS = large.KEEPERS
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PENDING = "configuration_workbook"
_KEPT = timedelta(minutes=30)
_MOST_PROBLEMS = 200


class WorkbookForm(panels.AskForm):
    look: ClassVar[dict[str, Any]] = {"columns": 2}
    file = forms.FileField(
        label="工作簿",
        help_text="Excel 工作簿（.xlsx），不超过 10 MB、20,000 行；先试导入，不保存；行数多的转为后台办理。",
    )
    reason = forms.CharField(
        label="变更原因", required=False, max_length=200, help_text="改动在用的配置项时必填，记入每一条改动。"
    )
    reference = forms.CharField(
        label="依据单号",
        required=False,
        max_length=40,
        help_text="变更单、事件单、服务请求或盘点单的编号；改动在用的配置项时必填。",
    )


class CommitForm(panels.AskForm):
    token = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(required=False, widget=forms.HiddenInput)
    reference = forms.CharField(required=False, widget=forms.HiddenInput)


class FoundForm(panels.AskForm):
    """The batch's own fields, with a file in the place of its text."""

    look: ClassVar[dict[str, Any]] = {"columns": 2}

    file = forms.FileField(
        label="文件", help_text="监控或扫描工具导出的文本、XML 或 JSON 文件，不超过 10 MB。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        base = doors.form_of(site.get(CODE)).base_fields
        file = self.fields.pop("file")
        self.fields = {"source": copy.deepcopy(base["source"]), "file": file} | {
            name: copy.deepcopy(base[name]) for name in large.ASKED if name != "source"
        }


class Intake(panels.PanelPage):
    title = "导入与发现"
    subtitle = "工作簿成批登记，或读入监控、扫描工具的发现；先核对，后生效"
    roles = KEEPERS
    register = CODE
    asks = {"workbook": WorkbookForm, "commit": CommitForm, "faults": CommitForm, "found": FoundForm}
    report: reporting.Report | None = None
    #: what was said with a workbook that was tried stays for the next one
    typed: Mapping[str, str] = {}

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "资源配置"}, {"title": self.title}]

    def actions(self) -> list[dict[str, Any]]:
        return [
            {"url": f"{HOME}template/", "label": "下载模板", "icon": "file-spreadsheet"},
            {"url": f"{HOME}export/", "label": "导出全部", "icon": "file-export"},
            {"url": site.get(CODE).url(), "label": "发现批次", "icon": "list"},
        ]

    def panels(self) -> Sequence[Mapping[str, Any]]:
        told: list[Mapping[str, Any]] = [
            {"kind": "alert", "tone": "red", "title": "", "text": sentence}
            for do in ("commit", "faults")
            if self.report is None and do in self.bound
            for sentence in self.bound[do].non_field_errors()
        ]
        if self.report is not None:
            told.append(
                {
                    "kind": "template",
                    "template": "configuration/workbook_report.html",
                    **self._told(self.report),
                }
            )
        return [
            *told,
            self.ask(
                "workbook", "工作簿：每个类型、每种关系一张表", "试导入", multipart=True, icon="file-import"
            ),
            self.ask(
                "found", "发现：监控、扫描和其他配置库的文件", "读入并核对", multipart=True, icon="scan"
            ),
            {"kind": "template", "template": "configuration/large_imports.html", "runs": self._runs()},
        ]

    def _runs(self) -> list[ImportRun]:
        """One's own large imports of late, workbooks and discoveries."""
        found = runs.latest(self.actor, subject=plans.ITEM) + runs.latest(self.actor, subject=CODE)
        return sorted(found, key=lambda run: run.at, reverse=True)[:5]

    def form_kwargs(self, do: str) -> dict[str, Any]:
        if do == "workbook":
            return {"initial": self.typed}
        return {"initial": site.get(CODE).initial(self.actor)} if do == "found" else {}

    # --- workbook -----------------------------------------------------------------------------------------------------

    def do_workbook(self, data: Mapping[str, Any]) -> HttpResponse:
        content = data["file"].read(MAX_BYTES + 1)
        why = _why(data)
        self.typed = {"reason": why.reason, "reference": why.reference}
        if runs.is_large(reading.row_count(content)):
            options = {"reason": why.reason, "reference": why.reference}
            upload = runs.Upload(
                content=content, subject=plans.ITEM, options=options, file_name=data["file"].name
            )
            return self.left_to_a_job(large.WORKBOOK, upload, "导入资源配置工作簿")
        self.report = workbook.take_in(content, why, actor=self.actor, commit=False)
        self._offer(content, why)
        self.bound.pop("workbook", None)
        return self.page(status=200 if self.report.is_clean else 422)

    def do_commit(self, data: Mapping[str, Any]) -> str | HttpResponse:
        content, why = _kept(self.actor, data["token"], take=True), _why(data)
        self.report = workbook.take_in(content, why, actor=self.actor, commit=True)
        if not self.report.is_clean:
            self._offer(content, why)
            return self.page(status=409)
        counts = self.report.counts
        toast(
            self.request,
            "导入完成：" + "，".join(f"{word} {many} 条" for word, many in counts.items()) + "。",
        )
        return go(self.request, HOME)

    def do_faults(self, data: Mapping[str, Any]) -> HttpResponse:
        """What was tried, as a workbook with the fate of every line beside it."""
        report = workbook.run(_kept(self.actor, data["token"]), _why(data), actor=self.actor)
        return _file(reporting.told(report), "资源配置试导入结果")

    def _offer(self, content: bytes, why: Why) -> None:
        """Keep the upload, so that it may be confirmed, or handed back with its faults marked."""
        told = {"token": _keep(self.actor, content), "reason": why.reason, "reference": why.reference}
        self.bound["commit"] = CommitForm(told)

    def _told(self, report: reporting.Report) -> dict[str, Any]:
        problems = gathered(report.problems)
        return {
            "report": report, "counts": report.counts, "problems": problems[:_MOST_PROBLEMS], "more": max(0, len(problems) - _MOST_PROBLEMS),
            "commit": self.bound["commit"], "lines": report.lines,
        }  # fmt: skip

    # --- what was found -----------------------------------------------------------------------------------------------

    def do_found(self, data: Mapping[str, Any]) -> HttpResponse:
        file = data["file"]
        content, options = self._looked_at(file, data), _options(data)
        if content.is_large:
            upload = runs.Upload(content=content.data, subject=CODE, options=options, file_name=file.name)
            return self.left_to_a_job(large.FOUND, upload, "读入发现")
        batch = large.register_batch(content.data, file.name, options, actor=self.actor)
        return go(self.request, large.preview_of(batch.pk))

    def left_to_a_job(self, kind: runs.RunKind, upload: runs.Upload, title: str) -> HttpResponse:
        return go(self.request, runs.begin(kind, upload, actor=self.actor, title=title).address)

    @staticmethod
    def _looked_at(file: Any, data: Mapping[str, Any]) -> _Found:
        """The file, if it can be read at all; Refused 422 with what is wrong at its field."""
        try:
            if file.size > MAX_BYTES:
                raise Unreadable(f"文件超过 {MAX_BYTES // 1_000_000} MB，请分成几个文件。")
            content = file.read()
            findings = sources.read(data["source"], text_of(content), data.get("mapping") or ())
        except Unreadable as problem:
            raise Refused(str(problem), field="file", status=422) from None
        return _Found(content, runs.is_large(len(findings.items) + len(findings.links)))


page("configuration/intake/", name="configuration-intake")(cast("View", Intake.as_view()))


@dataclass(frozen=True)
class _Found:
    """A file of found things, and whether it is left to a job."""

    data: bytes
    is_large: bool


def _options(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked besides the file, as plain values."""
    told = {name: data[name] for name in large.ASKED if data.get(name) not in (None, "")}
    return told | {"owner_unit": data["owner_unit"].pk}


def _why(data: Mapping[str, Any]) -> Why:
    return Why(data["reason"].strip(), data["reference"].strip().upper())


def _keep(actor: Any, content: bytes) -> str:
    """The upload, for half an hour and the account that brought it."""
    PendingImport.objects.filter(at__lt=moment.now() - _KEPT).delete()
    token = secrets.token_urlsafe(16)
    account = actor.account.pk if actor.account else 0
    PendingImport.objects.create(
        token=token, account_id=account, register=_PENDING, content=content, at=moment.now()
    )
    return token


def _kept(actor: Any, token: str, *, take: bool = False) -> bytes:
    """What was kept; Refused 409 once it is too old or was taken. Whoever deletes the row does the import."""
    account = actor.account.pk if actor.account else 0
    known = PendingImport.objects.filter(
        token=token, account_id=account, register=_PENDING, at__gte=moment.now() - _KEPT
    )
    content = known.values_list("content", flat=True).first()
    if content is None or (take and not known.delete()[0]):
        raise Refused("试导入已超过三十分钟或已经导入过，请重新选择文件。")
    return bytes(content)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


@page("configuration/intake/template/", name="configuration-intake-template", roles=set(KEEPERS))
def template(request: HttpRequest) -> HttpResponse:
    """Every type and every kind of relation, without lines."""
    return _file(exporting.template(), "资源配置导入模板")


@page("configuration/intake/export/", name="configuration-intake-export")
def export(request: HttpRequest) -> HttpResponse:
    """The items under the filters of the address, and the relations that begin at them."""
    register_of("configuration_item", request, operation="export")
    return _file(exporting.export(request.GET, actor=actor_of(request)), "资源配置")


def batch_of(request: HttpRequest, pk: int) -> IntakeBatch:
    """The batch, if the reader may see it; else 404."""
    found: Any = doors.get(register_of(CODE, request), pk, actor=actor_of(request))
    return found


def crumbs_of(batch: IntakeBatch) -> list[dict[str, str]]:
    return [
        {"title": "导入与发现", "url": HOME},
        {"title": batch.number, "url": site.get(CODE).url(batch.pk)},
    ]


def is_open(batch: IntakeBatch) -> bool:
    return bool(batch.state == IntakeState.PREVIEW)
