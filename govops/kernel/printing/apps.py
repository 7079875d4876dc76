from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "govops.kernel.printing"
    label = "printing"
    verbose_name = "打印"
