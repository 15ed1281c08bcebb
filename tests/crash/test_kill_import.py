"""The worker is killed with SIGKILL while it takes a dealer's list over; afterwards every car is there, once."""

from __future__ import annotations

from tests.crash.test_kill import MINUTES_LATER, NO_WORKER_LIVES, settle
from tests.journey.stack import Stack, wait_for

CARS, BATCH = 250, 50
SELLER = """
from tests import make
make.make_dealer(people=[make.make_user("dealer@example.test")])
"""
# A list whose dry run is over, and the order to take it over: the worker begins at once.
BEGIN = f"""
from japacar.vehicles.bulk import actions, applying
from japacar.vehicles.bulk.reading import read_table
from japacar.accounts.models import User
from japacar.members.models import Dealer
seller, dealer = User.objects.get(), Dealer.objects.get()
rows = "".join(f"K-{{n:04}},TRJ150-{{1000000 + n}}\\n" for n in range({CARS}))
table = read_table(("stock no,chassis no\\n" + rows).encode())
found = actions.begin_import(dealer, table, sha256="0" * 64, language="en", by=seller)
found.move((found.State.UPLOADED,), found.State.CHECKING)
actions.check_import(found)
assert applying.apply_import(found, by=seller)
"""


def cars(site: Stack) -> int:
    [(count,)] = site.rows("SELECT count(*) FROM vehicles_vehicle")
    return int(count)


def test_a_list_is_taken_over_once_however_often_the_worker_is_killed(site: Stack) -> None:
    site.python(SELLER)
    before = site.faults()
    site.python(BEGIN)
    wait_for(lambda: cars(site) >= BATCH, "the first cars")
    first = kill_and_count(site)
    wait_for(lambda: go_on(site) or cars(site) > first, "the next cars")
    second = kill_and_count(site)

    # It was in the middle each time, and what it had begun of the next batch is gone as a whole.
    assert BATCH <= first < second < CARS
    assert (first % BATCH, second % BATCH) == (0, 0)
    settle(site)

    assert cars(site) == CARS
    assert site.rows("SELECT count(DISTINCT stock_number), count(DISTINCT chassis_no) FROM vehicles_vehicle") == [
        (CARS, CARS)
    ]
    assert site.rows("SELECT count(*) FROM events_event WHERE kind = 'vehicle.drafted'") == [(CARS,)]
    assert site.rows("SELECT state, count(DISTINCT vehicle_id), count(*) FROM vehicles_importrow GROUP BY 1") == [
        ("applied", CARS, CARS)
    ]
    assert site.rows("SELECT state FROM vehicles_stockimport") == [("done",)]
    # The dealer was made for this test and never decided about; nothing else may be odd.
    assert site.faults() == before


def kill_and_count(site: Stack) -> int:
    """How many cars are there once the worker is dead; a new one is started."""
    site.kill("worker")
    site.tell(NO_WORKER_LIVES)
    count = cars(site)
    site.start("worker")
    return count


def go_on(site: Stack) -> None:
    """As if minutes had passed, after which the schedule takes up what a dead worker held."""
    for moved in MINUTES_LATER:
        site.tell(moved)
