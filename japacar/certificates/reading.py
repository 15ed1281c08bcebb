"""What a reader hands back, whichever the source: the facts, what looks odd about them, and what was not found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    DEREGISTRATION_CERTIFICATE = "deregistration_certificate"
    PRELIMINARY_CERTIFICATE = "preliminary_certificate"
    LIMITED_CERTIFICATE = "limited_certificate"
    RETURN_CERTIFICATE = "return_certificate"


@dataclass(frozen=True)
class Cut:
    """A code on the paper, or a page of it, as a WebP picture."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document that was read. Findings are warnings; they neither correct nor refuse a value."""

    kind: Kind
    source: Source
    fields: CertificateFields
    findings: tuple[Finding, ...] = ()
    # Facts that came from another source than `source`, by key.
    sources: Mapping[str, Source] = field(default_factory=dict)
    # "plate", "spec" or "use" -> the code of that name as it stands on the paper. Of one that lies over several pictures each symbol
    # has its own: "spec", "spec-2", "spec-3".
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    # The pages with these codes, each framed.
    pages: tuple[Cut, ...] = ()

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
