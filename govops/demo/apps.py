from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "govops.demo"
    label = "demo"
    verbose_name = "演示单位"
