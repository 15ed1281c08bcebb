"""Checking dealers: the queue, the list of all, and the review of one."""
