"""What waits for staff. The one thing to know: a module of the desk adds its queue with one line in QUEUES."""

from collections.abc import Callable

from japacar.desk.dealers.queue import dealers_to_check
from japacar.desk.letters_queue import dead_letters
from japacar.desk.proofs_queue import proofs_to_check
from japacar.desk.waiting import Queue

QUEUES: tuple[Callable[[], Queue], ...] = (dealers_to_check, proofs_to_check, dead_letters)
