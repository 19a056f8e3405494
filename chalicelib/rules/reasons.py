"""Why something waits, or will never go, in words for the shop's people."""

from chalicelib.sentences import Said

SENTENCES = {
    "already_installed": Said("the goods are installed already"),
    "anchor_unknown": Said("the day it counts from is not known yet"),
    "blackout": Said("nothing cheerful or routine goes on this day"),
    "by_hand": Said("one of the staff took it back"),
    "by_person": Said("a person does it instead, no channel can carry it"),
    "called_off": Said("the sale was called off"),
    "erased": Said("the customer's data were erased"),
    "campaign_cancelled": Said("its campaign was called off"),
    "campaign_not_approved": Said("its campaign was changed and waits for approval"),
    "campaign_not_scheduled": Said("its campaign is not scheduled yet"),
    "campaign_unspoken": Said("its campaign says nothing in the language that they read"),
    "campaign_paused": Said("its campaign is paused; `aftercare campaign resume` ends that"),
    "expired": Said("it would come too late to be of use"),
    "frequency_cap": Said("the customer has heard enough from us for now"),
    "late": Said("its day was past when the sale came in"),
    "not_due": Said("it is not due yet"),
    "no_address": Said("there is no address for any of its channels"),
    "no_consent": Said("the customer has not agreed to this kind of message"),
    "no_links": Said("it needs a link, and links are not allowed there"),
    "no_longer_applies": Said("the plan no longer asks for it"),
    "no_open_hour": Said("there is no hour that suits all the zones the customer may live in"),
    "not_allowed_there": Said("text messages are not allowed in the customer's country"),
    "not_released": Said("its import waits for `aftercare release`"),
    "nothing_to_follow": Said("the step before it did not end in a way that it follows"),
    "open_complaint": Said("the customer has an open complaint"),
    "overtaken": Said("what it says or asks was overtaken meanwhile"),
    "passed_over": Said("every channel was tried"),
    "paused": Said("sending is paused; `aftercare resume` ends that"),
    "provider_busy": Said("the provider asked us to come back later"),
    "refused": Said("the customer does not want this kind of message"),
    "returned": Said("the goods were returned"),
    "sale_called_off": Said("the sale was called off"),
    "sale_returned": Said("the goods were returned"),
    "send_only_to": Said("SEND_ONLY_TO is set and this address is not on it"),
    "shared_address": Said("somebody who shares this address got it"),
    "step_before_not_done": Said("the step before it was not carried out"),
    "step_before_open": Said("the step before it is still open"),
    "stopped": Said("the customer said STOP on this address, or it does not exist"),
    "uncertain": Said("nobody can tell whether it arrived, and it is not worth the risk of saying it twice"),
    "uncertain_again": Said("nobody could tell whether it went, so it goes once more"),
    "uncertain_twice": Said("twice nobody could tell whether it arrived; a person looks into it"),
    "window": Said("it is outside the hours at which the customer may be written to"),
}
# With the provider's own code behind.
BEGINNINGS = {
    "bad_address": Said("the provider says that the address does not exist"),
    "content": Said("the provider does not allow this text"),
    "failed": Said("the provider could not deliver it"),
    "misconfigured": Said("the channel is not set up right; see the task that was opened"),
    "permanent": Said("the provider refused it for good"),
    "stopped": Said("the customer said STOP to the provider"),
    "undelivered": Said("the provider could not deliver it"),
}


def sentence(reason: str) -> Said:
    """Half a sentence; an unknown reason stays as it is."""
    if reason in SENTENCES:
        return SENTENCES[reason]
    beginning = next((name for name in BEGINNINGS if reason.startswith(f"{name}_")), "")
    if not beginning:
        return Said(reason)
    code = reason.removeprefix(f"{beginning}_")
    return Said("{reason} ({code})", reason=BEGINNINGS[beginning], code=code)
