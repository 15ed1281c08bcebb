"""Web process, worker and database are killed with SIGKILL while cars are sold; afterwards everything acknowledged is there, once."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from config import cluster
from tests.crash import deal
from tests.crash.caller import Caller, Lanes
from tests.crash.deal import People
from tests.journey.stack import Stack, wait_for, whole_site

SEED = 20_261_122
LANES = 3
_callers: list[Caller] = []
_sessions: dict[str, str] = {}
KILLS = {"web": 7, "worker": 4, "database": 2}

# Everybody but the dealer is signed in from the start, and another dealer is ready; prints whose session has which key.
SET_UP = f"""
from tests import make
from tests.cast import SignedIn
from tests.house import world
make.make_model("Toyota", "Prius")
shipper = make.make_user("forwarder@example.test")
make.make_forwarder(people=[shipper])
staff, seller = make.make_staff("staff@example.test"), make.make_user("dealer2@example.test", display_name="Akari")
world._dealer("akari", "1180301018771", seller, staff)
for user in (staff, seller, shipper, *(make.make_buyer(f"buyer{{number}}@example.test") for number in range({LANES + 1}))):
    print(user.email, SignedIn(user).cookies["japacar_session"].value)
"""

# Said between a worker's death and the start of the next one: whoever still has a row is dead, and was so for minutes.
NO_WORKER_LIVES = "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '10 minutes'"
# As if minutes had passed since a worker died: then its jobs and mails are taken up again by the jobs of the schedule.
MINUTES_LATER = (
    "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '10 minutes'"
    " WHERE last_heartbeat < now() - interval '15 seconds'",
    "UPDATE egress_dispatch SET claimed_at = claimed_at - interval '10 minutes', next_try_at = now()"
    " WHERE state IN ('pending', 'sending')",
    "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'",
    # What the schedule does each minute; one that waits already is enough.
    "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock) SELECT 'default', name, name"
    " FROM unnest(ARRAY['egress.take_up_due', 'events.take_up_stalled_jobs']) AS name"
    " ON CONFLICT DO NOTHING",
)


@pytest.fixture(autouse=True)
def hang_up() -> Iterator[None]:
    """Close the connections of all callers at the end of a test."""
    yield
    while _callers:
        _callers.pop().http.close()


@pytest.fixture(scope="module")
def site(empty_site: Path) -> Iterator[Stack]:
    with whole_site(empty_site, TRUSTED_PROXIES="1") as stack:
        _sessions.clear()
        _sessions.update(line.split() for line in stack.python(SET_UP).splitlines())
        stack.start("web-2")
        wait_for(lambda: stack.answers(stack.second_port), "web-2")
        yield stack


class Killer(threading.Thread):
    """Kills and restarts, until the numbers are reached. The seed decides what, and after how many requests that were answered:
    counted so, a slow machine is hit as often within its work as a quick one."""

    def __init__(self, stack: Stack, callers: list[Caller]) -> None:
        super().__init__(daemon=True)
        self.stack = stack
        self.callers = callers
        self.lanes: list[threading.Thread] = []
        self.luck = random.Random(SEED)
        self.order = [name for name, count in KILLS.items() for _ in range(count)]
        self.luck.shuffle(self.order)
        self.killed: list[str] = []

    def run(self) -> None:
        for name in self.order:
            done, wanted = self.answered(), self.luck.randint(1, 6)
            while self.answered() < done + wanted and any(lane.is_alive() for lane in self.lanes):
                time.sleep(0.02)
            self.stack.keep_alive()
            time.sleep(self.luck.uniform(0, 0.3))
            self.kill(name)
            self.killed.append(name)

    def answered(self) -> int:
        return sum(caller.acknowledged for caller in self.callers)

    def kill(self, name: str) -> None:
        if name == "database":
            os.kill(self.stack.database.pid() or 0, signal.SIGKILL)
            cluster.ensure(self.stack.database.data, throw_away=True)
            return
        if name == "web":
            # One that works: killing what is just starting would prove nothing.
            name = wait_for(self.working_web, "a web process")
            if self.luck.random() < 0.5:
                self.kill_one_child(name)
        self.stack.kill(name)
        if name == "worker":
            self.stack.tell(NO_WORKER_LIVES)
        self.stack.start(name)

    def working_web(self) -> str | None:
        both = [("web", self.stack.port), ("web-2", self.stack.second_port)]
        self.luck.shuffle(both)
        return next((name for name, port in both if self.stack.answers(port)), None)

    def kill_one_child(self, name: str) -> None:
        """One of granian's workers alone, as the kernel does when memory runs out; then the rest, as its supervisor does."""
        pid = self.stack.processes[name].pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(self.luck.choice(children)) if children else pid, signal.SIGKILL)
        time.sleep(0.2)


def test_nothing_acknowledged_is_lost_or_doubled(site: Stack) -> None:
    codes: list[str] = []
    everybody = [people(site, number) for number in range(LANES)]
    callers = [caller for who in everybody for caller in who.callers]
    lanes, killer = Lanes(), Killer(site, callers)
    opened = threading.Event()
    for who in everybody:
        lanes.start(sell_until, who, opened, killer, codes)
    killer.lanes = lanes.threads
    killer.start()
    lanes.join()
    killer.join()
    assert sorted(killer.killed) == sorted(killer.order)
    assert len(codes) >= LANES
    assert sum(caller.repeated for caller in callers) > 0
    settle(site)
    assert deal.anything(site, codes) == []


