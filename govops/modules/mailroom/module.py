"""The manifest: what came in from outside and waits for the desk."""

from govops.kernel.access.roles import Role
from govops.kernel.registers.site import MenuEntry, Module, add_module

MODULE = add_module(
    Module(
        code="mailroom",
        title="来件",
        group="服务",
        order=16,
        roles=(Role("service_desk", "服务台"),),
        menu=(MenuEntry("待认领邮件", "mail", register="unclaimed_mail"),),
    )
)
