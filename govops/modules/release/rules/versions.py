"""Versions: numbered x.y.z, once, with packages whose digests hold."""

from __future__ import annotations

import re
from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.configuration.public import ObjectClass
from govops.modules.release import packages
from govops.modules.release.choices import OPEN_RELEASE, VersionState
from govops.modules.release.models import Release, SoftwareVersion
from govops.modules.release.numbering import read

_SHA_256 = re.compile(r"[0-9a-f]{64}")


def system_is_an_application(record: Any, deed: Deed) -> Answer:
    """Versions belong to applications."""
    if record.system.type.object_class == ObjectClass.APPLICATION:
        return Allowed()
    return Denied(f"“{record.system.name}”不是应用系统类配置项，请另选“系统”。", field="system")


def number_is_read(version: Any, deed: Deed) -> Answer:
    if read(version.version_number):
        return Allowed()
    return Denied(
        "“版本号”应写作 主版本.次版本.修订号，如 3.2.1；预发版可写 3.2.1-rc.1。", field="version_number"
    )


def number_is_new(version: Any, deed: Deed) -> Answer:
    """A number names one version of a system."""
    same = SoftwareVersion.objects.filter(system=version.system_id, version_number=version.version_number)
    if same.exclude(pk=version.pk).exclude(state=VersionState.WITHDRAWN).exists():
        return Denied(
            f"“{version.system.name}”已有版本 {version.version_number}，请改用新的版本号。",
            field="version_number",
        )
    return Allowed()


def digests_are_digests(version: Any, deed: Deed) -> Answer:
    for line, row in enumerate(version.packages, start=1):
        if row.get("digest") and not _SHA_256.fullmatch(row["digest"]):
            return Denied(f"“安装包”第 {line} 行的校验值应为 64 位十六进制的 SHA-256。", field="packages")
    names = [row["name"] for row in version.packages]
    if doubled := next((name for name in names if names.count(name) > 1), ""):
        return Denied(f"“安装包”里“{doubled}”写了两次。", field="packages")
    return Allowed()


def changes_are_told(version: Any, deed: Deed) -> Answer:
    if version.change_list:
        return Allowed()
    return Denied("“变更清单”还是空的，请至少写明一项再定版。")


def packages_hold(version: Any, deed: Deed) -> Answer:
    """Each package has a digest, written down or computed from the attachment of that name; both agree."""
    if not version.packages:
        return Denied("请在“安装包”中写明至少一个文件再定版；没有安装包的写部署脚本或配置文件。")
    for found in packages.compared(version):
        if found.is_missing:
            return Denied(
                f"安装包“{found.name}”没有校验值，附件中也没有同名文件；请填写 SHA-256 或上传该文件。",
                field="packages",
            )
        if found.is_wrong:
            return Denied(
                f"安装包“{found.name}”的校验值与附件不符，文件可能被替换或损坏，请核对来源。",
                field="packages",
            )
    return Allowed()


def is_not_in_use(version: Any, deed: Deed) -> Answer:
    """A version that a release still needs stays."""
    release = Release.objects.filter(target=version, state__in=OPEN_RELEASE).first()
    if release is None:
        return Allowed()
    return Denied(f"发布单 {release.number} 正在使用此版本，请先办结或撤销。")
