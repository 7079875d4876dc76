"""Mail as a channel: an outbox beside the messages, emptied by a job. An action never waits for a mail server."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from govops.kernel import parameters
from govops.kernel.access.answers import Refused
from govops.kernel.messages import retrying, summary, threads
from govops.kernel.messages.models import MailChoice, MailOut, Message
from govops.kernel.organization.models import Person

_SECONDS = 10
_FOREVER = 500  # SMTP answers from here on are final
#: errors that say nothing about the next mail
_ABOUT_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def queue(messages: list[Message]) -> None:
    """Put a mail beside each message whose person has an address and wants it."""
    if not messages or not parameters.value("mail.enabled"):
        return
    people = {message.person_id for message in messages}
    addresses = dict(
        Person.objects.filter(pk__in=people, is_active=True).exclude(email="").values_list("pk", "email")
    )
    chosen = {
        (person, kind): wanted
        for person, kind, wanted in MailChoice.objects.filter(person__in=addresses).values_list(
            "person", "kind", "wanted"
        )
    }
    default = parameters.value("mail.default_on")
    MailOut.objects.bulk_create(
        MailOut(message=message, address=addresses[message.person_id])
        for message in messages
        if message.person_id in addresses and chosen.get((message.person_id, message.kind), default)
    )


def composed(message: Message, address: str, connection: Any = None) -> EmailMessage:
    """The mail of one message: a number in the subject and an identifier of ours, so that an answer is understood."""
    told = summary.of(message)
    sender = str(parameters.value("mail.sender"))
    domain = sender.rpartition("@")[2] or "localhost"
    lines = [told.title, *([told.text] if told.text else []), "", f"查看：{told.url}"]
    if told.number and parameters.value("mail.replies") and not told.is_discreet:
        lines += ["", "直接回复本邮件即可添加备注，请保留标题中的编号。"]
    headers = {
        "Message-ID": threads.identifier(message.pk, domain),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if message.record_id:
        headers["References"] = f"<govops.{message.register}.{message.record_id}@{domain}>"
    subject = " ".join(f"[{told.number}] {told.title}".split() if told.number else told.title.split())
    return EmailMessage(
        subject[:180], "\n".join(lines), sender, [address], headers=headers, connection=connection
    )


def connect() -> Any:
    """Django's mail connection with the bureau's server; nothing is opened yet."""
    security = parameters.value("mail.security")
    user = str(parameters.value("mail.user"))
    return get_connection(
        host=parameters.value("mail.host"), port=parameters.value("mail.port"), username=user,
        password=settings.EMAIL_HOST_PASSWORD if user else "", use_tls=security == "starttls", use_ssl=security == "tls",
        timeout=_SECONDS,
    )  # fmt: skip


def deliver() -> tuple[int, int]:
    """Send what is due; (sent, failed). One connection for all: when the server is away, the rest waits for the next run."""
    sent = failed = 0
    connection = connect()
    try:
        for row in retrying.due(MailOut):
            error = _send(row, connection)
            sent, failed = sent + (error is None), failed + (error is not None)
            if error is not None and not isinstance(error, _ABOUT_ONE):
                break
    finally:
        connection.close()
    return sent, failed


def _send(row: MailOut, connection: Any) -> Exception | None:
    """Send one mail and note how it went; the error when it did not go."""
    try:
        connection.open()
        composed(row.message, row.address, connection).send()
    except OSError as error:  # smtplib's errors are such, too
        retrying.failed(row, words_of(error), for_good=_is_final(error))
        return error
    retrying.succeeded(row)
    return None


def _is_final(error: Exception) -> bool:
    """The server knows this address is wrong; trying again would not help."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= _FOREVER for code, _ in error.recipients.values())


def words_of(error: Exception) -> str:
    """Why a mail did not go, in words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"对方不收此地址：{_answers(error.recipients.values())}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "发信账号或口令不被接受，请核对“发信账号”和 GOVOPS_SMTP_PASSWORD。"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"发信服务器答复 {_answers([(error.smtp_code, error.smtp_error)])}"
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return f"连不上发信服务器 {parameters.value('mail.host')}:{parameters.value('mail.port')}（{error}）"
    return f"发信没有成功（{error}）"


def _answers(answers: Iterable[tuple[int, Any]]) -> str:
    return "；".join(
        f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
        for code, words in answers
    )


def test(address: str) -> None:
    """Send one mail now, to see whether the settings are right; Refused with the reason when it does not go."""
    sender = str(parameters.value("mail.sender"))
    mail = EmailMessage(
        "政务运维平台：测试邮件", "收到这封邮件，说明发信设置正确。", sender, [address], connection=connect(),
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )  # fmt: skip
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        raise Refused(f"测试邮件没有发出：{words_of(error)}", field="address", status=422) from None
