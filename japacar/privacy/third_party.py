"""Declarations for the tables of the job queue, which its package brings. Django's own are declared by the accounts room."""

from japacar.kernel.declarations import NotPersonal

_ROW = NotPersonal("number of a row")
_TIME = NotPersonal("time")
_CODE = NotPersonal("words of the code: the name of a task, queue or state")
_COUNT = NotPersonal("count")

FIELDS = {
    "procrastinate.ProcrastinateJob": {
        "id": _ROW,
        "queue_name": _CODE,
        "task_name": _CODE,
        "priority": _COUNT,
        "lock": NotPersonal("an opaque reference"),
        "args": NotPersonal("numbers of rows only; what a job needs it reads when it runs"),
        "status": _CODE,
        "scheduled_at": _TIME,
        "attempts": _COUNT,
        "queueing_lock": NotPersonal("an opaque reference"),
        "abort_requested": NotPersonal("yes or no"),
        "worker": _ROW,
    },
    "procrastinate.ProcrastinateEvent": {"id": _ROW, "job": _ROW, "type": _CODE, "at": _TIME},
    "procrastinate.ProcrastinatePeriodicDefer": {
        "id": _ROW,
        "task_name": _CODE,
        "job": _ROW,
        "defer_timestamp": _TIME,
        "periodic_id": _CODE,
    },
    "procrastinate.ProcrastinateWorker": {"id": _ROW, "last_heartbeat": _TIME},
}
