from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "govops.kernel.audit"
    label = "audit"
    verbose_name = "审计"
