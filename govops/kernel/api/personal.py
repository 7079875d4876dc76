"""What concerns the token's own person: who it is, what waits, what can be found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from govops.kernel.access import roles, table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.api.problems import answer
from govops.kernel.api.records import LARGEST, SIZE, whole
from govops.kernel.api.tokens import actor_of
from govops.kernel.api.writing import local
from govops.kernel.processes import inbox
from govops.kernel.processes.models import ProcessRun, WorkItem
from govops.kernel.records import counting
from govops.kernel.registers import finding, site
from govops.kernel.registers.declarations import Register
from govops.kernel.search.everywhere import Hit

Json = dict[str, Any]
MOST_PAGES = 200


def readable(actor: Actor) -> list[Register]:
    """The registers that both the token and the account's roles may read."""
    return [register for register in site.all_registers() if table.may(actor, "read", register.code)]


def show_me(request: HttpRequest) -> HttpResponse:
    """The account, its person and roles, and what this token may do with which register."""
    actor = actor_of(request)
    account, person, unit = actor.account, actor.person, actor.unit
    held = {
        register: [op for op in table.OPERATIONS if table.may(actor, op, register.code)]
        for register in site.all_registers()
    }
    return answer(
        {
            "username": account.username if account else "",
            "person": {"id": person.pk, "name": person.name} if person else None,
            "unit": {"id": unit.pk, "name": unit.name} if unit else None,
            "roles": [{"code": code, "title": roles.title_of(code)} for code in sorted(actor.roles)],
            "scopes": list(actor.token_scopes or ()),
            "registers": [
                {"code": register.code, "title": register.title, "operations": operations}
                for register, operations in held.items()
                if operations
            ],
        }
    )


def show_inbox(request: HttpRequest, key: str) -> HttpResponse:
    """One list of 待办、待阅…, limited to the registers that the token may read."""
    actor = actor_of(request)
    if key not in inbox.LISTS or actor.person is None:
        raise Refused(f"没有“{key[:40]}”这个列表，可用：{'、'.join(inbox.LISTS)}。", status=404)
    query = request.GET.copy()
    size, page = whole(query, "size", SIZE, LARGEST), whole(query, "page", 1, MOST_PAGES)
    _nothing_else(query)
    rows = inbox.items(actor.person, key)
    if actor.token_scopes is not None:
        rows = rows.filter(register__in=[register.code for register in readable(actor)])
    if rows.model is WorkItem:
        rows = rows.select_related("run__unit", "run__applicant", "person")
    else:
        rows = rows.select_related("unit", "applicant")
    found = list(rows[(page - 1) * size : page * size + 1])
    total = counting.bounded_counts([rows])[0]
    return answer(
        {
            "title": inbox.LISTS[key],
            "items": [_item(row) if isinstance(row, WorkItem) else _run(row) for row in found[:size]],
            "count": min(total, counting.COUNT_LIMIT),
            "more_than": total > counting.COUNT_LIMIT,
            "next_page": page + 1 if len(found) > size and page < MOST_PAGES else None,
        }
    )


def _nothing_else(query: Any) -> None:
    for name in query:
        raise Refused(f"此地址没有“{name[:60]}”这个参数，请删去。", field=name[:60], status=422)


def _run(run: ProcessRun) -> Json:
    register = site.find(run.register)
    states = register.process.state_words if register and register.process else {}
    return {
        "register": run.register,
        "register_title": register.title if register else run.register,
        "record_id": run.record_id,
        "number": run.number,
        "title": run.title,
        "state": run.state,
        "state_label": str(states.get(run.state, run.state)),
        "unit": run.unit.short_name,
        "applicant": run.applicant.name if run.applicant else "",
        "started_at": local(run.started_at),
        "finished_at": local(run.finished_at),
        "url": f"/api/v1/{run.register}/{run.record_id}",
    }


def _item(item: WorkItem) -> Json:
    return _run(item.run) | {
        "kind": item.kind,
        "kind_label": str(item.get_kind_display()),
        "step": item.step,
        "step_title": item.step_title,
        "person": item.person.name,
        "given_by": item.given_by,
        "note": item.note,
        "arrived_at": local(item.arrived_at),
        "due_at": local(item.due_at),
        "is_provisional": item.is_provisional,
        "done_at": local(item.done_at),
    }


def search(request: HttpRequest) -> HttpResponse:
    """The newest records of all registers that hold every word of `q`."""
    actor = actor_of(request)
    query = request.GET.copy()
    limit = whole(query, "limit", 20, LARGEST)
    text = (query.pop("q", None) or [""])[-1]
    _nothing_else(query)
    if not text.strip():
        raise Refused("请用 q 给出要查找的词。", field="q", status=422)
    return answer({"items": [_hit(hit) for hit in finding.find(actor, text, limit=limit)]})


def _hit(hit: Hit) -> Json:
    return {
        "register": hit.register,
        "register_title": hit.register_title,
        "id": hit.record_id,
        "number": hit.number,
        "title": hit.title,
        "created_at": local(hit.created_at),
        "url": f"/api/v1/{hit.register}/{hit.record_id}",
    }
