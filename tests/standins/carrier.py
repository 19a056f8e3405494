"""A provider in a process of its own: takes messages, keeps them, and can be asked for them by
recipient, text and time, as Twilio can. With it, the channel that speaks to it."""

import json
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

from chalicelib.channels.base import Deaf
from chalicelib.message import Found, Message, Receipt
from chalicelib.settings import Settings
from tests.standins.server import Answer, Asked, StandIn

BEFORE_CLAIM = timedelta(seconds=60)
SLOWNESS_SECONDS = 0.05


class Carrier(StandIn):
    """POST /messages takes one, POST /find lists the ids that fit. It answers a while after the deed, so
    that whoever asks may have died in between."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, Any]] = []

    def carry_out(self, asked: Asked) -> Answer:
        body = json.loads(asked.body)
        with self._lock:
            found = self._find(body) if asked.path == "/find" else self._take(body)
        time.sleep(SLOWNESS_SECONDS)
        return Answer(200, json.dumps(found).encode())

    def _take(self, body: dict[str, Any]) -> list[str]:
        self.messages.append({**body, "id": f"SM{len(self.messages) + 1}"})
        return [self.messages[-1]["id"]]

    def _find(self, body: dict[str, Any]) -> list[str]:
        since = datetime.fromisoformat(body["claimed_at"]) - BEFORE_CLAIM
        return [
            message["id"]
            for message in self.messages
            if (message["to"], message["text"]) == (body["to"], body["text"])
            and datetime.fromisoformat(message["claimed_at"]) >= since
        ]

    @property
    def counts(self) -> Counter:
        """How often each touchpoint was taken."""
        return Counter(message["key"] for message in self.messages)


class CarrierChannel(Deaf):
    name, carries, confirms, patience = "carrier", frozenset({"sms", "email"}), "ask", 5
    needs: tuple[str, ...] = ()

    def __init__(self, url: str):
        self.url = url

    def send(self, settings: Settings, message: Message) -> Receipt:
        return Receipt(self._post("/messages", message)[0])

    def find(self, settings: Settings, message: Message) -> Found:
        ids = self._post("/find", message)
        if len(ids) > 1 or set(ids) & message.known_ids:
            return Found("cannot_tell")
        return Found("found", tuple(ids)) if ids else Found("absent")

    def _post(self, path: str, message: Message) -> list[str]:
        said = {"key": message.key, "to": message.to, "text": message.text}
        body = json.dumps({**said, "claimed_at": str(message.claimed_at)}).encode()
        with urlopen(Request(self.url + path, body), timeout=self.patience) as answer:
            return json.loads(answer.read())
