from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "govops.kernel.sheets"
    label = "sheets"
    verbose_name = "表格"

    def ready(self) -> None:
        from govops.kernel.sheets import (
            carrying,  # noqa: F401 - declares its message
            parameters,  # noqa: F401 - declares
            register_runs,  # noqa: F401 - declares
        )
