from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "govops.kernel.search"
    label = "search"
    verbose_name = "检索"
