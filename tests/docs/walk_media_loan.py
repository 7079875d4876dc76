"""Run by test_adding_a_register.py in a process of its own, with the example module installed.

Takes a loan from the form to its return and looks at it through every face. All in one transaction that is rolled
back, the table included. Prints what it saw as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from govops.demo import bureau, people
from govops.kernel import moment
from govops.kernel.access import tokens
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import RoleGrant
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site
from tests.cast import SINCE
from tests.moments import MONDAY

KEEPER = "secrecy_office"
FORM = {"medium": "JZ-017", "purpose": "汛期资料交换", "needed_from": "2026-03-03", "needed_to": "2026-03-06"}


def tell() -> None:
    """Print what was seen; the first argument holds more fields of the form, as JSON."""
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1])), ensure_ascii=False))


def main(extra: dict[str, str]) -> dict[str, Any]:
    call_command("makemigrations", "media_loan", verbosity=0)
    people.SEATS["media_keeper"] = (KEEPER,)
    with transaction.atomic(), moment.at(MONDAY):
        with connection.schema_editor() as editor:
            editor.create_model(apps.get_model("media_loan", "MediaLoan"))
        seen = walk(bureau.build(since=SINCE), {**FORM, **extra})
        transaction.set_rollback(True)
    return seen


def walk(cast: bureau.Bureau, form: dict[str, str]) -> dict[str, Any]:
    RoleGrant.objects.create(
        account=cast.accounts[KEEPER], role="media_keeper", basis="示例", granted_by="示例", valid_from=SINCE
    )
    register, applicant = site.get("media_loan"), cast.actor("end_user")
    try:
        doors.create(register, {**form, "needed_to": "2026-03-01"}, actor=applicant)
        refused = ""
    except Refused as refusal:
        refused = refusal.sentence
    loan = doors.create(register, form, actor=applicant, submit=True)
    states = [loan.state]
    for verb, by, data in (
        ("approve", "unit_head", {"opinion": "同意"}),
        ("approve", KEEPER, {"opinion": "同意"}),
        ("hand_out", KEEPER, {}),
        ("receive_back", KEEPER, {"checked": "完好，已清除数据"}),
    ):
        states.append(
            engine.perform("media_loan", loan.pk, verb, actor=cast.actor(by), data=data).record.state
        )
    return {"refused": refused, "number": loan.number, "states": states, **faces(cast, loan.pk)}


def faces(cast: bureau.Bureau, pk: int) -> dict[str, Any]:
    browser = Client()
    browser.force_login(cast.accounts[KEEPER], backend="govops.kernel.access.backend.AccountBackend")
    program = Client(
        headers={
            "authorization": f"Bearer {tokens.issue(cast.accounts[KEEPER], name='示例', scopes=['*'])[1]}"
        }
    )
    pages = {
        "list": "/r/media_loan/?view=2", "form": "/r/media_loan/new/", "detail": f"/r/media_loan/{pk}/", "picture": f"/r/media_loan/{pk}/picture/",
        "print": f"/r/media_loan/{pk}/print/", "template": "/r/media_loan/template/", "export": "/r/media_loan/export/",
    }  # fmt: skip
    answers = {name: browser.get(url) for name, url in pages.items()}
    found = program.get(f"/api/v1/media_loan/{pk}")
    return {
        "faces": {
            name: [answer.status_code, answer.headers["Content-Type"]] for name, answer in answers.items()
        },
        "page": answers["detail"].content.decode(),
        "rest": found.json(),
    }
