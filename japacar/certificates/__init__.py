"""Reading a 車検証: the facts that a certificate may give us, the readers that find them, and the cross-checks."""
