"""The one password of everybody in the demo. A module of its own, since the launcher and the audit read it without loading Django."""

PASSPHRASE = "demo-only-passphrase"  # noqa: S105  # printed at every start and meant to be known
