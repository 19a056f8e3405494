"""The one table: keys, the two indexes, and where its requests go."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.ids import can_be_a_key
from chalicelib.records import decoding, once
from chalicelib.records.attributes import InstantAttribute, SaidAttribute, instant
from chalicelib.records.indexes import DueIndex, LookupIndex
from chalicelib.records.kinds import KindAttribute
from chalicelib.records.once import Key

SHARDS = 16
BATCH = 100  # rows a request
NOW, REST = "now", "rest"
REFUSED = ("ConditionalCheckFailedException", "TransactionCanceledException")


class Row(once.Forgetting, decoding.Decoding, Model):
    """What every row has. `attempt` and `lease_until` belong to whoever is working on it."""

    class Meta:
        table_name = "aftercare"
        region = "ap-southeast-1"
        host: ClassVar[str | None] = None
        aws_access_key_id: ClassVar[str | None] = None
        aws_secret_access_key: ClassVar[str | None] = None
        billing_mode = "PAY_PER_REQUEST"
        connect_timeout_seconds = 3
        read_timeout_seconds = 10
        max_retry_attempts = 3
        max_pool_connections = 2 * SHARDS

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = KindAttribute()
    due_lane = UnicodeAttribute(null=True)
    due_key = UnicodeAttribute(null=True)
    lookup_pk = UnicodeAttribute(null=True)
    lookup_sk = UnicodeAttribute(null=True)
    attempt = NumberAttribute(default=0)
    lease_until = InstantAttribute(null=True)
    failures = NumberAttribute(default=0)
    failed = SaidAttribute(null=True)
    due = DueIndex()
    lookup = LookupIndex()

    engine: ClassVar[Any] = None

    @classmethod
    def _get_connection(cls) -> Any:
        """The memory twin where one is in use, else one connection shared by all classes of rows."""
        return Row.engine or decoding.as_they_are(super(Row, Row)._get_connection())

    @classmethod
    def find(cls, pk: str, sk: str, consistent: bool = False) -> Self | None:
        if (item := once.known((pk, sk), consistent)) is None:
            get = cls._get_connection().get_item
            found = get(pk, range_key=sk, consistent_read=consistent) if can_be_a_key(pk, sk) else {}
            item = found.get("Item", {})
            once.note((pk, sk), item, consistent)
        return cls.from_raw_data(item) if item else None

    @classmethod
    def in_partition(cls, pk: str, begins: str = "", consistent: bool = False, **more: Any) -> Iterator[Self]:
        """All rows of a partition whose sort key begins so, page by page."""
        within = Row.sk.startswith(begins) if begins else None
        read = cls._raw(pk, within, consistent_read=consistent, **more)
        return map(cls.from_raw_data, read if more else once.listing(pk, begins, consistent, read))

    @classmethod
    def by_lookup(cls, pk: str, within: Condition | None = None, **options: Any) -> list[Self]:
        """Rows found through `lookup`, in its order."""
        found = cls.many(keys := cls.keys_by_lookup(pk, within, **options))
        return [found[key] for key in keys if key in found]

    @classmethod
    def keys_by_lookup(cls, pk: str, within: Condition | None = None, **options: Any) -> list[Key]:
        """Theirs alone, for whoever reads the rows together with others."""
        read = cls._raw(pk, within, index_name="lookup", **options)
        entries = read if within is not None or options else once.listing(f"lookup {pk}", "", False, read)
        return [(raw["pk"]["S"], raw["sk"]["S"]) for raw in entries]

    @classmethod
    def many(cls, keys: Sequence[tuple[str, str]], consistent: bool = False) -> dict[tuple[str, str], Self]:
        """The rows there are of these keys, a hundred a request."""
        known = {key: item for key in keys if (item := once.known(key, consistent)) is not None}
        there = {key: cls.from_raw_data(item) for key, item in known.items() if item}
        rest = [key for key in keys if key not in known]
        read = {(raw["pk"]["S"], raw["sk"]["S"]): raw for raw in cls._raw_of(rest, consistent)}
        for key in rest:
            once.note(key, read.get(key, {}), consistent)
        rows: dict[Any, Any] = {key: Row.from_raw_data(raw) for key, raw in read.items()}
        return {**there, **rows}

    @classmethod
    def _raw_of(cls, keys: Sequence[tuple[str, str]], consistent: bool) -> Iterator[dict]:
        """Model.batch_get keeps nothing of what it read."""
        each = [{"pk": pk, "sk": sk} for pk, sk in dict.fromkeys(keys)]
        for start in range(0, len(each), BATCH):
            wanted = each[start : start + BATCH]
            while wanted:
                page, wanted = cls._batch_get_page(wanted, consistent_read=consistent, attributes_to_get=None)
                yield from page

    @classmethod
    def _pages(cls, pk: str, within: Condition | None, **options: Any) -> Iterator[Self]:
        return (cls.from_raw_data(raw) for raw in cls._raw(pk, within, **options))

    @classmethod
    def _raw(cls, pk: str, within: Condition | None, most: int = 0, **options: Any) -> Iterator[dict]:
        """Model.query would filter by class, which a keys-only index cannot answer."""
        start, seen = options.pop("exclusive_start_key", None), 0
        while True:
            page = cls._get_connection().query(
                pk, range_key_condition=within, exclusive_start_key=start, limit=most or None, **options
            )
            for raw in page["Items"]:
                if "kind" in raw:  # a row and no entry of an index
                    once.note((raw["pk"]["S"], raw["sk"]["S"]), raw, bool(options.get("consistent_read")))
                yield raw
                seen += 1
                if most and seen == most:
                    return
            if not (start := page.get("LastEvaluatedKey")):
                return

    def create(self) -> bool:
        """Put if no such row exists; whether it was put."""
        return self.put_if(Row.pk.does_not_exist())

    def put_if(self, condition: Condition) -> bool:
        return unless_refused(lambda: self.save(condition=condition))

    def change(self, actions: Sequence[Action], condition: Condition | None = None) -> bool:
        """One conditional update; the row is afterwards as stored. False if the condition failed."""
        exists = Row.pk.exists()
        return unless_refused(
            lambda: self.update(list(actions), condition=exists if condition is None else exists & condition)
        )

    def is_due(self, at: datetime, shard: int, lane: str = NOW) -> None:
        self.due_lane, self.due_key = lane_name(shard, lane), due_key(at, self.pk, self.sk)

    @property
    def due_since(self) -> datetime | None:
        return datetime.fromisoformat(self.due_key.split("#")[0]) if self.due_key else None


def lane_name(shard: int, lane: str) -> str:
    return f"{shard:02d}#{lane}"


def due_key(at: datetime, pk: str, sk: str) -> str:
    return f"{instant(at)}#{pk}#{sk}"


def move_due(row: Row, at: datetime, lane: str | None = None) -> list[Action]:
    """The actions that make a row due at another moment, in the lane it is in or another."""
    shard, now_in = (row.due_lane or lane_name(shard_of(row.pk), NOW)).split("#")
    name = lane_name(int(shard), lane or now_in)
    actions: list[Action] = [Row.due_key.set(due_key(at, row.pk, row.sk))]
    return actions if name == row.due_lane else [*actions, Row.due_lane.set(name)]


def leave_due() -> list[Action]:
    """The actions that take a row out of the index."""
    return [Row.due_lane.remove(), Row.due_key.remove()]


def shard_of(owner: str) -> int:
    """By the customer's id; a row without a customer goes by its own partition."""
    return zlib.crc32(owner.removeprefix("customer#").encode()) % SHARDS


