from django.apps import AppConfig


class NormsConfig(AppConfig):
    name = "govops.kernel.norms"
    label = "norms"
    verbose_name = "规范"
