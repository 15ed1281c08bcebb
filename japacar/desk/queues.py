"""What waits for staff. The one thing to know: a module of the desk adds its queue with one line in QUEUES."""

from collections.abc import Callable

from japacar.desk.bank_queue import changed_accounts
from japacar.desk.dealers.queue import dealers_to_check, dealers_to_check_again
from japacar.desk.exceptions.queue import exceptions
from japacar.desk.guardians.queue import consents_to_check
from japacar.desk.letters_queue import dead_letters
from japacar.desk.listings_queue import listings_to_check
from japacar.desk.people.queue import factors_to_reset
from japacar.desk.proofs_queue import proofs_to_check
from japacar.desk.waiting import Queue, Waiting, counted

QUEUES: tuple[Callable[[], Queue], ...] = (
    dealers_to_check,
    exceptions,
    changed_accounts,
    consents_to_check,
    listings_to_check,
    factors_to_reset,
    dealers_to_check_again,
    proofs_to_check,
    dead_letters,
)


def waiting() -> list[Waiting]:
    """Every queue with its count, also the empty ones; one query."""
    return counted(queue() for queue in QUEUES)
