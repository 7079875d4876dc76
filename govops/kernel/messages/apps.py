from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "govops.kernel.messages"
    label = "notices"
    verbose_name = "消息"

    def ready(self) -> None:
        from govops.kernel.messages import telling  # noqa: F401 - begins to listen
