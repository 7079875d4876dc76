from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "govops.kernel.api"
    label = "api"
    verbose_name = "接口"
