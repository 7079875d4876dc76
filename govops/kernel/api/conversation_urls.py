"""Addresses of comments and links; they stand before those of the registers' own verbs."""

from __future__ import annotations

from govops.kernel.api import conversation
from govops.kernel.api.moves import verbs_of
from govops.kernel.api.serving import READ, served
from govops.kernel.registers import site

urlpatterns = served(
    "conversation",
    (
        (READ, "/{slug:code}/{int:record_id}/comments", conversation.show_comments),
        (["POST"], "/{slug:code}/{int:record_id}/comments", conversation.add_comment),
        (READ, "/{slug:code}/{int:record_id}/links", conversation.show_links),
        (["POST"], "/{slug:code}/{int:record_id}/links", conversation.add_link),
        (["DELETE"], "/{slug:code}/{int:record_id}/links/{int:link_id}", conversation.remove_link),
    ),
)

for register in site.all_registers():
    if register.code == "inbound" or {"comments", "links"} & set(verbs_of(register)):
        raise ValueError(f"register {register.code} takes an address that the API needs itself")
