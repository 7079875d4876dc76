"""The whole data centre out as one workbook and in again: nothing changes, whatever it is in, and whoever made it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Sum
from django.http import QueryDict

from govops.demo.bureau import Bureau
from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.world import World
from govops.modules.configuration.intake import exporting, workbook
from govops.modules.configuration.models import ConfigurationItem, History, ItemRelation
from govops.modules.configuration.rules.common import Why
from tests.demo.test_estate import plant  # noqa: F401 - fixture


def standing() -> list[Any]:
    """What would tell that anything was written."""
    told: list[Any] = [History.objects.count()]
    for model in (ConfigurationItem, ItemRelation):
        told.append(model._default_manager.aggregate(Count("pk"), Sum("version"), Max("updated_at")))
    return told


def test_an_export_of_everything_taken_in_again_changes_nothing(
    world: World,
    plant: Plant,  # noqa: F811 - the fixture
    cast: Bureau,
) -> None:
    keeper = cast.actor("configuration_manager")
    content = exporting.export(QueryDict(""), actor=keeper)
    before = standing()
    report = workbook.take_in(content, Why(), actor=keeper, commit=True)
    assert report.problems == []
    assert report.counts["未变"] == len(plant.estate.items) + len(plant.estate.ties)
    assert report.counts["新增"] == report.counts["修改"] == report.counts["合并"] == 0
    assert standing() == before
