from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "govops.kernel.registers"
    label = "registers"
    verbose_name = "台账"

    def ready(self) -> None:
        from govops.kernel.registers import evidence  # noqa: F401 - begins to count
