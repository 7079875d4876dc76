from govops.kernel.registers import module_config


class AccountsConfig(module_config.ModuleConfig):
    name = "govops.modules.accounts"
    label = "accounts"
    verbose_name = "用户与权限"
