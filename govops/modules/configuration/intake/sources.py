"""The forms of files that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from govops.modules.configuration.choices import IntakeSource
from govops.modules.configuration.intake import elsewhere, nmap, prometheus, snmp
from govops.modules.configuration.intake.found import MOST, Findings, Unreadable

_READERS = {
    IntakeSource.PROMETHEUS: prometheus.targets,
    IntakeSource.NODE_EXPORTER: prometheus.node,
    IntakeSource.SNMP_WALK: snmp.walk,
    IntakeSource.NMAP_XML: nmap.scan,
}


def read(source: str, text: str, mapping: Iterable[Mapping[str, str]] = ()) -> Findings:
    """What the file tells. Raises `Unreadable` with a sentence."""
    if source == IntakeSource.OTHER_CMDB:
        findings = elsewhere.objects(text, mapping)
    else:
        findings = _READERS[IntakeSource(source)](text)
    if not findings.items:
        raise Unreadable("文件里没有发现任何设备，请核对来源和文件。")
    if len(findings.items) + len(findings.links) > MOST:
        raise Unreadable(f"超过 {MOST} 项，请分成几个文件。")
    return findings
