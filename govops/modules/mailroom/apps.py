from govops.kernel.registers import module_config


class MailroomConfig(module_config.ModuleConfig):
    name = "govops.modules.mailroom"
    label = "mailroom"
    verbose_name = "来件"
