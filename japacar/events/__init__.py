"""What happened: append-only and hash-chained; it is the audit log, the feed on a deal, and the cause of every delivery."""
