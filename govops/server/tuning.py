"""PostgreSQL settings for a small bureau on one machine: safe first, then quick on two cores."""

from __future__ import annotations

import os

_MEGABYTE = 1024 * 1024


def settings(*, durable: bool) -> dict[str, str]:
    """Server settings by name. With `durable=False` a crash may lose data: for throw-away test servers only."""
    memory = _memory_megabytes()
    chosen = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "password_encryption": "scram-sha-256",
        "max_connections": "100",
        "shared_buffers": f"{_between(128, memory // 8, 1024)}MB",
        "effective_cache_size": f"{_between(256, memory // 2, 16384)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{_between(64, memory // 32, 512)}MB",
        "random_page_cost": "1.1",  # solid-state disks
        "jit": "off",  # compiling costs more than our short queries take
        "wal_compression": "on",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "max_parallel_workers_per_gather": "0" if (os.cpu_count() or 1) <= 2 else "2",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "idle_in_transaction_session_timeout": "5min",
        "log_timezone": "Asia/Shanghai",
        "TimeZone": "Asia/Shanghai",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "postgres-%a.log",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
    }
    if not durable:
        chosen |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "logging_collector": "off",
        }
    return chosen


def _between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))


def _memory_megabytes() -> int:
    """Memory of the machine, or of the container when that is limited."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE
    try:
        with open("/sys/fs/cgroup/memory.max", encoding="ascii") as file:
            limit = file.read().strip()
    except OSError:
        return total
    return min(total, int(limit) // _MEGABYTE) if limit.isdigit() else total
