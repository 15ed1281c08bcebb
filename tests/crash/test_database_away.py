"""PostgreSQL takes nothing for a while: only to be read, locked, killed. People are told, and all goes on by itself when it is back."""

from __future__ import annotations

import os
import signal
import time

import httpx
import psycopg

from config import cluster, postmaster
from tests.crash.test_slow_senders import buyer_of_a_deal, log, messages
from tests.journey.stack import Stack, wait_for

# What is promised is promised to new connections too, so those that are there end.
NEW_CONNECTIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'japacar_app'"
READ_ONLY = f"ALTER ROLE {postmaster.APPLICATION} SET default_transaction_read_only = {{}}"
# Longer than a worker that ends at once would be started again (config/processes.py).
AWAY_SECONDS = 9


def test_a_database_that_takes_nothing_is_said_and_waited_for(site: Stack) -> None:
    code, phone = buyer_of_a_deal(site)
    path, body = phone.filled(f"/en/deals/{code}/", "message", {"text"}, {"text": "Is there a spare key?"})
    worker = site.processes["worker"].pid

    def post() -> httpx.Response:
        return phone.http.post(site.url + path, data=body, headers={"Origin": site.url})

    def is_refused_in_words() -> bool:
        answer = post()
        return (
            answer.status_code == 503
            and int(answer.headers["Retry-After"]) > 0
            and "<h1>We cannot do that at this moment</h1>" in answer.text
        )

    site.tell(READ_ONLY.format("on"))
    site.tell(NEW_CONNECTIONS)
    assert is_refused_in_words()
    up = httpx.get(f"{site.url}/up")
    assert (up.status_code, up.text) == (503, "down: the database takes nothing that is written\n")
    assert httpx.get(f"{site.url}/en/cars/").status_code == 200
    site.tell(READ_ONLY.format("off"))
    site.tell(NEW_CONNECTIONS)
    wait_for(site.answers, "/up", seconds=10)

    with psycopg.connect(site.database.url(postmaster.SUPERUSER, postmaster.DATABASE)) as holder:
        holder.execute("LOCK TABLE deals_message")
        began = time.monotonic()
        assert is_refused_in_words()
        assert time.monotonic() - began < 20

    os.kill(site.database.pid() or 0, signal.SIGKILL)
    until = time.monotonic() + AWAY_SECONDS
    while time.monotonic() < until:
        assert is_refused_in_words()
        assert httpx.get(f"{site.url}/up").status_code == 503
        time.sleep(0.5)
    cluster.ensure(site.database.data, throw_away=True)

    wait_for(site.answers, "/up", seconds=10)
    assert messages(site) == []
    assert [post().status_code, post().status_code] == [302, 303]
    assert messages(site) == ["Is there a spare key?"]
    wait_for(site.mails, "the mail that tells of it", seconds=60)
    assert site.processes["worker"].poll() is None
    assert site.processes["worker"].pid == worker
    assert not [line for line in log(site) if b"Traceback" in line]
    phone.http.close()
