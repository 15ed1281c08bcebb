"""Every periodic job, in one list. Times are UTC; each task is safe to run twice and late."""

from procrastinate import App

from japacar.egress.tasks import take_up_due
from japacar.events.tasks import anchor_yesterday, take_up_stalled_jobs


def register(app: App) -> None:
    """Called once when the job application is ready (PROCRASTINATE_ON_APP_READY)."""
    # What people wait for
    app.periodic(cron="* * * * *", periodic_id="outbox")(take_up_due)
    app.periodic(cron="*/2 * * * *", periodic_id="stalled")(take_up_stalled_jobs)

    # Housekeeping
    app.periodic(cron="5 15 * * *", periodic_id="anchor")(anchor_yesterday)  # 00:05 in Japan
