from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "govops.kernel.messages"
    label = "messages"
    verbose_name = "消息"
