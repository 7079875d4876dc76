from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "govops.kernel.signatures"
    label = "signatures"
    verbose_name = "电子签名"

    def ready(self) -> None:
        from govops.kernel.access import bureau
        from govops.kernel.signatures import keys

        bureau.departures.append(keys.departed)
