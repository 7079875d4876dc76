from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "govops.kernel.processes"
    label = "processes"
    verbose_name = "流程"

    def ready(self) -> None:
        from govops.kernel.processes import deadlines, inbox  # noqa: F401 - begin to listen
