"""Papers as PDF: frozen data in, bytes out; no database, no settings, no network.

`papers` says what each paper holds, `compile` prints it.
"""
