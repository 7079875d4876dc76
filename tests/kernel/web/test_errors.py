"""Django's own refusals in our words."""

from __future__ import annotations

import json

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from govops.kernel.web.views import errors


@pytest.mark.parametrize("view", [errors.bad_request, errors.forbidden, errors.not_found, errors.fault])
def test_a_refusal_of_the_framework_is_a_page_with_a_way_out(view: object) -> None:
    request: HttpRequest = RequestFactory().get("/nowhere/")
    request.request_id = "0123456789abcdef"  # type: ignore[attr-defined]
    answer = view(request)  # type: ignore[operator]
    html = answer.content.decode()
    assert "回到工作台" in html
    assert ("0123456789abcdef" in html) == (answer.status_code == 500)


def test_a_program_gets_the_sentence_as_problem_json() -> None:
    answer = errors.not_found(RequestFactory().get("/api/v1/nowhere/"))
    assert answer["Content-Type"] == "application/problem+json"
    assert "没有这个页面" in json.loads(answer.content)["detail"]


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_to_reload() -> None:
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "刷新页面后重新提交" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_of_three_megabytes_is_told_that_it_is_too_much() -> None:
    answer = Client().post("/login/", {"username": "x" * 3_000_000, "password": "y"})
    assert answer.status_code == 413
    assert "请返回精简后再试" in answer.content.decode()
