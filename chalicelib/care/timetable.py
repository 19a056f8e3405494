"""On which day each daily job last ran, so that one missed while nothing ran is made up for once."""

from datetime import date, datetime

from chalicelib.records.switches import Switch


def has_run(job: str, day: date) -> bool:
    return Switch.read(f"ran#{job}", consistent=True).get("day", "") >= day.isoformat()


def ran(job: str, day: date, now: datetime) -> None:
    """Written after the job: one that died runs again, which its derived ids make harmless."""
    Switch(*Switch.at(f"ran#{job}"), value={"day": day.isoformat()}, who="clock", at_moment=now).save()
