from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "govops.kernel.records"
    label = "records"
    verbose_name = "记录"

    def ready(self) -> None:
        from govops.kernel.records import storage

        storage.connect(self)
