"""A process that works off everything due and may be killed at any moment:
`worker.py ENDPOINT TABLE CARRIER_URL INSTANT`. The clock starts at the instant and goes on from there."""

import sys
import time
from datetime import datetime, timedelta

from chalicelib import engine as embedded
from chalicelib import jobs
from chalicelib.care.hands import Hands
from chalicelib.records import table
from chalicelib.settings import Settings
from tests.standins.carrier import CarrierChannel

ROUNDS = 3


def main(endpoint: str, name: str, carrier: str, instant: str) -> None:
    table.connect(name, "us-east-1", endpoint, embedded.CREDENTIALS)
    settings = Settings(sms_channel="carrier", email_channel="carrier", link_secret="worker")
    hands = Hands(settings, {"carrier": CarrierChannel(carrier)})
    start, started = datetime.fromisoformat(instant), time.monotonic()
    print("at work", flush=True)
    for _ in range(ROUNDS):
        jobs.tick(lambda: start + timedelta(seconds=time.monotonic() - started), hands)


if __name__ == "__main__":
    main(*sys.argv[1:])
