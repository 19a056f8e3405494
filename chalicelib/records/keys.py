"""API keys: kept by the hash of their secret, so that reading the table gives nobody a key."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.records.attributes import InstantAttribute
from chalicelib.records.table import Row

ALL = "key"


class Key(Row, discriminator="key"):
    """`lookup` lists them all by id. A revoked key stays, so that its id never means another one."""

    name = UnicodeAttribute()
    scopes = JSONAttribute(default=list)
    made_at = InstantAttribute()
    revoked_at = InstantAttribute(null=True)
    last_used_at = InstantAttribute(null=True)

    @classmethod
    def at(cls, digest: str) -> tuple[str, str]:
        return f"key#{digest}", "key"

    @property
    def id(self) -> str:
        return self.lookup_sk or ""

    def listed(self, key_id: str) -> None:
        self.lookup_pk, self.lookup_sk = ALL, key_id
