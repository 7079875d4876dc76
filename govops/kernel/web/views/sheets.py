"""Excel: template, export of what I see, dry run, commit, result workbook."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.registers.declarations import Register
from govops.kernel.sheets import exchange, reading, register_runs, results, runs, writing
from govops.kernel.sheets.listing import gathered, listed
from govops.kernel.sheets.models import ImportRun, PendingImport
from govops.kernel.web.views.common import actor_of, go, register_of, toast
from govops.kernel.web.views.lists import _with_ranges

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KEPT = timedelta(minutes=30)
_MOST_PROBLEMS = 200


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def export(request: HttpRequest, code: str) -> HttpResponse:
    """The list under the present filters."""
    register = register_of(code, request, operation="export")
    return _workbook(
        exchange.export(register, _with_ranges(request.GET), actor=actor_of(request)), register.title
    )


def template(request: HttpRequest, code: str) -> HttpResponse:
    """An empty workbook with drop-downs and a help sheet."""
    register = register_of(code, request, operation="write")
    return _workbook(writing.template(exchange.plan_of(register)), f"{register.title}导入模板")


def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Upload → dry run with errors per cell → commit → result workbook."""
    register = register_of(code, request, operation="write")
    if not register.imports:
        raise Refused(f"“{register.title}”不支持导入，请逐条登记。", status=404)
    if request.method != "POST":
        return _page(request, register)
    if token := request.POST.get("token"):
        return _commit(request, register, token)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, register, error="请先选择要导入的工作簿（.xlsx）。", status=422)
    content = file.read(exchange_limit() + 1)
    if runs.is_large(reading.row_count(content)):
        upload = runs.Upload(content=content, subject=register.code, file_name=file.name or "")
        return go(request, _left_to_a_job(request, register, upload).address)
    report = exchange.take_in(register, content, actor=actor_of(request), commit=False)
    token = secrets.token_urlsafe(16)
    if report.is_clean:
        PendingImport.objects.filter(at__lt=moment.now() - _KEPT).delete()
        PendingImport.objects.create(
            token=token,
            account_id=_account(request),
            register=register.code,
            content=content,
            at=moment.now(),
        )
    return _page(
        request,
        register,
        report=report,
        token=token if report.is_clean else "",
        status=200 if report.is_clean else 422,
    )


def _left_to_a_job(request: HttpRequest, register: Register, upload: runs.Upload) -> ImportRun:
    return runs.begin(register_runs.KIND, upload, actor=actor_of(request), title=f"导入{register.title}")


def exchange_limit() -> int:
    """Bytes of a workbook that are read at all."""
    return 10 * 1024 * 1024


def _account(request: HttpRequest) -> int:
    account = actor_of(request).account
    return account.pk if account else 0


def _commit(request: HttpRequest, register: Register, token: str) -> HttpResponse:
    known = PendingImport.objects.filter(
        token=token, account_id=_account(request), register=register.code, at__gte=moment.now() - _KEPT
    )
    content = known.values_list("content", flat=True).first()
    if content is not None and request.POST.get("do") == "list":
        tried = exchange.take_in(register, bytes(content), actor=actor_of(request), commit=False)
        return _results(register, tried, "试导入结果")
    # Whoever deletes the row does the import: a second click finds nothing to do.
    if content is None or not known.delete()[0]:
        return _page(
            request, register, error="试导入已超过三十分钟或已经导入过，请重新选择文件。", status=409
        )
    content = bytes(content)
    report = exchange.take_in(register, content, actor=actor_of(request), commit=True)
    if not report.is_clean:
        return _page(
            request,
            register,
            report=report,
            error="试导入之后数据有变化，没有导入，请按提示更正。",
            status=409,
        )
    toast(
        request, f"导入完成：新增 {report.created} 条，修改 {report.changed} 条，未变 {report.unchanged} 条。"
    )
    if request.POST.get("result") == "1":
        return _results(register, report, "导入结果")
    return go(request, register.url())


def _results(register: Register, report: exchange.Report, name: str) -> HttpResponse:
    """The lines with their fate beside them."""
    made = results.result_workbook(exchange.plan_of(register), report.parsed, report.outcomes)
    return _workbook(made, f"{register.title}{name}")


def _page(
    request: HttpRequest,
    register: Register,
    *,
    report: Any = None,
    token: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "register": register,
        "title": f"导入{register.title}",
        "crumbs": [{"title": register.title, "url": register.url()}, {"title": "导入"}],
        "report": report,
        "problems": gathered(("", *one) for one in report.problems)[:_MOST_PROBLEMS] if report else [],
        "lines": listed([(exchange.plan_of(register).sheet_title, report.outcomes)]) if report else {},
        "token": token,
        "error": error,
        "runs": runs.latest(actor_of(request), subject=register.code),
    }
    return render(request, "records/import.html", context, status=status)
