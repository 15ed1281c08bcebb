"""Tests of the launcher: the embedded database, the commands, the processes."""
