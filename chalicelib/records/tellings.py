"""What somebody told us, by whichever way, until it is part of a complaint or a person has seen to it."""

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from chalicelib.effects import Tell
from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.complaints import number_of
from chalicelib.records.table import NOW, Action, Row, shard_of

LONGEST = 4000
# Where a person looks for those that nobody has seen to.
WAITING = "tellings#asked"


class Telling(Row, discriminator="telling"):
    """`state` is new, opened or joined (then `number` is the complaint), asked (a person decides), then taken
    (it went on as another), answered (its task was done) or dismissed, with `why`. `opens`: a complaint in
    itself; else it only adds to one that is open. `key` makes it one. `suspect`: virus or spam, as
    whoever received it found.

    `files` are kept outside the table: [[key, name, media type, bytes]]; `media` are addresses of the
    provider's from which more are still to be fetched.
    """

    customer_id = UnicodeAttribute(default="")
    sale_id = UnicodeAttribute(default="")
    relation = UnicodeAttribute(default="")
    channel = UnicodeAttribute()
    sender = UnicodeAttribute(default="")
    name = UnicodeAttribute(default="")
    store = UnicodeAttribute(default="")
    words = UnicodeAttribute(default="")
    wish = UnicodeAttribute(default="other")
    about = UnicodeAttribute(default="other")
    case = UnicodeAttribute(default="")
    opens = BooleanAttribute(default=True)
    files = JSONAttribute(default=list)
    media = JSONAttribute(default=list)
    provider = UnicodeAttribute(default="")
    key = UnicodeAttribute()
    state = UnicodeAttribute(default="new")
    number = UnicodeAttribute(default="")
    told_at = InstantAttribute()
    why = UnicodeAttribute(default="")
    suspect = UnicodeAttribute(null=True)
    recorder = UnicodeAttribute(null=True)

    @classmethod
    def at(cls, customer_id: str, reference: str) -> tuple[str, str]:
        """With its customer, so that it goes with an erasure; apart while nobody knows whose it is."""
        if customer_id:
            return f"customer#{customer_id}", f"telling#{reference}"
        return f"telling#{reference}", "telling"

    @classmethod
    def of(cls, new: Tell, now: datetime) -> "Telling":
        """Due at once."""
        row = cls(
            *cls.at(new.customer_id, number_of(new.key)), customer_id=new.customer_id, sale_id=new.sale_id,
            channel=new.channel, sender=new.sender, name=new.name, store=new.store, words=new.words[:LONGEST],
            wish=new.wish, about=new.about, case=new.case, opens=new.opens,
            files=[list(one) for one in new.files], media=list(new.media), provider=new.provider, key=new.key,
            told_at=now, relation=new.relation, suspect=new.suspect or None,
            recorder=new.recorder or None,
        )  # fmt: skip
        row.is_due(now, shard_of(row.pk), NOW)
        return row

    @classmethod
    def by_name(cls, name: str) -> "Telling | None":
        customer_id, _, reference = name.rpartition(".")
        return cls.find(*cls.at(customer_id, reference), consistent=True)

    @property
    def name_of_row(self) -> str:
        """Where it stands, to be kept in another row."""
        return f"{self.customer_id}.{self.reference}"

    def left(self, state: str, why: str = "") -> tuple[Action, ...]:
        """Nobody needs to see to it any more. Of whom nobody knows, nothing personal stays behind, where no
        erasure would find it."""
        kept = (
            Telling.state.set(state),
            Telling.why.set(why),
            Row.lookup_pk.remove(),
            Row.lookup_sk.remove(),
        )
        return kept if self.customer_id and state == "answered" else (*kept, *self._blank())

    @staticmethod
    def _blank() -> tuple[Action, ...]:
        texts = (Telling.words, Telling.name, Telling.sender)
        return (*(text.set("") for text in texts), Telling.files.set([]), Telling.media.set([]))

    @property
    def reference(self) -> str:
        return (self.sk if self.customer_id else self.pk).removeprefix("telling#")
