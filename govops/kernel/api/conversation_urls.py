"""Addresses of comments and links; they stand before those of the registers' own verbs."""

from __future__ import annotations

from django.urls import URLPattern
from ninja import NinjaAPI

from govops.kernel.api import conversation, problems
from govops.kernel.api.moves import verbs_of
from govops.kernel.api.tokens import Bearer
from govops.kernel.api.urls import READ, guarded
from govops.kernel.registers import site

api = NinjaAPI(
    title="govops-conversation", version="1", openapi_url=None, docs_url=None, urls_namespace="api-conversation", auth=Bearer()
)  # fmt: skip
problems.handle_all(api)
for methods, address, operation in (
    (READ, "/{slug:code}/{int:record_id}/comments", conversation.show_comments),
    (["POST"], "/{slug:code}/{int:record_id}/comments", conversation.add_comment),
    (READ, "/{slug:code}/{int:record_id}/links", conversation.show_links),
    (["POST"], "/{slug:code}/{int:record_id}/links", conversation.add_link),
    (["DELETE"], "/{slug:code}/{int:record_id}/links/{int:link_id}", conversation.remove_link),
):
    api.api_operation(methods, address, url_name=operation.__name__)(operation)

for register in site.all_registers():
    if register.code == "inbound" or {"comments", "links"} & set(verbs_of(register)):
        raise ValueError(f"register {register.code} takes an address that the API needs itself")

urlpatterns = [
    pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"
]
for pattern in urlpatterns:
    pattern.callback = guarded(pattern.callback)
