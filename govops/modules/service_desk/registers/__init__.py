"""How it looks: list, form, page, REST, Excel and print of every register of the service desk."""

from govops.modules.service_desk.registers import following, incidents, requests

__all__ = ["following", "incidents", "requests"]
