"""One view that inserts one row."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from bench.floor.models import Row


def insert(request: HttpRequest) -> HttpResponse:
    """One row from the same JSON body that the product gets, in its own transaction."""
    body = json.loads(request.body)
    row = Row.objects.create(title=body["visitor_unit"], purpose=body["purpose"])
    return JsonResponse({"id": row.pk}, status=201)


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("floor", insert), path("healthz", health)]