def test_tries_are_counted_on_after_a_kill_and_whatever_headers_say(site: Stack) -> None:
    """Twenty codes asked for from one place, for twenty accounts; the web process dies half way, and each request claims another place."""
    thief = caller_of(site, "thief@example.test", random.Random(SEED), "10.99.0.1")
    thief.ports = [site.port, site.port]
    answers = []
    for number in range(21):
        if number == 10:
            site.kill("web")
            site.start("web")
            wait_for(site.answers, "the web process")
        claimed = {
            # What the proxy in front appends stands last; everything before it, and every other header, is the sender's own word.
            "X-Forwarded-For": f"198.51.100.{number}, {thief.address}",
            "Forwarded": f"for=198.51.100.{number}",
            **dict.fromkeys(("X-Real-IP", "Client-IP", "True-Client-IP", "CF-Connecting-IP"), f"198.51.100.{number}"),
        }
        thief.http.headers.update(claimed)
        # A password would count as strictly, but each takes a third of a second of memory and of both cores.
        answers.append(thief.post("/en/sign-in/", email=f"account{number}@example.test", way="code"))

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 60, "not for want of a place, but until the first try is old"


# A worker that died with a job, beside another of which one at a time may wait; and the order to look for such jobs.
DIED_BESIDE_ONE_THAT_WAITS = """
WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes') RETURNING id)
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status, worker_id, scheduled_at)
SELECT 'default', 'files.sweep', 'files.sweep', 'doing'::procrastinate_job_status, id, NULL FROM dead
UNION ALL SELECT 'default', 'files.sweep', 'files.sweep', 'todo', NULL, now() + interval '1 hour'
UNION ALL SELECT 'default', 'events.take_up_stalled_jobs', NULL, 'todo', NULL, NULL
"""


def test_a_dead_workers_job_is_enough_once_where_another_waits(site: Stack) -> None:
    settle(site)
    site.tell(DIED_BESIDE_ONE_THAT_WAITS)
    sweeps = "SELECT status FROM procrastinate_jobs WHERE task_name = 'files.sweep' AND status <> 'succeeded'"

    wait_for(lambda: ("doing",) not in site.rows(sweeps), "the watch over the queue")

    assert site.rows(sweeps) == [("todo",)]
    assert site.rows("SELECT task_name FROM procrastinate_jobs WHERE status = 'failed'") == []
    site.tell("DELETE FROM procrastinate_jobs WHERE task_name = 'files.sweep' AND status = 'todo'")


@pytest.fixture
def without_receipts(site: Stack) -> Iterator[Stack]:
    """The second web process with one safeguard less, and as it was afterwards."""
    _serve_with(site, "tests.crash.broken")
    yield site
    _serve_with(site, "config.settings")


def _serve_with(site: Stack, settings: str) -> None:
    site.kill("web-2")
    site.environment["DJANGO_SETTINGS_MODULE"] = settings
    site.start("web-2")
    site.environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    wait_for(partial(site.answers, site.second_port), "web-2")


def test_the_checks_notice_a_site_without_receipts(without_receipts: Stack) -> None:
    """A message whose answer is lost is sent again; without receipts the same checks must find it twice."""
    site = without_receipts
    who = people(site, LANES, dealer="dealer2@example.test")
    for caller in who.callers:
        caller.lost_in, caller.ports = 0.0, [site.second_port]
    code = deal.sell(who)
    assert deal.doubled_or_lost(site, [code]) == []
    who.buyer.lost_in = 1.0
    who.buyer.do(f"/en/deals/{code}/", at="message", text="Thank you!")
    # The message itself is one more than the sale has; what must be noticed is the second.
    assert deal.doubled_or_lost(site, [code]) == [f"{code}: message 4, not 2"]


def people(site: Stack, number: int, *, dealer: str = "dealer@example.test") -> People:
    """The callers of one lane, each from an address of its own."""
    luck = random.Random(f"{SEED}-{number}")
    seller = caller_of(site, dealer, luck, f"10.{number}.0.1")
    buyer = caller_of(site, f"buyer{number}@example.test", luck, f"10.{number}.0.2")
    forwarder = caller_of(site, "forwarder@example.test", luck, f"10.{number}.0.3")
    staff = caller_of(site, "staff@example.test", luck, f"10.{number}.0.4")
    return People(seller, buyer, forwarder, staff, number)


def caller_of(site: Stack, email: str, luck: random.Random, address: str) -> Caller:
    """Signed in, unless it is the dealer before his registration."""
    _callers.append(Caller(site, email, luck, address=address))
    if email in _sessions:
        _callers[-1].continue_as(_sessions[email])
    return _callers[-1]


def open_the_shop(who: People) -> None:
    """The dealer registers; all lanes go on in his session."""
    deal.register(who.dealer, who.staff)
    _sessions[who.dealer.email] = who.dealer.session


def sell_until(who: People, opened: threading.Event, killer: Killer, codes: list[str]) -> None:
    """The first lane opens the shop; then one car after the other while there is killing, and one at least."""
    if who.number == 0:
        try:
            open_the_shop(who)
        finally:
            opened.set()
    opened.wait()
    who.dealer.continue_as(_sessions[who.dealer.email])
    while True:
        codes.append(deal.sell(who))
        if len(killer.killed) == len(killer.order):
            return
        who.number += LANES + 1


def settle(site: Stack) -> None:
    """Wait until nothing waits. What a killed worker held would come back after two minutes; the clock is helped along."""
    for _ in range(20):
        site.keep_alive()
        for moved in MINUTES_LATER:
            site.tell(moved)
        with contextlib.suppress(AssertionError):
            wait_for(site.is_quiet, "the worker", seconds=8)
            break
    else:
        raise AssertionError(site.rows("SELECT status, task_name, count(*) FROM procrastinate_jobs GROUP BY 1, 2"))
    # A job that can never end well was enqueued beside a transaction that was taken back.
    assert site.rows("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'failed'") == []