class Write(NamedTuple):
    """One part of a transaction: a whole row, or changes to one, under a condition."""

    row: Row
    actions: tuple[Action, ...] = ()
    condition: Condition | None = None


def transact(writes: Sequence[Write]) -> bool:
    """All or nothing; False if any condition failed."""
    once.forget()
    if Row.engine is not None:
        return Row.engine.transact(writes)
    table = Row._get_connection()
    table.get_meta_table()
    return unless_refused(lambda: _commit(table.connection, writes))


def _commit(connection: Connection, writes: Sequence[Write]) -> None:
    with TransactWrite(connection=connection) as transaction:
        for write in writes:
            if write.actions:
                transaction.update(write.row, list(write.actions), condition=write.condition)
            else:
                transaction.save(write.row, condition=write.condition)


def unless_refused(call: Any) -> bool:
    try:
        call()
    except PynamoDBException as error:
        if error.cause_response_code in REFUSED:
            return False
        raise
    return True


def connect(
    table_name: str, region: str, host: str | None, credentials: Mapping[str, str] | None = None
) -> None:
    """Point every row at this table. An empty host means AWS itself; no credentials, the environment's."""
    Row.engine = None
    Row._connection = None
    Row.Meta.table_name, Row.Meta.region, Row.Meta.host = table_name, region, host or None
    Row.Meta.aws_access_key_id = (credentials or {}).get("AWS_ACCESS_KEY_ID")
    Row.Meta.aws_secret_access_key = (credentials or {}).get("AWS_SECRET_ACCESS_KEY")


@contextmanager
def kept_apart(engine: Any) -> Iterator[Any]:
    """All requests go to this engine until the block ends."""
    before, Row.engine = Row.engine, engine
    try:
        yield engine
    finally:
        Row.engine = before


def save_all(rows: Sequence[Row]) -> None:
    """Plain puts in batches; for loading, never for anything that must be conditional."""
    once.forget()
    with Row.batch_write() as batch:
        for row in rows:
            batch.save(row)
