"""软件版本: numbers, digests, and what a final version may no longer."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from govops.kernel.access.answers import Refused
from govops.kernel.records import attachments
from govops.modules.release.numbering import is_newer, read
from tests.items import server
from tests.modules.release.conftest import APPLICANT, DIGEST, MANAGER


def test_numbers_are_read_and_compared() -> None:
    assert is_newer("3.10.0", "3.9.9") is True
    assert is_newer("3.2.0", "3.2.0-rc.1") is True
    assert is_newer("3.2.0-rc.1", "3.2.0") is False
    assert is_newer("3.2.0", "2019 版") is None
    for wrong in ("3.2", "3.02.1", "三.二.一", "3.2.1.4", "", "3.2.-1"):
        assert read(wrong) is None


numbers = st.tuples(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999))


@given(numbers, numbers)
def test_the_sort_key_sorts_as_the_numbers_do(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    first, second = (read(".".join(map(str, version))) for version in (one, other))
    assert first
    assert second
    assert (first.key < second.key) == (one < other)


@pytest.mark.parametrize("channel", ["page", "api", "import"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "3.2"}, "version_number"),
        ({"packages": [{"name": "a.war", "digest": "123"}]}, "packages"),
        (
            {"packages": [{"name": "a.war", "digest": DIGEST}, {"name": "a.war", "digest": DIGEST}]},
            "packages",
        ),
    ],
)
def test_a_version_that_cannot_be_is_refused(
    version: Any, channel: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        version(final=False, channel=channel, **changes)
    assert list(refusal.value.errors) == [field]


def test_a_number_names_one_version(version: Any) -> None:
    version("3.2.0")
    with pytest.raises(Refused, match="已有版本"):
        version("v3.2.0")


def test_versions_belong_to_applications(version: Any, cast: Any) -> None:
    with pytest.raises(Refused, match="不是应用系统类"):
        version(system=server(cast).pk)


def attach(version: Any, actor: Any, name: str, content: bytes) -> None:
    file = SimpleUploadedFile(name, content)
    attachments.store(file, actor=actor(APPLICANT), register="software_version", record_id=version.pk)


def test_digests_are_computed_and_compared(
    version: Any, do: Any, actor: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    content = "升级脚本".encode()
    one = version(final=False, packages=[{"name": "upgrade.txt", "digest": ""}])
    with pytest.raises(Refused, match="没有校验值"):
        do(one, "finalize", APPLICANT)
    attach(one, actor, "upgrade.txt", content)
    final = do(one, "finalize", APPLICANT)
    assert final.packages[0]["digest"] == hashlib.sha256(content).hexdigest()
    assert final.package_words == "1 个文件已与附件核对"


def test_a_package_that_was_swapped_is_noticed(
    version: Any, do: Any, actor: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    one = version(final=False, packages=[{"name": "upgrade.txt", "digest": DIGEST}])
    attach(one, actor, "upgrade.txt", b"another content")
    with pytest.raises(Refused, match="与附件不符"):
        do(one, "finalize", APPLICANT)


def test_a_final_version_is_not_edited(version: Any, client_of: Any) -> None:
    one = version()
    answer = client_of(APPLICANT).post(f"/r/software_version/{one.pk}/edit/", {"release_notes": "另一说法"})
    assert answer.status_code == 409


def test_a_version_that_a_release_needs_stays(version: Any, approved: Any, do: Any) -> None:
    one = version()
    approved(target=one.pk)
    with pytest.raises(Refused, match="正在使用此版本"):
        do(one, "withdraw", MANAGER, opinion="有缺陷")
