from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "govops.kernel.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from govops.kernel.access import witness
        from govops.kernel.audit import (
            parameters,  # noqa: F401 - declared at start, shown to administrators
            trail,
        )

        witness.listeners.append(trail.record)
