"""Facts about the whole house: the number of shards, and what is paused."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.errors import BadSettings
from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import SHARDS, Row


class Switch(Row, discriminator="switch"):
    """`value` is whatever the switch needs; `who` and `at_moment` say who set it last."""

    value = JSONAttribute(default=dict)
    who = UnicodeAttribute(default="")
    at_moment = InstantAttribute(null=True)

    @classmethod
    def at(cls, name: str) -> tuple[str, str]:
        return "switch", name

    @classmethod
    def read(cls, name: str, consistent: bool = False) -> dict:
        row = cls.find(*cls.at(name), consistent=consistent)
        return row.value if row else {}


def check_shards() -> None:
    """The number of shards is stored with the table; another one would lose rows. One read, as a rule:
    on AWS each new process looks."""
    stored = Switch.read("shards").get("shards") or _stored_shards()
    if stored != SHARDS:
        raise BadSettings(
            f"This table was made with {stored} shards and the program has {SHARDS}. "
            "Use the program version that made it, or export and load into a new table."
        )


def _stored_shards() -> int:
    """Of a table that has just been made: of two who come at once the first one's number stands."""
    Switch(*Switch.at("shards"), value={"shards": SHARDS}).create()
    return Switch.read("shards", consistent=True)["shards"]
