"""How people say what the rows of a complaint call by short names, for the shop's staff."""

from collections.abc import Mapping


def N_(text: str) -> str:
    """Marks what the console says in other languages, too; its test looks for these."""
    return text


STAGES: Mapping[str, str] = {
    "received": N_("Received"),
    "acknowledged": N_("Acknowledged"),
    "verifying": N_("Being looked into"),
    "deciding": N_("Being decided"),
    "offered": N_("Offer with the customer"),
    "agreed": N_("Agreed"),
    "carrying_out": N_("Being carried out"),
    "checking": N_("Asked whether all is well"),
    "closed": N_("Closed"),
    "waiting_for_customer": N_("Waiting for the customer"),
    "not_ours": N_("Not ours, pointed on"),
    "disputed": N_("Before an outside body"),
    "reopened": N_("Open again"),
}
FACTS: Mapping[str, str] = {
    "words": N_("In the customer's words"),
    "understood": N_("As we understood it"),
    "wish": N_("What they want"),
    "complainant": N_("Who complains"),
    "relation": N_("To the buyer"),
    "owner": N_("Handled by"),
    "nature": N_("Kind of fault"),
    "degree": N_("How bad"),
    "scope": N_("How far it reaches"),
    "opinion": N_("What the customer thinks"),
    "measured": N_("Measured on site"),
    "objective": N_("In goods, building or weather"),
    "subjective": N_("Done or left undone"),
    "verified_by": N_("Verified by"),
    "verified_what": N_("What was verified"),
    "cause": N_("True cause"),
    "cause_kind": N_("Kind of cause"),
    "at_fault": N_("Are we at fault"),
    "shares": N_("Whose fault, in per cent"),
    "loss_direct": N_("Direct loss"),
    "loss_indirect": N_("What followed from it"),
    "legal_amount": N_("What a court would give"),
    "responsible": N_("Unit or person responsible"),
    "beyond_duty": N_("Helped beyond our duty"),
    "offer": N_("Offer number"),
    "agreement": N_("How we know of the yes"),
    "declined_because": N_("Why an offer was declined"),
    "done": N_("Everything carried out"),
    "satisfaction": N_("Satisfaction"),
    "satisfaction_words": N_("What they said with it"),
    "last_words": N_("What they said last"),
    "pointed_on": N_("Pointed on to"),
    "route": N_("Outside body"),
    "news": N_("Last news"),
    "call_asked": N_("Call asked for, offer number"),
    "product": N_("Product"),
    "specification": N_("Model and size"),
    "produced_on": N_("Made on"),
    "batch": N_("Batch"),
    "in_use_since": N_("In use since"),
    "situation": N_("How it is used"),
    "brand_before": N_("What stood there before"),
    "business_loss": N_("Loss to their business"),
    "mood": N_("Mood"),
    "vulnerability": N_("To be careful of"),
    "gaps": N_("Not known yet"),
    "store": N_("Store"),
    "files": N_("Photos and documents"),
    "item": N_("Handed in"),
    "item_condition": N_("In this condition"),
    "item_back_on": N_("Promised back on"),
    "item_received_on": N_("Handed in on"),
    "item_here": N_("Still here"),
    "channel": N_("Came in by"),
    "severity": N_("Severity"),
    "about": N_("About"),
    "danger": N_("May be dangerous"),
    "told_by": N_("Told by"),
    "page": N_("Page"),
    "why": N_("Why"),
}
EVENTS: Mapping[str, str] = {
    "opened": N_("came in"),
    "assigned": N_("somebody has it, the customer’s words are under way"),
    "answered": N_("the customer has been told who has it"),
    "answer_lost": N_("the first answer did not arrive and is owed again"),
    "acknowledged": N_("the customer is told who has it"),
    "verifying": N_("is looked into"),
    "deciding": N_("is to be decided"),
    "offered": N_("was offered"),
    "offer_asked": N_("put an offer before a decider"),
    "offer_refused": N_("an offer was refused inside"),
    "went_up": N_("the decision went one higher"),
    "decision_passed": N_("the decision went to a colleague"),
    "declined": N_("the customer declined"),
    "agreed": N_("the customer agreed"),
    "carrying_out": N_("the work began"),
    "changed": N_("a day was changed"),
    "not_carried_out": N_("something could not be done"),
    "carried_out": N_("all was done, the customer is asked"),
    "asked_again": N_("the customer was asked once more"),
    "rated": N_("was rated"),
    "closed": N_("was closed"),
    "reopened": N_("was opened again"),
    "not_ours": N_("is not ours"),
    "disputed": N_("went before an outside body"),
    "went_outside": N_("went before an outside body"),
    "paper": N_("a paper was noted"),
    "outside_ended": N_("ended before an outside body"),
    "paused": N_("waits for the customer"),
    "resumed": N_("goes on"),
    "noted": N_("was noted"),
    "told": N_("the customer said more"),
    "files": N_("photos or documents came"),
    "news": N_("the customer had news"),
    "delayed": N_("the customer heard of a delay"),
    "arrived": N_("somebody is on site"),
    "visit_not_needed": N_("no visit is needed"),
    "call_asked": N_("the customer asked for a call"),
    "link_given": N_("the customer’s link was handed over"),
    "graded": N_("its severity was changed"),
    "judged": N_("somebody judged how dangerous it is"),
    "escalated": N_("was brought one level higher"),
    "handed_over": N_("was handed over"),
    "item_received": N_("something was handed in"),
    "item_returned": N_("was given back"),
    "reviewed": N_("was reviewed"),
    "erased": N_("was erased"),
}
CLOCKS: Mapping[str, str] = {
    "answer": N_("First answer"),
    "visit": N_("On site"),
    "decision": N_("Decision"),
    "finish": N_("All done"),
}
PROMISES: Mapping[str, str] = {"news": N_("Next news"), "finish": N_("All done"), "": N_("Promise")}
ENDINGS: Mapping[str, str] = {
    "kept": N_("kept"),
    "moved": N_("moved"),
    "broken": N_("broken"),
    "": N_("still open"),
}
CHANNELS: Mapping[str, str] = {
    "phone": N_("telephone"),
    "shop": N_("in the shop"),
    "rep": N_("a rep"),
    "sms": N_("SMS"),
    "mail": N_("e-mail"),
    "page": N_("the customer's page"),
    "form": N_("the form for everybody"),
    "checklist": N_("the supervision sheet"),
    "rating": N_("a low rating"),
    "api": N_("another system"),
}
COMPLAINANTS: Mapping[str, str] = {"end_customer": N_("end customer"), "dealer": N_("dealer")}
OFFER_STATES: Mapping[str, str] = {
    "asked": N_("waits for a decision"),
    "made": N_("lies before the customer"),
    "refused": N_("refused inside"),
    "accepted": N_("accepted"),
    "declined": N_("declined"),
    "failed": N_("could not be carried out"),
}
ANSWERS: Mapping[str, str] = {
    "yes": N_("yes"),
    "no": N_("no"),
    "partly": N_("partly"),
    "no_answer": N_("no answer"),
}
BY: Mapping[str, str] = {
    "clock": N_("the program"),
    "customer": N_("the customer"),
    "link": N_("the customer's link"),
}
VALUES: Mapping[str, Mapping[str, str]] = {
    "channel": CHANNELS,
    "complainant": COMPLAINANTS,
    "at_fault": ANSWERS,
    "done": ANSWERS,
    "item_here": ANSWERS,
    "satisfaction": ANSWERS,
    "agreement": BY,
    "page": {"case": N_("the page of their case"), "offer": N_("the offer to answer")},
    "told_by": {"sms": N_("SMS"), "email": N_("e-mail")},
    "from": STAGES,
    "to": STAGES,
}


def said(names: Mapping[str, str], name: str) -> str:
    """One that has no name yet is shown as it is written."""
    return names.get(name) or name.replace("_", " ")


def value(fact: str, text: str) -> str:
    """What a fact says, where it is one of a few short names."""
    return VALUES.get(fact, {}).get(text, text)
