"""Every move of a complaint as a form: what it asks, when it is open, and what is done with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.care.complaints import dangers, file
from chalicelib.http.console import shares
from chalicelib.http.console.speech import N_, _
from chalicelib.records.complaints import Complaint
from chalicelib.rules.case_names import FACTS
from chalicelib.stages.base import FOUND_OUT

NEWS, OFFER_ROWS = 200, 4


@dataclass(frozen=True)
class Field:
    """`kind`: text, words (several lines), day, amount, tick, file, or choice of the codes of that name.
    `needed`: may stay empty now, though what comes next asks for it. `rare`: folded until it is wanted."""

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    hint: str = ""
    most: int = 300
    codes: str = ""
    needed: bool = False
    rare: bool = False


@dataclass(frozen=True)
class Form:
    """`deed` is the end of its address. `to`: the stage that it leads to, where several share a deed."""

    deed: str
    title: str
    button: str
    fields: tuple[Field, ...] = ()
    lead: str = ""
    to: str = ""

    @property
    def key(self) -> str:
        return f"{self.deed}-{self.to}" if self.to else self.deed


WHY = Field("why", N_("Why"), "words", required=True, most=400, hint=N_("For whoever looks later."))
NOTE = replace(WHY, required=False)
FOR_CUSTOMER = N_("The customer reads it. Say it kindly.")
BODY = Field("body", N_("Outside body"), "choice", codes="bodies")

# What is asked where a fact is missing; others are a line of text.
ASKED: Mapping[str, Field] = {
    "at_fault": Field("at_fault", FACTS["at_fault"], "choice", codes="at_fault"),
    "cause_kind": Field("cause_kind", FACTS["cause_kind"], "choice", codes="causes"),
    "cause": Field("cause", FACTS["cause"], "words", hint=N_("Neither enlarged nor shrunk.")),
    "opinion": Field("opinion", FACTS["opinion"], "words"),
    "verified_what": Field(
        "verified_what", FACTS["verified_what"], "words", hint=N_("A name alone is no verification.")
    ),
    "loss_direct": Field("loss_direct", FACTS["loss_direct"], "amount"),
    "loss_indirect": Field("loss_indirect", FACTS["loss_indirect"], "amount"),
    "legal_amount": Field("legal_amount", FACTS["legal_amount"], "amount", hint=N_("Where it is known.")),
    "pointed_on": Field(
        "pointed_on", FACTS["pointed_on"], "words", hint=N_("Where to, and how we helped all the same.")
    ),
    "understood": Field("understood", FACTS["understood"], "words", hint=FOR_CUSTOMER),
    "gaps": Field("gaps", FACTS["gaps"], "words", hint=N_("What we do not know yet, and where to ask.")),
}
# What a decision rests on besides.
GOOD_TO_KNOW: Mapping[str, tuple[str, ...]] = {
    "verifying": ("measured", "objective", "subjective", "gaps"),
    "deciding": ("cause_kind", "loss_direct", "loss_indirect", "legal_amount", "responsible"),
    "not_ours": (),
}
MOVES: Mapping[str, Form] = {
    "verifying": Form("move", N_("Begin to look into it"), N_("Begin"), (NOTE,), to="verifying"),
    "deciding": Form("move", N_("It is verified: on to the decision"), N_("To the decision"), (NOTE,),
                     to="deciding"),
    "waiting_for_customer": Form(
        "move", N_("Ask the customer, and wait"), N_("Ask and wait"),
        (Field("say", N_("What the customer is asked"), "words", required=True, most=NEWS, hint=FOR_CUSTOMER),
         replace(WHY, label=N_("Why nobody can go on without it"))),
        lead=N_("The clocks stand still until the answer comes."), to="waiting_for_customer",
    ),
    "not_ours": Form(
        "move", N_("It is not ours"), N_("Point them on"),
        (Field("say", N_("What the customer is told"), "words", most=NEWS, hint=FOR_CUSTOMER), WHY),
        lead=N_("Goods of others, or beyond our duty: helped all the same, and pointed on."), to="not_ours",
    ),
}  # fmt: skip
BACK = Form("move", N_("The customer has answered: go on"), N_("Work goes on"), (WHY,))
DECIDE = Form(
    "decide", N_("Decide the offer that lies before you"), N_("Write it down"),
    (Field("yes", N_("May it be offered?"), "choice", codes="yes_no"),
     replace(WHY, label=N_("What you looked at, and why you decide so"))),
)  # fmt: skip
AGREE = Form("agree", N_("The customer agrees, not by the link"), N_("They agree"), (
    Field("evidence", N_("How we know"), "words", required=True, hint=N_("A signed form, a recorded call.")),
))  # fmt: skip
DECLINE = Form("decline", N_("The customer declines"), N_("They decline"), (
    replace(WHY, label=N_("Why they decline"), hint=N_("The next offer rests on it.")),
))  # fmt: skip
DONE = Form("done", N_("All of it is done"), N_("Ask the customer whether all is well"), (
    replace(WHY, label=N_("What was done, and how you know")),
))  # fmt: skip
RATE = Form("rate", N_("The customer says how satisfied they are"), N_("Write it down"), (
    Field("score", N_("From 1 to 5"), "choice", codes="scores"),
    Field("comment", N_("What they said with it"), "words", most=1000),
), lead=N_("Three or less opens it again, one level higher."))  # fmt: skip
CLOSE = Form("close", N_("Close it"), N_("Close"), (WHY,))
REOPEN = Form("reopen", N_("Open it again"), N_("Open again, one level higher"), (WHY,))
REVIEW = Form("review", N_("Review it, for the sales meeting"), N_("Keep the review"), (
    Field("cause", N_("Kind of cause"), "choice", codes="causes"),
    Field("unit", N_("Unit responsible"), required=True),
    Field("person", N_("Who, where it was one person")),
    Field("sanction", N_("What followed for them, if anything")),
    Field("improvement", N_("What changes, so that it does not happen again"), "words", most=500),
    Field("improver", N_("Who sees to that"), "choice", codes="staff"),
    Field("due_on", N_("Until"), "day"),
    Field("say", N_("What to say in such a case"), "words", most=500),
    Field("avoid", N_("What to avoid"), "words", most=500),
))  # fmt: skip

NEWS_FORM = Form("news", N_("Tell the customer how it stands"), N_("Send the news"), (
    Field("words", N_("The news"), "words", required=True, most=NEWS, hint=FOR_CUSTOMER),
))  # fmt: skip
NOTE_FORM = Form("note", N_("Note something"), N_("Note it"), (
    Field("fact", N_("What about"), "choice", codes="facts"),
    Field("value", N_("What is known now"), "words", most=2000),
    NOTE,
))  # fmt: skip
EVIDENCE = Form("evidence", N_("Add photos or documents"), N_("Add"), (
    Field("files", N_("Photos and documents"), "file"), NOTE,
))  # fmt: skip
HAPPENED = Form("happened", N_("Somebody is on site, or has told the customer"), N_("Write it down"), (
    Field("what", N_("What happened"), "choice", codes="occurrences"), NOTE,
))  # fmt: skip
GRADE = Form("grade", N_("Graver, or less grave, than it seemed"), N_("Change the severity"), (
    Field("severity", N_("Severity"), "choice", codes="severities"), WHY,
))  # fmt: skip
JUDGE = Form("grade", N_("Say how grave it is"), N_("That is how grave it is"), (
    Field("severity", N_("Severity"), "choice", codes="judged"), WHY,
))  # fmt: skip
ESCALATE = Form("escalate", N_("Bring it one level higher"), N_("Bring it higher"), (WHY,),
                lead=N_("Whoever stands above has it from then on, and calls the customer."))  # fmt: skip
HAND_OVER = Form("hand-over", N_("Hand it over"), N_("Hand over"), (
    Field("owner", N_("To whom"), "choice", codes="staff"), WHY,
), lead=N_("Each hand-over is counted."))  # fmt: skip
HAND_IN = Form("hand-in", N_("Something was handed in"), N_("Note it and make the receipt"), (
    Field("item", N_("What"), required=True, most=200),
    Field("condition", N_("In which condition"), required=True, most=200),
    Field("back_on", N_("Back with the customer by"), "day", required=True),
), lead=N_("By that day the whole case is promised from then on; the customer hears it at once.")
)  # fmt: skip
GIVE_BACK = Form("give-back", N_("Given back"), N_("Note it"), (
    replace(WHY, label=N_("To whom, and how you know")),
))  # fmt: skip
OUTSIDE = Form("outside", N_("An outside body has it"), N_("Note it"), (
    BODY, Field("reference", N_("Its reference")), Field("filed_on", N_("Brought there on"), "day"),
    Field("next_on", N_("Hearing, or until when we answer"), "day"),
))  # fmt: skip
PAPER = Form("paper", N_("A paper of an outside body"), N_("Note the paper"), (
    BODY, Field("what", N_("Which paper"), required=True), Field("on", N_("Its date"), "day"),
    Field("answer_by", N_("Wants an answer by"), "day"),
))  # fmt: skip
OUTSIDE_ENDED = Form("outside-ended", N_("It ended there"), N_("Note how"), (
    BODY, Field("outcome", N_("How it ended"), "words", required=True), Field("on", N_("On"), "day"),
))  # fmt: skip


def next_ones(complaint: Complaint) -> list[Form]:
    """What leads on from here, the usual one first; before all else whether somebody is in danger."""
    onward = [_filled(form, complaint) for form in _onward(complaint)]
    return [JUDGE, *onward] if dangers.waits(complaint) else onward


def _onward(complaint: Complaint) -> Iterator[Form]:
    stage = complaint.stage
    if stage == "waiting_for_customer":
        yield replace(BACK, to=complaint.back_to)
        return
    if stage == "deciding" and complaint.offer_state == "asked":
        yield DECIDE
    own = {"offered": (AGREE, DECLINE), "carrying_out": (DONE,), "checking": (RATE, REOPEN),
           "closed": (REVIEW, REOPEN), "not_ours": (CLOSE, REOPEN), "disputed": (CLOSE,)}  # fmt: skip
    yield from own.get(stage, ())
    leads = file.moves()[stage]
    for name, form in MOVES.items():
        if name in leads and (stage, name) not in ANSWERED:
            yield form


# Ways that another form goes: a no leads back to the decision, a task that failed does.
ANSWERED = {("offered", "deciding"), ("carrying_out", "deciding")}


def _filled(form: Form, complaint: Complaint) -> Form:
    """With a field for each fact that must be known before it goes there."""
    if form.deed not in ("move", "close") or complaint.stage == "waiting_for_customer":
        return form
    to = form.to or "closed"
    stage = file.stages()[complaint.stage]
    needed = () if to in stage.freely else stage.needs
    musts = [replace(asked_of(name), required=True) for name in needed if name not in FOUND_OUT]
    more = [asked_of(name) for name in _good_to_know(complaint.stage, to)]
    return replace(form, fields=(*musts, *more, *form.fields))


def _good_to_know(stage: str, to: str) -> Sequence[str]:
    return GOOD_TO_KNOW.get(stage, ()) if to == "deciding" else ()


def asked_of(fact: str) -> Field:
    return ASKED.get(fact) or Field(fact, FACTS[fact])


def decision_facts() -> Form:
    """What an offer rests on, before one is made."""
    needs = [name for name in file.stages()["deciding"].needs if name not in FOUND_OUT]
    musts = [replace(asked_of(name), needed=True) for name in needs]
    asked = (*musts, *map(asked_of, GOOD_TO_KNOW["deciding"]), *_shares())
    return Form("facts", N_("What the decision rests on"), N_("Keep"), asked)


def _shares() -> Iterator[Field]:
    """A number for each party."""
    hints = {0: _("Where we are at fault only in part; 100 together.")}
    for place, (party, label) in enumerate(shares.parties().items()):
        called = _("Share of the fault, per cent: %(party)s", party=label)
        yield Field(shares.field(party), called, "amount", hint=hints.get(place, ""), most=6, rare=True)


def besides(complaint: Complaint) -> list[Form]:
    """What can be done at any time while it is open, and what little when it rests."""
    rests = file.stages()[complaint.stage].rests
    held = [NOTE_FORM, EVIDENCE]
    if rests:
        return [*held, *_outside(complaint)]
    news = [NEWS_FORM] if complaint.news_by else []
    visit = [HAPPENED] if complaint.stage != "received" else []
    here = [GIVE_BACK] if complaint.facts.get("item_here") else [HAND_IN] if complaint.finish_by else []
    graver = () if dangers.waits(complaint) else (GRADE,)
    return [*news, *held, *visit, *here, *graver, ESCALATE, HAND_OVER, *_outside(complaint)]


def _outside(complaint: Complaint) -> list[Form]:
    stands = any(not one["ended_on"] for one in complaint.routes)
    return [OUTSIDE, PAPER, OUTSIDE_ENDED] if stands else [OUTSIDE]
