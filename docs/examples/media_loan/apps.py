from govops.kernel.registers import ModuleConfig


class MediaLoanConfig(ModuleConfig):
    name = "media_loan"
    label = "media_loan"
    verbose_name = "介质借用"
