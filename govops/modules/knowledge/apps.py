from govops.kernel.registers import module_config


class KnowledgeConfig(module_config.ModuleConfig):
    name = "govops.modules.knowledge"
    label = "knowledge"
    verbose_name = "知识库"
