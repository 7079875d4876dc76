from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "govops.kernel.web"
    label = "web"
    verbose_name = "页面"
