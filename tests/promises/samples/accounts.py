"""The forms about accounts and rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World


def _account(world: World, n: int) -> dict[str, Any]:
    return {
        "name": f"新人{n}", "identity_number": "11010519491231002X", "department": world.unit("GHC"), "position": "工程师", "staff_kind": "permanent",
        "reason": "新录用人员，参与规划编制", "valid_from": "2026-03-10", "proposed_username": f"xinren{n}",
    }  # fmt: skip


def _role(world: World, n: int) -> dict[str, Any]:
    return {
        "kind": "grant",
        "person": world.person("zouwei"),
        "role": "duty_officer",
        "valid_from": "2026-03-10",
        "reason": f"轮岗需要{n}",
    }


SAMPLES = {
    "user_account_application": Sample(by="end_user", data=_account, changed=("reason", "改为借调人员")),
    "role_change_application": Sample(by="end_user", data=_role, changed=("reason", "改为长期轮岗")),
}
