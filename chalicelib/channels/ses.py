"""Mail through Amazon SES (v2, raw), one request per mail. Its events tell what became of it."""

import hmac
import json
from contextlib import closing
from functools import cache
from typing import Any

from chalicelib.channels.base import CANNOT_TELL, NOTHING, Forgetful, Letter, demand, header, letter
from chalicelib.errors import BadInput, CareError, Forged, NotConfigured, NotSent, Refused, Uncertain
from chalicelib.message import Delivery, Found, HookRequest, Message, Receipt, Reply
from chalicelib.settings import Settings

CONNECT_TIMEOUT, READ_TIMEOUT = 3.0, 10.0
SOON, TOMORROW = 30, 4 * 3600
LONGEST_NAME = 400
TOKEN_HEADER = "X-Hook-Token"

TOO_FAST = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling"})
USED_UP = frozenset({"LimitExceededException"})
OURS_TO_MEND = frozenset(
    {
        "AccountSuspendedException",
        "SendingPausedException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "AccessDeniedException",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
NEVER_LEFT = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError"})
NO_KEYS = frozenset({"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"})

# SES's event -> our state and verdict. Delays, opens and clicks change nothing.
EVENTS = {
    "Send": ("sent", ""),
    "Delivery": ("delivered", ""),
    "Complaint": ("complained", "stopped"),
    "Reject": ("failed", "content"),
    "Rendering Failure": ("failed", "misconfigured"),
}
BOUNCES = {"Permanent": ("bounced", "bad_address")}
PASSING = ("undelivered", "")
ABOUT_THE_MAIL = frozenset({"ContentRejected", "AttachmentRejected", "MessageTooLarge"})
TOLD = {"Bounce": "bouncedRecipients", "Complaint": "complainedRecipients"}


class Ses(Forgetful):
    name = "ses"
    carries = frozenset({"email"})
    needs = ("SES_FROM",)
    confirms = "events"
    patience = int(CONNECT_TIMEOUT + READ_TIMEOUT)

    def check(self, settings: Settings) -> None:
        demand(settings, self.name, self.needs)

    def send(self, settings: Settings, message: Message) -> Receipt:
        self.check(settings)
        mail = letter(message, "SES_FROM", settings.ses_from)
        answer = _call(settings, _request(settings, message, mail))
        id = answer.get("MessageId")
        if not isinstance(id, str) or not 0 < len(id) <= LONGEST_NAME:
            raise _unreadable()
        return Receipt(id)

    def find(self, settings: Settings, message: Message) -> Found:
        """SES cannot be asked; its Send event, if it comes, says that the mail was taken."""
        return CANNOT_TELL

    def fetch(self, settings: Settings, id: str) -> Delivery | None:
        return None

    def verify(self, settings: Settings, request: HookRequest) -> None:
        secret = settings.ses_hook_secret.encode()
        shown = (header(request, TOKEN_HEADER), request.path.rstrip("/").rpartition("/")[2])
        if not secret or not any(hmac.compare_digest(secret, token.encode()) for token in shown):
            raise Forged("This call does not show SES_HOOK_SECRET, in X-Hook-Token or as the path's end.")

    def read(self, settings: Settings, request: HookRequest) -> list[Delivery | Reply]:
        try:
            event = json.loads(request.body)
            if "Type" in event:
                event = json.loads(event["Message"]) if event["Type"] == "Notification" else {}
            return list(_deliveries(event))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise BadInput("This is not an event as SES writes it, bare or in an SNS envelope.") from None

    def answer(self, request: HookRequest) -> tuple[int, str, str]:
        return NOTHING


def _request(settings: Settings, message: Message, mail: Letter) -> dict[str, Any]:
    request: dict[str, Any] = {
        "FromEmailAddress": mail.sender,
        "Destination": {"ToAddresses": [mail.recipient]},
        "Content": {"Raw": {"Data": mail.raw}},
        "EmailTags": [
            {"Name": "key", "Value": _as_tag(message.key)},
            {"Name": "attempt", "Value": str(message.attempt)},
        ],
    }
    if settings.ses_configuration_set:
        request["ConfigurationSetName"] = settings.ses_configuration_set
    return request


def _as_tag(key: str) -> str:
    """A tag allows no `.`, a key has no `_`, so the one stands for the other."""
    return key.replace(".", "_")


def _from_tag(tag: str) -> str:
    return tag.replace("_", ".")


def _call(settings: Settings, request: dict[str, Any]) -> dict[str, Any]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        # Its connections are closed after each mail: one gone stale between two drains would look
        # like a mail that may have left.
        with closing(_client_for(settings)) as client:
            return client.send_email(**request)
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        words = error.response.get("Error", {})
        raise _refusal(status, words.get("Code", ""), words.get("Message", "")) from None
    except BotoCoreError as error:
        raise _silence(error) from None
    except (AttributeError, TypeError):  # botocore takes for granted that JSON is an object
        raise _unreadable() from None


def _client_for(settings: Settings) -> Any:
    region = settings.ses_region or settings.aws_region
    return _client(region, settings.ses_endpoint, CONNECT_TIMEOUT, READ_TIMEOUT)


@cache
def _client(region: str, endpoint: str, connect_timeout: float, read_timeout: float) -> Any:
    from botocore.config import Config
    from botocore.session import get_session

    # SES knows no idempotency key, so that every retry of the client's own could be a second mail.
    once = Config(
        retries={"mode": "standard", "total_max_attempts": 1},
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
    )
    # botocore's own, which PynamoDB has loaded anyway; boto3 would come on top of it.
    return get_session().create_client(
        "sesv2", region_name=region, endpoint_url=endpoint or None, config=once
    )


def _refusal(status: int, code: str, words: str) -> CareError:
    """What an answer other than 200 means. `words` are SES's own and stay here."""
    if status >= 500:
        return Uncertain("SES broke off with {status}: it may have taken the mail.", status=status)
    if code in USED_UP or "quota exceeded" in words:
        return NotSent("The day's quota of SES is used up.", TOMORROW)
    if status == 429 or code in TOO_FAST:
        return NotSent("SES wants fewer mails a second.", SOON)
    return Refused("SES refused the mail ({code}).", code, _verdict(status, code, words), code=code)


def _verdict(status: int, code: str, words: str) -> str:
    if status in (401, 403) or code in OURS_TO_MEND or "not verified" in words:
        return "misconfigured"
    return "content" if code == "MessageRejected" else "permanent"


def _unreadable() -> CareError:
    return Uncertain("SES answered without an id: it may have taken the mail.")


def _silence(error: Exception) -> CareError:
    kind = type(error).__name__
    if kind in NO_KEYS:
        return NotConfigured("The channel ses finds no AWS credentials: set AWS_ACCESS_KEY_ID or a role.")
    if kind in NEVER_LEFT or "CERTIFICATE_VERIFY_FAILED" in str(error):
        return NotSent("SES could not be reached ({kind}).", kind=kind)
    return Uncertain("The connection to SES failed ({kind}): it may have taken the mail.", kind=kind)


def _deliveries(event: dict[str, Any]) -> list[Delivery]:
    kind = event.get("eventType") or event.get("notificationType") or ""
    meaning = _bounce(event["bounce"]) if kind == "Bounce" else EVENTS.get(kind)
    if meaning is None:
        return []
    mail, about = event["mail"], event.get(kind.lower(), {})
    tags = mail.get("tags", {})
    attempt = tags.get("attempt", ["0"])[0]
    return [
        Delivery(
            id=_plain_text(mail["messageId"]),
            state=meaning[0],
            key=_from_tag(_plain_text(tags.get("key", [""])[0])),
            attempt=int(attempt) if attempt.isdecimal() and len(attempt) < 7 else 0,
            error_code=_error_code(kind, about),
            verdict=meaning[1],
            address=address,
        )
        for address in _addresses(kind, mail, about)
    ]


def _bounce(bounce: dict[str, Any]) -> tuple[str, str]:
    state, verdict = BOUNCES.get(bounce.get("bounceType", ""), PASSING)
    return state, "content" if bounce.get("bounceSubType") in ABOUT_THE_MAIL else verdict


def _error_code(kind: str, about: dict[str, Any]) -> str:
    if kind == "Bounce":
        return f"{about.get('bounceType', '')}/{about.get('bounceSubType', '')}"
    return str(about.get("reason") or about.get("complaintFeedbackType") or "")


def _addresses(kind: str, mail: dict[str, Any], about: dict[str, Any]) -> list[str]:
    named = [entry["emailAddress"] for entry in about.get(TOLD.get(kind, ""), [])]
    return [_plain_text(one) for one in named or mail.get("destination", [])] or [""]


def _plain_text(value: str) -> str:
    """What can be part of a key; half a character, say, cannot. Any failure is a ValueError."""
    if len(value.encode()) > LONGEST_NAME:
        raise ValueError("too long to name anything")
    return value


CHANNEL = Ses()
