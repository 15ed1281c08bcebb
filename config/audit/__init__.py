"""`bin/audit`: measures a running demo from outside, as a visitor's browser sees it. It reads pages and changes nothing."""
