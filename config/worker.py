"""`python -m config.worker`: takes up jobs of all queues and defers those of the schedule, until it is told to stop.

The one thing to know: only the worker itself has a connection of its own. The library's command exchanges the connection of the
whole app instead, so that a job which enqueued another did it beside its transaction: the other began before there was anything to
do, or stayed behind when everything else was taken back."""

import asyncio
import gc
import logging
import signal
import threading
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import django
from asgiref.sync import sync_to_async
from django.db import connections

from japacar.ui.errors import is_passing

if TYPE_CHECKING:
    from procrastinate import App, JobContext
    from procrastinate.worker import Worker

CONCURRENCY = 2
# How long a running job may take to end when the worker is told to stop; one that takes longer is taken up again.
SECONDS_TO_END = 5
LONGEST_PAUSE = 15.0
# Between the tries of one job whose database takes nothing.
PAUSES = (1, 2, 4, 8)
HEALTHY_SECONDS = 60.0
_log = logging.getLogger(__name__)


def main() -> None:
    """Run until SIGINT or SIGTERM; where the database is away or full, go on when it is back. Raises for every other fault."""
    django.setup()
    from procrastinate.contrib.django import app

    # Jobs hold whole pictures and papers, so here rubbish is looked for as often as Python does of itself (config/settings.py).
    gc.freeze()
    gc.set_threshold(700, 10, 10)

    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # it is Django's
    told_to_stop = threading.Event()
    pause = 1.0
    while not told_to_stop.is_set():
        began, why = time.monotonic(), "it ended by itself"
        try:
            asyncio.run(_work(worker, told_to_stop))
        except asyncio.CancelledError:
            return
        except Exception as error:
            if not is_passing(error):
                raise
            why = str(error.__cause__ or error).partition("\n")[0]
        if told_to_stop.is_set():
            return
        pause = 1.0 if time.monotonic() - began > HEALTHY_SECONDS else min(LONGEST_PAUSE, pause * 2)
        _log.warning("The worker lost its database and tries again in %.0f s: %s", pause, why)
        time.sleep(pause)


async def _work(worker: "App", told_to_stop: threading.Event) -> None:
    """Until told to stop. The library ends in silence too when its heartbeat is refused, so whether we were told is kept here."""
    loop, running = asyncio.get_running_loop(), asyncio.current_task()

    def stop() -> None:
        told_to_stop.set()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        if running is not None:
            running.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    # The schedule is written over a connection of Django's, in asgiref's one thread; after a fall it is a broken one.
    await sync_to_async(connections.close_all)()
    async with worker.open_async():
        await worker.run_worker_async(
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=SECONDS_TO_END,
            install_signal_handlers=False,
            worker_middleware=[begun_again],
        )


async def begun_again(begin: Callable[[], Awaitable[Any]], context: "JobContext", worker: "Worker") -> Any:
    """A job that met a database which takes nothing is begun again (each is safe to run twice), and is no dead letter for it.

    Those that say themselves when they are tried again are left to the queue, which holds no place for them meanwhile."""
    if context.app.tasks[context.job.task_name].retry_strategy is not None:
        return await begin()
    for pause in PAUSES:
        try:
            return await begin()
        except Exception as error:
            if not is_passing(error):
                raise
            _log.warning("Job %s begins again in %d s: %s", context.job.call_string, pause, error)
        await asyncio.sleep(pause)
    return await begin()


if __name__ == "__main__":
    main()
