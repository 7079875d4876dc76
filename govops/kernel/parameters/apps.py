from django.apps import AppConfig


class ParametersConfig(AppConfig):
    name = "govops.kernel.parameters"
    label = "parameters"
    verbose_name = "运行参数"
