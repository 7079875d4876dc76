from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "govops.kernel.processes"
    label = "processes"
    verbose_name = "流程"
