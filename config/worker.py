"""`python -m config.worker`: takes up jobs of all queues and defers those of the schedule, until it is told to stop.

The one thing to know: only the worker itself has a connection of its own. The library's command exchanges the connection of the
whole app instead, so that a job which enqueued another did it beside its transaction: the other began before there was anything to
do, or stayed behind when everything else was taken back."""

import django

CONCURRENCY = 2
# How long a running job may take to end when the worker is told to stop; one that takes longer is taken up again.
SECONDS_TO_END = 5


def main() -> None:
    """Run until SIGINT or SIGTERM. Raises where the database is away: whoever supervises starts it again."""
    django.setup()
    from procrastinate.contrib.django import app

    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # it is Django's
    worker.run_worker(concurrency=CONCURRENCY, shutdown_graceful_timeout=SECONDS_TO_END)


if __name__ == "__main__":
    main()
