from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "govops.kernel.jobs"
    label = "jobs"
    verbose_name = "作业"

    def ready(self) -> None:
        from govops.kernel.jobs import tasks  # noqa: F401 - registers the procrastinate task

        autodiscover_modules("jobs")
