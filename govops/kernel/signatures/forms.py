"""What a page must carry so that the browser can sign (see static/govops/sign.js)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govops.kernel.organization.models import Person
from govops.kernel.signatures.digests import digest_of
from govops.kernel.signatures.keys import active_key


def signing_attributes(
    *,
    person: Person,
    register: str,
    record_id: int,
    document: Mapping[str, Any],
    purpose: str = "",
    opinion_field: str = "opinion",
) -> dict[str, str]:
    """The data-… attributes of a form that signs `document`, by name; ready for `flatatt`.

    With `purpose` empty each button carries its own data-purpose (or its words count). Without an active key only
    the digest is there. The server must call `signing.sign` with the same register, record and purpose, the posted
    `digest` as `shown_digest`, and the document as it is then.
    """
    attributes = {
        "data-govops-sign": "",
        "data-digest": digest_of(document),
        "data-register": register,
        "data-record-id": str(record_id),
        "data-opinion-field": opinion_field,
    }
    if purpose:
        attributes["data-purpose"] = purpose
    if key := active_key(person):
        attributes |= {
            "data-key-id": str(key.pk),
            "data-key-label": key.label,
            "data-public-key": key.public_key,
            "data-wrapped-key": key.wrapped_private_key,
        }
    return attributes
