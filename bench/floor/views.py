"""One view that inserts one row."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from bench.floor.models import Row


def insert(request: HttpRequest) -> HttpResponse:
    """One row from the same JSON body that the product gets, in its own transaction."""
    body = json.loads(request.body)
    title, purpose = body.get("visitor_unit") or body["subject"], body.get("purpose") or body["description"]
    row = Row(title=title, purpose=purpose)
    row.save(force_insert=True)  # as `objects.create` does
    return JsonResponse({"id": row.pk}, status=201)


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("floor", insert), path("healthz", health)]
