"""All addresses of the API. Registers need no line of their own: the operations look them up by their code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from ninja import NinjaAPI

from govops.kernel.api import moves, openapi, personal, problems, records
from govops.kernel.api.serving import READ, guarded, patterns_of
from govops.kernel.api.tokens import Bearer, session_reader
from govops.kernel.registers import site

RESERVED = {"me", "search", "inbox"}

api = NinjaAPI(
    title="govops", version="1", openapi_url=None, docs_url=None, urls_namespace="api", auth=Bearer()
)
problems.handle_all(api)


def describe(request: HttpRequest) -> HttpResponse:
    """The description of all this, for a token or a logged-in person."""
    return problems.encoded(openapi.document(), status=200)


for methods, address, operation in (
    (READ, "/me", personal.show_me),
    (READ, "/search", personal.search),
    (READ, "/inbox/{slug:key}", personal.show_inbox),
    (READ, "/{slug:code}", records.show_list),
    (["POST"], "/{slug:code}", records.create),
    (READ, "/{slug:code}/{int:record_id}", records.show),
    (["PATCH"], "/{slug:code}/{int:record_id}", records.change),
    (READ, "/{slug:code}/{int:record_id}/history", moves.show_history),
    (READ, "/{slug:code}/{int:record_id}/moves", moves.show_moves),
    (["POST"], "/{slug:code}/{int:record_id}/{slug:verb}", moves.perform),
):
    api.api_operation(methods, address, url_name=operation.__name__)(operation)
api.api_operation(READ, "/openapi.json", auth=[session_reader, Bearer()], url_name="openapi")(describe)

for register in site.all_registers():
    if register.code in RESERVED or {"history", "moves"} & set(moves.verbs_of(register)):
        raise ValueError(f"register {register.code} takes an address that the API needs itself")


urlpatterns: list[URLPattern] = [
    *patterns_of(api),
    re_path(r"^(?P<rest>.*)$", guarded(problems.not_found), name="nowhere"),
]
