"""What the page of a release says ahead of time to whoever deploys it."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from tests.modules.release.conftest import DEPLOYER, VERIFIER


def _page(client_of: Any, release: Any, who: str) -> str:
    return str(client_of(who).get(f"/r/release/{release.pk}/").content.decode())


def test_the_deployer_is_told_of_the_backup_that_is_wanting(tested: Any, backup: Any, client_of: Any) -> None:
    one = tested()
    wanting = f"/r/backup_confirmation/new/?release={one.pk}"
    page = _page(client_of, one, DEPLOYER)
    assert "没有 24 小时内的成功备份" in page
    assert wanting in page
    assert 'class="alert alert-amber foretold"' not in _page(client_of, one, VERIFIER)
    backup(one)
    assert 'class="alert alert-amber foretold"' not in _page(client_of, one, DEPLOYER)


def test_the_deployment_is_told_in_a_form_that_knows_the_release(
    deploying: Any, deployed: Any, client_of: Any
) -> None:
    one = deploying()
    page = _page(client_of, one, DEPLOYER)
    assert "部署完请登记“部署记录”" in page
    form = client_of(DEPLOYER).get(
        f"/r/deployment/new/?release={one.pk}&system={one.system_id}&target={one.target_id}&environment=production"
    )
    assert f'<option value="{one.target_id}" selected>' in form.content.decode()
    deployed(one)
    assert "部署完请登记“部署记录”" not in _page(client_of, one, DEPLOYER)


def test_what_cannot_be_done_yet_says_why(deploying: Any, client_of: Any) -> None:
    """The next verb is there and may not be done: its reason stands on the page, not in a tooltip alone."""
    assert "还没有生产环境部署成功的记录" in _page(client_of, deploying(), VERIFIER)


def test_a_roll_back_asks_for_its_reason(deploying: Any, do: Any) -> None:
    with pytest.raises(Refused, match="回退原因"):
        do(deploying(), "roll_back", DEPLOYER)
