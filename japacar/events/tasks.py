"""The worker's doors into this room, and the watch over the queue itself: jobs of dead workers are taken up again."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from japacar.events import actions

STALLED_SECONDS = 90


@app.task(
    name="events.anchor_yesterday",
    queueing_lock="events.anchor_yesterday",
    retry=RetryStrategy(max_attempts=60, wait=60),
)
def anchor_yesterday(timestamp: int = 0) -> None:
    actions.anchor_day()


@app.task(name="events.take_up_stalled_jobs", queueing_lock="events.take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int = 0) -> None:
    """Jobs whose worker no longer sends heartbeats go back into the queue (every task is safe to run twice).

    Of those of which one at a time may wait, the one that waits already is enough."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job(job, status=Status.FAILED, delete_job=True)
    await jobs.prune_stalled_workers(STALLED_SECONDS)


def failed_jobs() -> list[ProcrastinateJob]:
    """Dead letters: jobs that used up their tries, newest first, for the desk."""
    return list(ProcrastinateJob.objects.filter(status="failed").order_by("-id")[:100])
