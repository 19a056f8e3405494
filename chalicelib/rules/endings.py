"""Which of a message's endings a person has to hear of."""

UNREACHED = "unreachable"
KINDS = ("uncertain", "failed", UNREACHED)
UNREACHABLE = ("no_address", "bad_address")
# What the provider lost or would not take, where no other way was left.
LOST = ("failed_", "undelivered", "bounced", "content_", "permanent_")


def kind_of(outcome: str, reason: str) -> str:
    """By how a message ended; nothing of one that ended as it should."""
    if outcome not in ("failed", "refused"):
        return ""
    if reason.startswith("uncertain"):
        return "uncertain"
    if reason.startswith(UNREACHABLE):
        return UNREACHED
    return "failed" if outcome == "failed" or reason.startswith(LOST) else ""


def of_state(state: str, reason: str) -> str:
    """The same by what the message's row says."""
    return kind_of({"failed": "failed", "skipped": "refused"}.get(state, ""), reason)
