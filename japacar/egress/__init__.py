"""The one door to the outside: registry of recipients, allow-lists, and a row that is outbox and ledger in one."""
