"""版本总览: each system's environments side by side, and how they drift from production and from the configuration database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.public import ConfigurationItem, ItemState, ObjectClass
from govops.modules.release.choices import DeploymentResult, Environment, VersionState
from govops.modules.release.models import Deployment, SoftwareVersion
from govops.modules.release.numbering import is_newer

PAGE = 50


@dataclass(frozen=True)
class Cell:
    """One environment of one system: its version, how it stands in a word and a colour, who put it there and when."""

    environment: str
    version: str = ""
    words: str = "未部署"
    tone: str = "muted"
    who: str = ""
    at: datetime | None = None
    url: str = ""
    drift_url: str = ""


@dataclass(frozen=True)
class Row:
    """One system."""

    id: int
    number: str
    name: str
    cells: list[Cell] = field(default_factory=list)
    latest: str = ""

    @property
    def drifts(self) -> bool:
        return any(cell.tone in ("amber", "red") for cell in self.cells)


def systems(actor: Actor, text: str = "") -> QuerySet[ConfigurationItem]:
    """The applications in use, or with versions, that `actor` may see."""
    versions = SoftwareVersion.objects.filter(system=OuterRef("pk"))
    deployments = Deployment.objects.filter(system=OuterRef("pk"))
    rows = ConfigurationItem.objects.filter(type__object_class=ObjectClass.APPLICATION).exclude(
        state=ItemState.SCRAPPED
    )
    rows = rows.filter(Exists(versions) | Exists(deployments))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(number__iexact=text))
    return visible(rows, actor, register="configuration_item").order_by("name", "id")


def overview(actor: Actor, *, text: str = "", first: int = 0) -> tuple[list[Row], bool]:
    """One page of systems with their environments, and whether there are more; three statements."""
    found = list(systems(actor, text)[first : first + PAGE + 1])
    shown = found[:PAGE]
    found_there = standing(shown, actor)
    latest = _latest(shown, actor)
    rows = [
        Row(
            item.pk,
            item.number,
            item.name,
            _cells(item, found_there, latest.get(item.pk, "")),
            latest.get(item.pk, ""),
        )
        for item in shown
    ]
    return rows, len(found) > PAGE


def standing(items: list[ConfigurationItem], actor: Actor) -> dict[tuple[int, str], Deployment]:
    """What stands in each environment of each system: the last deployment that did not fail."""
    rows = visible(Deployment.objects.filter(system__in=items), actor, register="deployment")
    rows = rows.exclude(result=DeploymentResult.FAILED).select_related("deployer")
    rows = rows.order_by("system_id", "environment", "-deployed_at", "-id").distinct(
        "system_id", "environment"
    )
    return {(row.system_id, row.environment): row for row in rows}


def _latest(items: list[ConfigurationItem], actor: Actor) -> dict[int, str]:
    """The newest final version of each system."""
    rows = SoftwareVersion.objects.filter(system__in=items, state=VersionState.FINAL)
    rows = (
        visible(rows, actor, register="software_version")
        .order_by("system_id", "-sort_key")
        .distinct("system_id")
    )
    return {row.system_id: row.version_number for row in rows}


def _cells(item: ConfigurationItem, standing: dict[tuple[int, str], Deployment], latest: str) -> list[Cell]:
    live = standing.get((item.pk, Environment.PRODUCTION))
    running = live.version_after if live else item.item_version
    return [
        _cell(item, environment, standing.get((item.pk, environment)), running, latest)
        for environment in Environment
    ]


def _cell(
    item: ConfigurationItem, environment: Environment, row: Deployment | None, running: str, latest: str
) -> Cell:
    version = row.version_after if row else item.item_version if environment == Environment.PRODUCTION else ""
    if not version:
        return Cell(environment.label)
    words, tone = (
        _production(version, item.item_version, latest)
        if environment == Environment.PRODUCTION
        else _beside(version, running)
    )
    who = row.deployer.name if row and row.deployer else ""
    return Cell(
        environment.label,
        version,
        words,
        tone,
        who,
        row.deployed_at if row else None,
        f"/r/deployment/{row.pk}/" if row else "",
        ""
        if environment == Environment.PRODUCTION
        else f"/m/release/system/{item.pk}/drift/?of={environment}",
    )


def _production(version: str, registered: str, latest: str) -> tuple[str, str]:
    if registered != version:
        return f"配置库登记为 {registered or '空'}", "red"
    if latest and is_newer(latest, version):
        return f"新版 {latest} 待发布", "accent"
    return "与配置库一致", "green"


def _beside(version: str, running: str) -> tuple[str, str]:
    if not running:
        return "生产尚未部署", "accent"
    if version == running:
        return "与生产一致", "green"
    newer = is_newer(version, running)
    if newer is None:
        return "与生产不同", "amber"
    return ("领先生产", "accent") if newer else ("落后生产", "amber")
