from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "govops.kernel.messages"
    label = "notices"
    verbose_name = "消息"

    def ready(self) -> None:
        from govops.kernel.messages import (
            mail,
            parameters,  # noqa: F401 - declares
            sending,
            telling,  # noqa: F401 - begins to listen
            webhooks,
        )

        for channel in (mail.queue, webhooks.queue):
            if channel not in sending.channels:
                sending.channels.append(channel)
