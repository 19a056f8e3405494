"""What may be offered, whoever decides it: amounts that add up, what is owed, and what is goodwill.

Where we are at fault we owe the loss, direct and indirect, by our share, up to what the law asks; what is
above is goodwill and named so (F0-15, F0-24, F0-26). Where we are not, all of it is goodwill, bounded by
what the customer has spent with us (F3-13).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from chalicelib import sums
from chalicelib.casework import CompensationPolicy
from chalicelib.errors import BadInput
from chalicelib.sentences import Labelled, Money, Said, named

LARGEST = Decimal(10) ** 8
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
MOST_GIVES = 8
LONGEST_WORDS = 120
YEAR = timedelta(days=365)
US = "us"


@dataclass(frozen=True)
class Give:
    """One thing offered: what it is, what it costs us, and in words what exactly."""

    kind: str
    amount: Decimal = Decimal(0)
    words: str = ""


@dataclass(frozen=True)
class Fault:
    """Whose fault it is, and what it has cost the customer, of that `indirect` what followed from the damage.
    `legal`: what a court would give, if known."""

    at_fault: str
    loss: Decimal = Decimal(0)
    indirect: Decimal = Decimal(0)
    legal: Decimal | None = None
    share: Decimal = HUNDRED

    @property
    def owed(self) -> Decimal:
        return self._ours(self.loss)

    @property
    def owed_beside_repair(self) -> Decimal:
        """Where the thing itself is made good."""
        return self._ours(self.indirect)

    def _ours(self, loss: Decimal) -> Decimal:
        if self.at_fault == "no":
            return Decimal(0)
        ours = (loss * self.share / HUNDRED).quantize(CENT)
        return ours if self.legal is None else min(ours, self.legal)


@dataclass(frozen=True)
class Worth:
    """What the customer has spent with us, and the goodwill they had of us within a year."""

    spend: Decimal | None
    currency: str
    goodwill: Decimal = Decimal(0)


def amount(text: str, what: str, currency: str = "") -> Decimal:
    """A sum of money; refuses what is none, or less than nothing, or more than any case can be about.
    `currency`: where it is new; what was noted before is read as it was then."""
    if currency and sums.is_foreign(text, currency):
        raise BadInput(
            "{what} is {text}, in another currency; write it in {currency}, as 1280.50.",
            what=what, text=text, currency=currency,
        )  # fmt: skip
    found = sums.read(text)
    if found is None:
        raise BadInput("{what} is {text!r}, which is no amount; write it as 1280.50.", what=what, text=text)
    if found < 0:
        raise BadInput(
            "{what} is {text}, less than nothing; write what it costs us, or leave it out.",
            what=what,
            text=text,
        )
    if found > LARGEST:
        raise BadInput(
            "{what} is {text}, more than any complaint is about; look for a slip of the pen.",
            what=what,
            text=text,
        )
    if found != found.quantize(CENT):
        raise BadInput("{what} is {text}; write at most two decimals.", what=what, text=text)
    return found.quantize(CENT)


def fault(facts: Mapping[str, str]) -> Fault:
    """As it was noted: at_fault, loss_direct, loss_indirect, legal_amount, shares."""
    legal = facts.get("legal_amount", "")
    return Fault(
        facts.get("at_fault", "no"),
        loss(facts),
        amount(facts.get("loss_indirect") or "0", "loss_indirect"),
        amount(legal, "legal_amount") if legal else None,
        _ours(facts),
    )


LOSSES = ("loss_direct", "loss_indirect")


def loss(facts: Mapping[str, str]) -> Decimal:
    """What it has cost the customer, as far as it was noted."""
    return sum((amount(facts.get(name) or "0", name) for name in LOSSES), Decimal(0))


def shares(text: str, parties: Collection[str] = ()) -> dict[str, Decimal]:
    """`us=60 carrier=40`, by party in per cent (F0-24); they add up to all of it. `parties`: those who may be
    named, where what is read is new."""
    parts = [part.partition("=") for part in text.replace(",", " ").split()]
    found = {
        party: amount(share.rstrip("%"), Said("the share of {party}", party=party))
        for party, _, share in parts
    }
    if len(found) != len(parts) or sum(found.values()) != HUNDRED:
        raise BadInput(
            "shares is {text!r}; write each party once, 100 together, such as 'us=60 carrier=40'.", text=text
        )
    for party in found:
        if parties and party not in parties:
            raise BadInput(
                "shares names {party!r}; use one of {parties}.", party=party, parties=list(parties)
            )
    return found


def _ours(facts: Mapping[str, str]) -> Decimal:
    if facts.get("at_fault") != "partly":
        return HUNDRED
    if not facts.get("shares"):
        how = named("such as shares='us=60 carrier=40'", Said("100 per cent together"))
        raise BadInput("We are partly at fault: note the shares first, {how}.", how=how)
    found = shares(facts["shares"])
    if US not in found:
        raise BadInput("We are partly at fault, and shares says nothing of us; add our own, such as us=60.")
    return found[US]


def check(gives: Sequence[Give], currency: str, policy: CompensationPolicy) -> Decimal:
    """What it costs altogether; refuses what nobody could offer."""
    if currency != policy.currency:
        raise BadInput(
            "The shop promises in {currency}, not in {given}; state the amounts in it.",
            currency=policy.currency,
            given=currency,
        )
    if not gives:
        raise BadInput("An offer offers something; name what, such as repair or apology.")
    if len(gives) > MOST_GIVES:
        raise BadInput(
            "An offer of more than {most_gives} things nobody can read; join some.", most_gives=MOST_GIVES
        )
    for give in gives:
        _check_one(give, policy)
    return sum((give.amount for give in gives), Decimal(0))


def _check_one(give: Give, policy: CompensationPolicy) -> None:
    remedy = policy.remedies.get(give.kind)
    if remedy is None:
        raise BadInput(
            "{kind!r} is nothing we offer; use one of {remedies}.",
            kind=give.kind,
            remedies=[Labelled(code, one.label) for code, one in policy.remedies.items()],
        )
    kind = Labelled(give.kind, remedy.label)
    if remedy.costs and not give.amount:
        how = named(f"such as {give.kind}:300", Said("in “What it costs us”"))
        raise BadInput("{kind} costs something: state what, {how}.", kind=kind, how=how)
    if len(give.words) > LONGEST_WORDS:
        raise BadInput(
            "What is said of {kind} is longer than {longest_words} letters; say it shorter.",
            kind=kind,
            longest_words=LONGEST_WORDS,
        )


def goodwill(total: Decimal, found: Fault) -> Decimal:
    """How much of it is more than we owe."""
    return max(Decimal(0), total - found.owed)


def shortfall(
    gives: Sequence[Give], found: Fault, agreed: Decimal, policy: CompensationPolicy
) -> tuple[Decimal, Decimal]:
    """What is owed, and how much of it this leaves unpaid besides what was `agreed` before. What makes the
    thing itself good counts for the damage, whatever it costs us; what followed is paid all the same (F0-15).
    """
    restoring = [give for give in gives if policy.remedy(give.kind).restores]
    owed = found.owed_beside_repair if restoring else found.owed
    paid = sum((give.amount for give in gives if give not in restoring), agreed)
    return owed, max(Decimal(0), owed - paid)


def check_bounds(total: Decimal, found: Fault, worth: Worth, policy: CompensationPolicy) -> None:
    """What no role may give at all."""
    extra = goodwill(total, found)
    if not extra:
        return
    if found.at_fault == "no":
        _check_worth(extra, worth, policy)
    elif not policy.above_legal:
        raise BadInput(
            "We owe {owed} here, and compensation.yaml allows no more (above_legal); offer at "
            "most that, or note the loss if it is larger.",
            owed=Money(found.owed, policy.currency),
        )


def _check_worth(extra: Decimal, worth: Worth, policy: CompensationPolicy) -> None:
    if worth.spend is None or worth.currency not in ("", policy.currency):
        raise BadInput(
            "We are not at fault, and what the customer has spent is not known in {currency}: offer what "
            "costs nothing, or record the sale's amount first.",
            currency=policy.currency,
        )
    most = max(Decimal(0), (worth.spend * policy.goodwill_share / HUNDRED).quantize(CENT) - worth.goodwill)
    if extra > most:
        raise BadInput(
            "We are not at fault: goodwill is at most {goodwill_share} per cent of what the customer has "
            "spent, which leaves {most}; {extra} is more.",
            goodwill_share=policy.goodwill_share,
            most=Money(most, policy.currency),
            extra=Money(extra, policy.currency),
        )


def within_a_year(granted: Sequence[Sequence[str]], now: datetime) -> tuple[Decimal, Decimal]:
    """What was agreed within a year, and how much of it was goodwill."""
    recent = [line for line in granted if now - datetime.fromisoformat(line[3]) < YEAR]
    return (
        sum((Decimal(line[1]) for line in recent), Decimal(0)),
        sum((Decimal(line[2]) for line in recent), Decimal(0)),
    )
