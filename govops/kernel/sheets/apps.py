from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "govops.kernel.sheets"
    label = "sheets"
    verbose_name = "表格"
