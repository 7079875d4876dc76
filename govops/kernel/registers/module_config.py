"""The app config of every module: loads its manifest, its registers, its dashboards and its access table."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import AppConfig

#: the files of a module that are loaded at start, in this order
PARTS = ("module", "registers", "obligations", "dashboards", "views", "jobs")


class ModuleConfig(AppConfig):
    """Subclass it in a module's `apps.py`."""

    default = False  # an imported base class is no candidate beside the module's own config
    default_auto_field = "django.db.models.BigAutoField"

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = True

    def ready(self) -> None:
        from govops.kernel.access import table

        for part in PARTS:
            if find_spec(f"{self.name}.{part}"):
                import_module(f"{self.name}.{part}")
        rights = Path(self.path) / "access.csv"
        if rights.exists():
            table.load(rights)
