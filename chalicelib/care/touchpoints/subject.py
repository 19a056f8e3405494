"""Everything about one touchpoint that the decision, the words and the channel need."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING

from chalicelib import plans, plugins, words
from chalicelib.care.hands import Hands
from chalicelib.care.touchpoints import overtaken
from chalicelib.effects import Effect
from chalicelib.effects import Send as Say
from chalicelib.policies import CountryPolicy
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.records.staff import Staff
from chalicelib.records.switches import Switch
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.rules import consents, sending, timing
from chalicelib.rules.sending import Case, Way
from chalicelib.steps import Offset, Step

if TYPE_CHECKING:
    from chalicelib.campaigns import Campaign


@dataclass
class Subject:
    """One touchpoint with its sale, its person, its step and the rules of the person's country."""

    touch: Touchpoint
    step: Step
    person: Customer | Staff
    country: CountryPolicy
    sale: Sale | None = None
    also: list[Sale] = field(default_factory=list)
    campaign: "Campaign | None" = None
    campaign_held: str = ""

    @property
    def customer(self) -> Customer | None:
        return self.person if isinstance(self.person, Customer) else None

    @property
    def zones(self) -> tuple[str, ...]:
        """The person's own zone, else all that the country may mean, else the shop's."""
        if self.customer and self.customer.zone:
            return (self.customer.zone,)
        return (self.customer and self.country.zones) or (plans.shop_defaults().zone,)

    @property
    def zone(self) -> str:
        return self.zones[0]

    @property
    def language(self) -> str:
        return words.language_for(self.person.language, plans.shop_defaults().language)

    @property
    def window(self) -> tuple[time, time]:
        """An errand only opens a colleague's task: that may happen at any hour. Words to one of ours wait
        for the morning, unless they are to wake them."""
        if self.says is None or "any_hour" in self.touch.values:
            return timing.ALL_DAY
        if self.customer is None:
            return plans.tasks().urgent_between
        return timing.narrowed(self.country.window, self.step.window)

    @property
    def asks(self) -> tuple[Effect, ...]:
        return plugins.discover("chalicelib.touchpoints", "KIND")[self.step.kind].asks(self.step)

    @property
    def says(self) -> Say | None:
        """What is to be said, if this is a touch of words."""
        return next((ask for ask in self.asks if isinstance(ask, Say)), None)

    @property
    def sales(self) -> list[Sale]:
        return [sale for sale in (self.sale, *self.also) if sale and sale.state == "active"]

    @property
    def sample(self) -> bool:
        return bool(self.person.sample)

    def case(self, hands: Hands) -> Case:
        """The facts on which `rules.sending.decide` rests."""
        customer, said = self.customer, self.campaign
        return Case(
            purpose=self.touch.purpose,
            key=self.touch.salt,
            expires_at=self.touch.expires_at,
            zones=self.zones,
            window=self.window,
            weekday_windows=self.country.weekday_windows if customer and self.says else {},
            ways=self.ways(hands),
            cheerful=self.step.cheerful,
            sale_state=self.sale_state(),
            released=_released(self.touch.import_id),
            paused=frozenset(Switch.read("paused")),
            open_complaint=bool(customer and customer.open_complaints),
            blackout=self.country.blackout if customer else frozenset(),
            caps=self.country.caps if customer and self.says else (),
            recent=_counted(customer, self.touch.key) if customer else (),
            own_act_at=customer.acted_at if customer else None,
            campaign=self.campaign_held
            or (self.campaign.unspoken(self.step, self.language) if self.campaign else ""),
            turn=said.turn if said else None,
            overtaken=self.overtaken,
        )

    @property
    def overtaken(self) -> bool:
        """Whether what it says of a complaint is true no more."""
        return overtaken.of(self.touch, self.step.kind)

    def sale_state(self) -> str:
        if self.sale is None or self.sales:
            return "active"
        return self.sale.state

    def ways(self, hands: Hands) -> tuple[Way, ...]:
        """Each channel of the step, in order, with what speaks against it. A person's errand needs none.
        Words with a page go first by what may carry its link, where the country's SMS may not."""
        if self.says is None:
            recorded = self.customer.consents if self.customer else {}
            return (Way("person", "", consents.against_errand(self.step.kind, self.touch.purpose, recorded)),)
        bare = bool(self.says.link) and not self.country.links
        channels = sorted(self.step.channels, key=lambda channel: bare and channel == "sms")
        return tuple(self._way(channel, hands) for channel in channels)

    def _way(self, channel: str, hands: Hands) -> Way:
        address, stopped = self._address(channel)
        if channel in self.touch.passed_over:
            return Way(channel, address, "passed_over")
        if not address:
            return Way(channel, "", "stopped" if stopped else "no_address")
        return Way(channel, address, *self._against(channel))

    def _address(self, channel: str) -> tuple[str, bool]:
        """The first address that has not been stopped, and whether any was."""
        stated = self.touch.values.get("to", "")
        if stated and ("@" in stated) == (channel == "email"):
            return stated, False
        if isinstance(self.person, Staff):
            return (self.person.phone if channel == "sms" else self.person.email), False
        given = self.person.phones if channel == "sms" else self.person.emails
        usable = [one for one in given if one not in self.person.no_sms]
        open_ones = [one for one in usable if one not in self.person.stopped]
        return (open_ones[0] if open_ones else ""), bool(usable) and not open_ones

    def _against(self, channel: str) -> tuple[str, str]:
        """(what speaks against this channel, or the ground on which it may be used)."""
        if self.customer is None:
            return "", "employment"
        allowed = consents.may(
            plans.consent(), self.country.code, self.touch.purpose, channel, self.customer.consents
        )
        if allowed.against:
            return allowed.against, ""
        if channel == "sms" and not self.country.sms:
            return "not_allowed_there", ""
        if channel == "sms" and self._needs_link() and not self.country.links:
            return "no_links", ""
        return "", allowed.ground

    def _needs_link(self) -> bool:
        return bool(self.says and self.says.link and not self.says.may_lack_link)


