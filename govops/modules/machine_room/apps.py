from govops.kernel.registers.module_config import ModuleConfig


class MachineRoomConfig(ModuleConfig):
    name = "govops.modules.machine_room"
    label = "machine_room"
    verbose_name = "机房"
