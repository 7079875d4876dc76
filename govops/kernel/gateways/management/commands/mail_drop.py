"""Take mail that a mail server drops: manage.py mail_drop 127.0.0.1:8025 [--lmtp]."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from govops.kernel.gateways.drop import certified, place_of, serve


class Command(BaseCommand):
    help = "收下邮件服务器投递的邮件（SMTP，或加 --lmtp），直到 Ctrl-C"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", help="主机:端口，例如 127.0.0.1:8025")
        parser.add_argument("--lmtp", action="store_true", help="用 LMTP 代替 SMTP")
        parser.add_argument("--cert", default="", help="证书（PEM），与 --key 一起提供 STARTTLS")
        parser.add_argument("--key", default="", help="证书的私钥（PEM）")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            host, port = place_of(options["place"])
            tls = certified(options["cert"], options["key"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        serve(host, port, lmtp=options["lmtp"], tls=tls)
