"""For machines that look after us: alive, ready, and figures."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client import REGISTRY as OWN_REGISTRY
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from govops.kernel.jobs.overview import overview, waiting_count, worker_is_alive

_migrations_applied = False


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when work can be done: database reachable, migrations applied, a jobs worker alive; else 503 and why."""
    checks = {name: check() for name, check in _CHECKS.items()}
    ready = all(not problem for problem in checks.values())
    body = {"ready": ready, "checks": {name: problem or "ok" for name, problem in checks.items()}}
    return JsonResponse(body, status=200 if ready else 503, json_dumps_params={"ensure_ascii": False})


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for this machine itself or with ?token= (GOVOPS_METRICS_TOKEN)."""
    if not _may_read_metrics(request):
        return HttpResponse(
            "指标只对本机开放，或使用参数 token 访问。\n", status=403, content_type="text/plain"
        )
    registry = CollectorRegistry()
    registry.register(_State())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
        body = generate_latest(registry)
    else:
        body = generate_latest(registry) + generate_latest(OWN_REGISTRY)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def _database_problem() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "数据库连接不上"
    return ""


def _migrations_problem() -> str:
    # Once applied they stay applied while this program runs; looking costs thirty queries' worth of time.
    global _migrations_applied
    if _migrations_applied:
        return ""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "数据库连接不上"
    if missing:
        return f"还有 {len(missing)} 个数据库迁移没有执行"
    _migrations_applied = True
    return ""


def _jobs_problem() -> str:
    try:
        return "" if worker_is_alive() else "后台作业进程两分钟内没有响应"
    except DatabaseError:
        return "数据库连接不上"


_CHECKS: dict[str, Callable[[], str]] = {
    "database": _database_problem,
    "migrations": _migrations_problem,
    "jobs": _jobs_problem,
}


def _may_read_metrics(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.GET.get("token", "")
    if token and given:
        return hmac.compare_digest(given.encode(), token.encode())
    # Behind a proxy every request comes from this machine, so that says nothing there.
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return not forwarded and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}


class _State:
    """Gauges read from the database at the moment of asking."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield from _database_gauges()
            yield from _job_gauges()
        except DatabaseError:
            yield GaugeMetricFamily("govops_database_up", "1 when the database answers", value=0)


def _database_gauges() -> Iterator[GaugeMetricFamily]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        sessions = cursor.fetchone()
    yield GaugeMetricFamily("govops_database_up", "1 when the database answers", value=1)
    yield GaugeMetricFamily("govops_database_bytes", "Size of the database", value=size[0])
    yield GaugeMetricFamily("govops_database_sessions", "Open sessions", value=sessions[0])


def _job_gauges() -> Iterator[GaugeMetricFamily]:
    yield GaugeMetricFamily(
        "govops_jobs_worker_up", "1 when a jobs worker is alive", value=int(worker_is_alive())
    )
    yield GaugeMetricFamily("govops_jobs_waiting", "Jobs waiting in the queue", value=waiting_count())
    ended = GaugeMetricFamily(
        "govops_job_last_end_seconds", "When a job last ended", labels=["job", "result"]
    )
    for line in overview():
        if line.last and line.last.finished_at:
            ended.add_metric([line.job.name, line.last.result], line.last.finished_at.timestamp())
    yield ended
