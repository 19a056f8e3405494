"""SES v2 as far as sending goes: takes raw mails from Amazon's own client, keeps them, makes events."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from tests.standins.server import Answer, Asked, StandIn


@dataclass(frozen=True)
class Mail:
    id: str
    request: dict[str, Any]
    raw: bytes

    @property
    def tags(self) -> dict[str, list[str]]:
        return {tag["Name"]: [tag["Value"]] for tag in self.request.get("EmailTags", [])}


class Ses(StandIn):
    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Mail] = []

    def carry_out(self, asked: Asked) -> Answer:
        if not asked.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 "):
            return error("MissingAuthenticationTokenException", 403)
        if (asked.method, asked.path) != ("POST", "/v2/email/outbound-emails"):
            return error("NotFoundException", 404)
        request = json.loads(asked.body)
        mail = Mail(
            f"0100{len(self.mails):04d}-ses", request, base64.b64decode(request["Content"]["Raw"]["Data"])
        )
        self.mails.append(mail)
        return Answer(200, json.dumps({"MessageId": mail.id}).encode())

    def refuse(self, code: str, status: int = 400, words: str = "") -> None:
        self.say(error(code, status, words))


def error(code: str, status: int, words: str = "") -> Answer:
    return Answer(status, json.dumps({"message": words}).encode(), {"x-amzn-ErrorType": code})


def event(mail: Mail, kind: str, **about: Any) -> dict[str, Any]:
    """An event as the configuration set publishes it; `about` fills the part named like the kind."""
    to = mail.request["Destination"]["ToAddresses"]
    told = {"Bounce": "bouncedRecipients", "Complaint": "complainedRecipients"}.get(kind)
    if told:
        about[told] = [{"emailAddress": address} for address in to]
    head = {"timestamp": "2026-03-01T09:00:00.000Z", "messageId": mail.id, "destination": to}
    tags = {**mail.tags, "ses:configuration-set": ["care"]}
    return {"eventType": kind, "mail": {**head, "tags": tags}, kind.lower(): about}


def in_envelope(event: dict[str, Any]) -> bytes:
    """As SNS hands it on."""
    head = {"Type": "Notification", "MessageId": "m-1", "TopicArn": "arn:aws:sns:ap-southeast-1:1:mail"}
    return json.dumps({**head, "Message": json.dumps(event)}).encode()
