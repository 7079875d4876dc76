"""A large import: how far it is, what it would do, the yes to it, what came of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.answers import Refused
from govops.kernel.registers import site
from govops.kernel.sheets import carrying, runs
from govops.kernel.sheets.listing import gathered
from govops.kernel.sheets.models import ImportRun, Phase
from govops.kernel.web.views.common import actor_of, go, toast

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TONES = {
    Phase.TRIED: "green", Phase.FAULTY: "red", Phase.REFUSED: "red", Phase.DONE: "green", Phase.DROPPED: "muted",
}  # fmt: skip
_RESULTS = {Phase.DONE: "结果", Phase.TRIED: "试导入结果"}
#: what a large import goes through, in order, and the phases in which each is being done
_WAY = (
    ("上传", ()), ("核对", (Phase.WAITING, Phase.TRYING, Phase.FAULTY)), ("确认", (Phase.TRIED,)),
    ("导入", (Phase.CONFIRMED, Phase.SAVING)), ("完成", (Phase.DONE,)),
)  # fmt: skip


def show(request: HttpRequest, token: str) -> HttpResponse:
    """The run; confirmed or dropped by a post."""
    run = runs.get(token, actor=actor_of(request))
    if request.method == "POST":
        return _answer(request, run)
    return _page(request, run)


def progress(request: HttpRequest, token: str) -> HttpResponse:
    """The part of the page that is asked for again and again; the whole page once there is something to decide."""
    run = runs.get(token, actor=actor_of(request))
    response = render(request, "records/import_progress.html", {"run": run, **_told(run)})
    if not _is_moving(run):
        response["HX-Refresh"] = "true"
    return response


def result(request: HttpRequest, token: str) -> HttpResponse:
    """The lines with their fate beside them."""
    run = runs.get(token, actor=actor_of(request))
    if run.result is None:  # fetched only here
        raise Refused("此次导入没有结果工作簿。", status=404)
    response = HttpResponse(bytes(run.result), content_type=_XLSX)
    name = f"{run.title}{_RESULTS.get(Phase(run.phase), '问题')}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def _answer(request: HttpRequest, run: ImportRun) -> HttpResponse:
    try:
        if request.POST.get("do") == "drop":
            runs.drop(run)
            toast(request, "已放弃，没有导入任何一行。")
            return go(request, _home(run))
        runs.confirm(run)
    except Refused as refused:
        return _page(request, run, error=refused.sentence, status=409)
    return go(request, run.address)


def _home(run: ImportRun) -> str:
    """The list that the import belongs to."""
    found = site.find(run.subject)
    return run.url or (found.url() if found else "/")


def _is_moving(run: ImportRun) -> bool:
    return run.is_under_way or bool(run.step)


def _page(request: HttpRequest, run: ImportRun, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "run": run, "title": run.title, "crumbs": [{"title": run.title}], "error": error, "home": _home(run), **_told(run),
        "problems": gathered(run.problems),
        "more": max(0, run.problem_count - len(run.problems)),
        "may_confirm": run.phase == Phase.TRIED, "may_drop": run.phase in {Phase.TRIED, Phase.FAULTY}, "is_done": run.phase == Phase.DONE,
        "has_result": run.has_result and not run.is_under_way,  # type: ignore[attr-defined]
        "seconds": [(words, spent) for words, spent in run.seconds if spent >= 0.1],
    }  # fmt: skip
    return render(request, "records/import_run.html", context, status=status)


def _told(run: ImportRun) -> dict[str, Any]:
    return {
        "tone": _TONES.get(Phase(run.phase), "accent"), "summary": carrying.summary(run), "is_moving": _is_moving(run), "way": _way(run),
        "url": run.address,
    }  # fmt: skip


def _way(run: ImportRun) -> list[dict[str, str]]:
    """The steps as the strip of a process shows them; a run that is not tried first has fewer."""
    steps = [step for step in _WAY if runs.kind_of(run).is_tried or step[0] not in {"核对", "确认"}]
    at = next((index for index, (_, phases) in enumerate(steps) if run.phase in phases), None)
    states = []
    for index, (title, _) in enumerate(steps):
        is_past = at is not None and (index < at or run.phase == Phase.DONE)
        states.append({"title": title, "state": "done" if is_past else "current" if index == at else ""})
    return states
