"""What a reader hands back, whichever the source: the facts, what looks odd about them, and what was not found."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from japacar.certificates.fields import CertificateFields
from japacar.certificates.rules import Finding, missing


class Source(StrEnum):
    """Where a reading came from; the words beside each value in the form."""

    FILE = "file"
    CODE = "code"
    AI = "ai"
    HAND = "hand"


class Kind(StrEnum):
    """Which document was read."""

    INSPECTION_CERTIFICATE = "inspection_certificate"


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document that was read. Findings are warnings; they neither correct nor refuse a value."""

    kind: Kind
    source: Source
    fields: CertificateFields
    findings: tuple[Finding, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys that a certificate normally fills and that this one did not."""
        return missing(self.fields)

    def to_json(self) -> dict[str, Any]:
        """The shape that `japacar read-certificate --json` prints, sentences in the language of the moment."""
        return {
            "kind": self.kind.value,
            "source": self.source.value,
            "fields": self.fields.to_json(),
            "warnings": [{**finding.to_json(), "text": finding.sentence} for finding in self.findings],
            "missing": list(self.missing),
        }
