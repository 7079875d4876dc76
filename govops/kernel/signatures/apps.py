from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "govops.kernel.signatures"
    label = "signatures"
    verbose_name = "电子签名"
