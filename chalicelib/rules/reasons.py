"""Why something waits, or will never go, in words for the shop's people."""

SENTENCES = {
    "anchor_unknown": "the day it counts from is not known yet",
    "blackout": "nothing cheerful or routine goes on this day",
    "by_hand": "one of the staff took it back",
    "by_person": "a person does it instead, no channel can carry it",
    "called_off": "the sale was called off",
    "erased": "the customer's data were erased",
    "campaign_cancelled": "its campaign was called off",
    "campaign_not_approved": "its campaign was changed and waits for approval",
    "campaign_not_scheduled": "its campaign is not scheduled yet",
    "campaign_paused": "its campaign is paused; `aftercare campaign resume` ends that",
    "expired": "it would come too late to be of use",
    "frequency_cap": "the customer has heard enough from us for now",
    "late": "its day was past when the sale came in",
    "not_due": "it is not due yet",
    "no_address": "there is no address for any of its channels",
    "no_consent": "the customer has not agreed to this kind of message",
    "no_links": "it needs a link, and links are not allowed there",
    "no_longer_applies": "the plan no longer asks for it",
    "no_open_hour": "there is no hour that suits all the zones the customer may live in",
    "not_allowed_there": "text messages are not allowed in the customer's country",
    "not_released": "its import waits for `aftercare release`",
    "nothing_to_follow": "the step before it did not end in a way that it follows",
    "open_complaint": "the customer has an open complaint",
    "overtaken": "what it says or asks was overtaken meanwhile",
    "passed_over": "every channel was tried",
    "paused": "sending is paused; `aftercare resume` ends that",
    "provider_busy": "the provider asked us to come back later",
    "refused": "the customer does not want this kind of message",
    "returned": "the goods were returned",
    "sale_called_off": "the sale was called off",
    "sale_returned": "the goods were returned",
    "send_only_to": "SEND_ONLY_TO is set and this address is not on it",
    "shared_address": "somebody who shares this address got it",
    "step_before_not_done": "the step before it was not carried out",
    "step_before_open": "the step before it is still open",
    "stopped": "the customer said STOP on this address, or it does not exist",
    "uncertain": "nobody can tell whether it arrived, and it is not worth the risk of saying it twice",
    "uncertain_twice": "twice nobody could tell whether it arrived; a person looks into it",
    "window": "it is outside the hours at which the customer may be written to",
}
# With the provider's own code behind.
BEGINNINGS = {
    "bad_address": "the provider says that the address does not exist",
    "content": "the provider does not allow this text",
    "failed": "the provider could not deliver it",
    "misconfigured": "the channel is not set up right; see the task that was opened",
    "permanent": "the provider refused it for good",
    "stopped": "the customer said STOP to the provider",
    "undelivered": "the provider could not deliver it",
}


def sentence(reason: str) -> str:
    """Half a sentence; an unknown reason stays as it is."""
    if reason in SENTENCES:
        return SENTENCES[reason]
    beginning = next((name for name in BEGINNINGS if reason.startswith(f"{name}_")), "")
    return f"{BEGINNINGS[beginning]} ({reason.removeprefix(f'{beginning}_')})" if beginning else reason
