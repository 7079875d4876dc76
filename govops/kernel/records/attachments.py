"""Uploaded files: checked by content, kept under their SM3 digest, never served as anything but a download or a picture."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from gmssl_pyx import sm3_hash

from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.organization.prepared import Prepared
from govops.kernel.records.models import Attachment

parameters.declare(
    parameters.Parameter(
        key="attachments.max_megabytes",
        title="单个附件大小上限",
        kind="int",
        default=20,
        minimum=1,
        maximum=200,
        unit=" MB",
        source="本产品设定",
        group="平台",
    )
)

#: ending → (what the content must begin with, media type)
KINDS: dict[str, tuple[tuple[bytes, ...], str]] = {
    "pdf": ((b"%PDF-",), "application/pdf"),
    "png": ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    "jpg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "jpeg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "docx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "ofd": ((b"PK\x03\x04",), "application/ofd"),
    "doc": ((b"\xd0\xcf\x11\xe0",), "application/msword"),
    "xls": ((b"\xd0\xcf\x11\xe0",), "application/vnd.ms-excel"),
    "wps": ((b"\xd0\xcf\x11\xe0", b"PK\x03\x04"), "application/vnd.ms-works"),
    "txt": ((), "text/plain"),
    "zip": ((b"PK\x03\x04",), "application/zip"),
}
IN_WORDS = "PDF、图片（PNG、JPG）、Word、Excel、PPT、WPS、OFD、TXT、ZIP"


def store(file: Any, *, actor: Actor, register: str = "", record_id: int = 0, number: str = "") -> Attachment:
    """Check and keep one uploaded file; `Refused` 422 with the reason."""
    name = Path(str(file.name).replace("\\", "/")).name[-150:]
    ending = name.rpartition(".")[2].lower()
    limit = parameters.value("attachments.max_megabytes")
    if file.size > limit * 1024 * 1024:
        raise Refused(f"附件“{name}”超过 {limit} MB，请压缩或拆分后再传。", field="file", status=422)
    if file.size == 0:
        raise Refused(f"附件“{name}”是空文件，请核对后重新选择。", field="file", status=422)
    if ending not in KINDS:
        raise Refused(f"不能上传“.{ending}”类型的附件；可以上传：{IN_WORDS}。", field="file", status=422)
    content = file.read()
    _check_content(name, ending, content)
    digest = sm3_hash(content).hex()
    path = f"{digest[:2]}/{uuid4().hex}"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    row = Attachment.objects.create(
        register=register, record_id=record_id, name=name, path=path, size=len(content), media_type=KINDS[ending][1], digest=digest,
        uploaded_by=actor.person, uploaded_at=moment.now(),
    )  # fmt: skip
    trail.record(
        actor=actor, operation="create", register=register or "attachment", record_id=record_id or row.pk, number=number,
        after={"附件": name, "SM3": digest}, summary=f"上传附件：{name}",
    )  # fmt: skip
    return row


def _check_content(name: str, ending: str, content: bytes) -> None:
    begins = KINDS[ending][0]
    if begins and not content.startswith(begins):
        raise Refused(f"附件“{name}”的内容与扩展名不符，请用原文件重新上传。", field="file", status=422)
    if ending == "txt" and b"\x00" in content:
        raise Refused(f"附件“{name}”不是文本文件，请核对后重新上传。", field="file", status=422)
    if content.startswith(b"PK\x03\x04"):
        _check_archive(name, content)


def _check_archive(name: str, content: bytes) -> None:
    import io

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 100 * len(content) + 50 * 1024 * 1024:
                raise Refused(f"附件“{name}”压缩比异常，可能有害，不予接收。", field="file", status=422)
    except zipfile.BadZipFile:
        raise Refused(f"附件“{name}”已损坏，打不开，请用原文件重新上传。", field="file", status=422) from None


def adopt(ids: tuple[int, ...], *, register: str, record_id: int, actor: Actor) -> None:
    """Hang files that were uploaded before the record existed on it; only one's own."""
    Attachment.objects.filter(pk__in=ids, record_id=0, uploaded_by=actor.person).update(
        register=register, record_id=record_id
    )


_of = Prepared(
    lambda register, record_id: (
        Attachment.objects.filter(register=register, record_id=record_id, removed_at__isnull=True)
        .select_related("uploaded_by")
        .order_by("id")
    ),
    "a register",
    -(2**62),
)


def of(register: str, record_id: int) -> list[Attachment]:
    """The files that hang on a record now, the oldest first."""
    return _of(register, record_id)


def remove(row: Attachment, *, actor: Actor, number: str = "") -> None:
    """Take a file off its record; the file and the row stay for the trail."""
    row.removed_at = moment.now()
    row.save(update_fields=["removed_at"])
    trail.record(
        actor=actor, operation="delete", register=row.register, record_id=row.record_id, number=number,
        before={"附件": row.name, "SM3": row.digest}, summary=f"移除附件：{row.name}",
    )  # fmt: skip


def content(row: Attachment) -> bytes:
    return (Path(settings.MEDIA_ROOT) / row.path).read_bytes()