def load(touch: Touchpoint, draft: "Campaign | None" = None) -> Subject:
    """Sale eventually, customer consistently: the customer's row decides. `draft`: its campaign, where that
    is still being written."""
    sale = Sale.find(*Sale.at(touch.sale_id)) if touch.sale_id else None
    also = [found for sale_id in touch.also if (found := Sale.find(*Sale.at(sale_id)))]
    person = _person(touch)
    country = plans.country(person.country if isinstance(person, Customer) else "")
    if touch.campaign:
        campaign, held = (draft, "") if draft else _campaign(touch.campaign)
        tier = person.tier if isinstance(person, Customer) else ""
        return Subject(touch, campaign.step(tier), person, country, sale, also, campaign, held)
    return Subject(touch, _step(touch), person, country, sale, also)


def _campaign(name: str) -> "tuple[Campaign, str]":
    """As it stands now, approved or not, and why nothing of it may go."""
    from chalicelib.records import campaigns  # a shop's own plan needs neither
    from chalicelib.rules.campaigns import life

    found = campaigns.Campaign.find(*campaigns.Campaign.at(name))
    if found is None:
        raise LookupError(f"campaign {name} is not in the table")
    return plans.campaign(campaigns.written(name, found.version)), life.held(found.life)


def _person(touch: Touchpoint) -> Customer | Staff:
    if touch.owner.startswith("c"):
        return _customer(touch)
    return Staff.find("staff", touch.owner) or _missing(touch)


def _customer(touch: Touchpoint) -> Customer:
    """A row that was tried before its owner was merged stays where it is, but asks the one they are now."""
    owner = Customer.find(*Customer.at(touch.owner), consistent=True) or _missing(touch)
    if owner.merged_into and touch.attempt:
        return Customer.find(*Customer.at(owner.merged_into), consistent=True) or owner
    return owner


def _missing(touch: Touchpoint) -> Customer:
    raise LookupError(f"the person of {touch.key} is not in the table")


def _step(touch: Touchpoint) -> Step:
    """The step as the plan has it; a notice without a plan is a message by any channel."""
    plan = plans.plan_of(touch.plan, int(touch.plan_version)) if touch.plan else None
    step = plan.step(touch.step) if plan else None
    return step or Step(
        touch.step,
        _kind_of(touch.step),
        "signed",
        Offset(0, "days"),
        touch.purpose, Offset(1, "days"), ("sms", "email"),
    )  # fmt: skip


def _kind_of(notice: str) -> str:
    kinds = plugins.discover("chalicelib.touchpoints", "KIND")
    return next((name for name, kind in kinds.items() if notice in kind.notices), "message")


def _released(import_id: str) -> bool:
    if not import_id:
        return True
    from chalicelib.records.imports import Import  # most sales come one by one

    batch = Import.find(*Import.at(import_id))
    return batch is None or batch.released


def _counted(customer: Customer, but: str) -> tuple[tuple[datetime, str], ...]:
    """What fills the caps; a message's own earlier attempts do not stand in its way."""
    return tuple(
        (datetime.fromisoformat(at), purpose)
        for at, purpose, counts, key, *_ in customer.recent
        if counts and key != but
    )


def counts(subject: Subject) -> bool:
    return sending.counts_for_caps(subject.touch.purpose, subject.step.cheerful)
