from govops.kernel.registers import module_config


class MachineRoomConfig(module_config.ModuleConfig):
    name = "govops.modules.machine_room"
    label = "machine_room"
    verbose_name = "机房"
