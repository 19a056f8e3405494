"""What an offer gives, as a language says it."""

from decimal import Decimal

from chalicelib import plans, words
from chalicelib.records.offers import Offer


def of_offer(offer: Offer, language: str) -> dict[str, str]:
    """What the words say of an offer."""
    gives = [give(kind, amount, "", language) for kind, amount, _ in offer.gives]
    details = [give(kind, amount, said, language) for kind, amount, said in offer.gives]
    return {
        "offer": words.listing(language, gives), "details": words.listing(language, details),
        "goodwill": goodwill(offer, language), "effort": offer.effort,
        "offer_version": str(int(offer.version)),
    }  # fmt: skip


def goodwill(offer: Offer, language: str) -> str:
    """What of the money is more than we owe. What a gift or a repair costs us is no worth to its reader."""
    policy, costs = plans.compensation(), [(kind, Decimal(amount)) for kind, amount, _ in offer.gives]
    paid = sum((amount for kind, amount in costs if _told(kind)), Decimal(0))
    gifts = sum((amount for kind, amount in costs if not (_told(kind) or policy.remedy(kind).restores)),
                Decimal(0))  # fmt: skip
    extra = min(paid, offer.goodwill - gifts)
    return words.money(language, extra, offer.currency) if extra > 0 else ""


def give(kind: str, amount: str, said: str, language: str) -> str:
    """`refund CNY 300 (for the third board)`."""
    policy = plans.compensation()
    label = policy.remedy(kind).label.get(language, kind)
    named = label[:1].lower() + label[1:] if label.isascii() else label
    worth = words.money(language, Decimal(amount), policy.currency) if Decimal(amount) and _told(kind) else ""
    return words.with_remark(language, f"{named} {worth}".strip() if label.isascii() else named + worth, said)


def _told(kind: str) -> bool:
    """What a repair costs us is not the customer's affair; what he gets in money is."""
    return kind in ("refund", "compensation")
