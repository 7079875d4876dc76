"""The manifest: what this module is called, its role, its place in the menu."""

from govops.kernel.access.roles import Role
from govops.kernel.registers import MenuEntry, Module, add_module

MODULE = add_module(
    Module(
        code="media_loan",
        title="介质借用",
        group="安全保密",
        order=60,
        roles=(Role("media_keeper", "介质管理员"),),
        menu=(MenuEntry("介质借用", "book", register="media_loan"),),
    )
)
