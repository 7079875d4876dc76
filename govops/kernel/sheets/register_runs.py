"""The workbook of any register as a large import."""

from __future__ import annotations

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import require
from govops.kernel.registers import site
from govops.kernel.registers.declarations import Register
from govops.kernel.sheets import exchange, results
from govops.kernel.sheets.listing import listed
from govops.kernel.sheets.progress import Tell
from govops.kernel.sheets.runs import RunKind, Told, Upload, declare


def _take(upload: Upload, actor: Actor, commit: bool, tell: Tell) -> Told:
    register = site.get(upload.subject)
    require(table.may(actor, "write", register.code, title=register.title), status=403)
    report = exchange.take_in(register, upload.content, actor=actor, commit=commit, tell=tell)
    return told(register, report)


def told(register: Register, report: exchange.Report) -> Told:
    """What the report says, as every import says it."""
    sheet = exchange.plan_of(register).sheet_title
    return Told(
        counts={"新增": report.created, "修改": report.changed, "未变": report.unchanged},
        problems=[(sheet, line, sentence) for line, sentence in report.problems],
        lines=listed([(sheet, report.outcomes)]),
        workbook=lambda: results.result_workbook(exchange.plan_of(register), report.parsed, report.outcomes),
        url=register.url(),
    )


KIND = declare(RunKind(code="register", take=_take, register=lambda upload: upload.subject))
