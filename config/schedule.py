"""Every periodic job, in one list. Times are UTC; each task is safe to run twice and late."""

from procrastinate import App

from japacar.accounts.tasks import forget_what_expired, reset_factors
from japacar.certificates.tasks import forget_ai_readings
from japacar.deals.tasks import pass_deadlines
from japacar.desk.tasks import lapse_overdue, open_rechecks
from japacar.egress.tasks import take_up_due
from japacar.events.tasks import anchor_yesterday, take_up_stalled_jobs
from japacar.files.tasks import sweep
from japacar.members.tasks import forget_consent_papers, forget_identity_originals, forget_links, look_up_due
from japacar.payments.tasks import pass_money_deadlines
from japacar.quotes.tasks import expire_quotes
from japacar.vehicles.tasks import forget_imports, forget_searches, index_all, pass_stock_deadlines


def register(app: App) -> None:
    """Called once when the job application is ready (PROCRASTINATE_ON_APP_READY)."""
    # What people wait for
    app.periodic(cron="* * * * *", periodic_id="outbox")(take_up_due)
    app.periodic(cron="*/2 * * * *", periodic_id="stalled")(take_up_stalled_jobs)
    app.periodic(cron="*/5 * * * *", periodic_id="deal_deadlines")(pass_deadlines)
    app.periodic(cron="*/5 * * * *", periodic_id="quote_validity")(expire_quotes)
    app.periodic(cron="*/5 * * * *", periodic_id="money_deadlines")(pass_money_deadlines)
    app.periodic(cron="*/10 * * * *", periodic_id="factor_resets")(reset_factors)
    app.periodic(cron="*/10 * * * *", periodic_id="second_words")(lapse_overdue)

    # Housekeeping
    app.periodic(cron="*/15 * * * *", periodic_id="accounts")(forget_what_expired)
    app.periodic(cron="20 * * * *", periodic_id="ai_readings")(forget_ai_readings)
    app.periodic(cron="25 * * * *", periodic_id="code_searches")(forget_searches)
    app.periodic(cron="5 15 * * *", periodic_id="anchor")(anchor_yesterday)  # 00:05 in Japan
    app.periodic(cron="40 17 * * *", periodic_id="files")(sweep)  # 02:40 in Japan
    app.periodic(cron="10 18 * * *", periodic_id="corporate_numbers")(look_up_due)  # 03:10 in Japan, each monthly
    app.periodic(cron="15 0 * * *", periodic_id="stock")(
        pass_stock_deadlines
    )  # 09:15 in Japan: mails come in the morning
    app.periodic(cron="50 17 * * *", periodic_id="identity")(forget_identity_originals)  # 02:50 in Japan
    app.periodic(cron="55 17 * * *", periodic_id="links")(forget_links)  # 02:55 in Japan
    app.periodic(cron="20 20 * * *", periodic_id="rechecks")(open_rechecks)  # 05:20 in Japan
    app.periodic(cron="10 20 * * *", periodic_id="consents")(forget_consent_papers)  # 05:10 in Japan
    app.periodic(cron="15 20 * * *", periodic_id="imports")(forget_imports)  # 05:15 in Japan
    app.periodic(cron="45 18 * * *", periodic_id="search_words")(index_all)  # 03:45 in Japan
