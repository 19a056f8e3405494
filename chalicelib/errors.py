"""What can go wrong, each with the code and HTTP status by which the outside knows it."""

from chalicelib.sentences import Said


class CareError(Exception):
    """A refusal with a sentence: what is wrong, where, and how to mend it.

    The sentence is written out where it is raised, its values beside it: so a page can say it in its
    reader's language (templates/console/locale/*/refusals.po).
    """

    code = "refused"
    status = 400

    def __init__(self, sentence: str = "", /, **values: object):
        self.said = Said(sentence, **values)
        super().__init__(self.said)


class BadInput(CareError):
    code = "bad_input"
    status = 400


class Unreadable(BadInput):
    """A file that cannot be read at all (the command line answers with exit code 2)."""

    code = "unreadable"


class NotFound(CareError):
    code = "not_found"
    status = 404


class UsedUp(NotFound):
    """A link that opened once, as it was meant to."""

    code = "used_up"
    status = 410


class Conflict(CareError):
    """Somebody else changed the row first, or it is no longer in a state that allows this."""

    code = "conflict"
    status = 409


class Stale(CareError):
    """What the caller has seen is no longer what stands there."""

    code = "stale"
    status = 412


class Reused(CareError):
    """An Idempotency-Key that came before with another request."""

    code = "key_reused"
    status = 422


class Forged(CareError):
    """A webhook whose signature does not match."""

    code = "forged"
    status = 403


class NotConfigured(CareError):
    """A channel without the settings it needs; the sentence names them."""

    code = "not_configured"
    status = 503


class NoWeather(CareError):
    """A weather source that cannot say what is, or lies too far back to be believed."""

    code = "no_weather"
    status = 503


class TooSlow(NoWeather):
    """A weather source that lets one wait: others that are asked after it would have no time left."""


class Uncertain(CareError):
    """The provider may or may not have accepted the message: never resend blindly."""

    code = "uncertain"
    status = 502


class NotSent(CareError):
    """Surely not accepted by the provider; may be tried again after `retry_after` seconds."""

    code = "not_sent"
    status = 503

    def __init__(self, sentence: str, /, retry_after: int = 60, **values: object):
        super().__init__(sentence, **values)
        self.retry_after = retry_after


class Refused(CareError):
    """The provider surely did not accept the message and said why.

    `verdict` is one of `stopped` (the person opted out), `bad_address`, `misconfigured` (ours to
    mend, park the row), `content` (this text is not allowed), `permanent`.
    """

    code = "refused_by_provider"
    status = 502

    def __init__(self, sentence: str, /, provider_code: str, verdict: str, **values: object):
        super().__init__(sentence, **values)
        self.provider_code = provider_code
        self.verdict = verdict


class BadSettings(Exception):
    """A setting that stops the start."""


class BadPlan(Exception):
    """A file under schedules/ that stops the start; names the file, the entry and the mend. Of a campaign
    that is written in the console, what its reader reads; `fields`: the same of each field at once."""

    def __init__(self, sentence: str, /, **values: object):
        self.said = Said(sentence, **values)
        self.fields: dict[str, str] = {}
        super().__init__(self.said)


class BadStages(Exception):
    """Complaint stages that do not add up to a usable path."""
