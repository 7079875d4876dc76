"""请您评价: what one is asked, and the answer in a minute."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.answers import Refused
from govops.kernel.processes import engine
from govops.kernel.records.visibility import visible
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, toast
from govops.modules.satisfaction.choices import Level, ResponseState, SurveyIndicator
from govops.modules.satisfaction.models import SurveyResponse

_MOST = 50


@page("satisfaction/", name="satisfaction")
def index(request: HttpRequest) -> HttpResponse:
    """What this person is asked, and what he has answered."""
    actor = actor_of(request)
    mine = (
        SurveyResponse.objects.filter(applicant=actor.person)
        if actor.person
        else SurveyResponse.objects.none()
    )
    rows = list(mine.select_related("survey", "incident", "service_request").order_by("-id")[:_MOST])
    context = {
        "title": "请您评价",
        "subtitle": "每张不到一分钟；不满意的，服务台会回访",
        "crumbs": [{"title": "满意度"}, {"title": "请您评价"}],
        "waiting": [row for row in rows if row.state == ResponseState.WAITING],
        "over": [row for row in rows if row.state != ResponseState.WAITING],
    }
    return render(request, "satisfaction/index.html", context)


@page("satisfaction/<int:pk>/", name="satisfaction-answer")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One questionnaire: a row of five levels for each indicator."""
    found = _response(request, pk)
    if request.method != "POST":
        return _shown(request, found)
    names = (*found.survey.indicators, "words")
    data = {name: request.POST.get(name, "")[:500] for name in names}
    try:
        engine.perform("survey_response", pk, "answer", actor=actor_of(request), data=data, must_see=True)
    except Refused as refusal:
        return _shown(request, _response(request, pk), error=refusal.sentence, status=refusal.status)
    toast(request, "谢谢您的评价。")
    return go(request, "/m/satisfaction/")


def _response(request: HttpRequest, pk: int) -> SurveyResponse:
    rows = SurveyResponse.objects.select_related("survey", "incident", "service_request")
    actor = actor_of(request)
    mine = visible(rows, actor, register="survey_response").filter(applicant=actor.person)
    found: SurveyResponse | None = mine.filter(pk=pk).first()
    if found is None:
        raise Refused("没有找到这张评价表，或者不是请您评价的。", status=404)
    return found


def _shown(
    request: HttpRequest, found: SurveyResponse, *, error: str = "", status: int = 200
) -> HttpResponse:
    typed: Any = request.POST
    questions = [
        {
            "name": name,
            "title": SurveyIndicator(name).label,
            "chosen": typed.get(name) or getattr(found, name),
        }
        for name in found.survey.indicators
    ]
    context = {
        "title": found.ticket.subject,
        "subtitle": f"{found.survey.subject}　{found.ticket.number}",
        "crumbs": [{"title": "请您评价", "url": "/m/satisfaction/"}, {"title": found.number}],
        "response": found,
        "questions": questions,
        "levels": Level.choices,
        "is_open": found.state == ResponseState.WAITING,
        "words": typed.get("words", found.words),
        "error": error,
    }
    return render(request, "satisfaction/answer.html", context, status=status)
