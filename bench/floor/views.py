"""One view that inserts one row."""

from __future__ import annotations

import json

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from bench.floor import TABLE


def insert(request: HttpRequest) -> HttpResponse:
    """One row from the same JSON body that the product gets, in its own transaction."""
    body = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (title, purpose) VALUES (%s, %s) RETURNING id",
            [body["visitor_unit"], body["purpose"]],
        )
        (identity,) = cursor.fetchone()
    return JsonResponse({"id": identity}, status=201)


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("floor", insert), path("healthz", health)]
