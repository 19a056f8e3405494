"""Whatever the engine acknowledged is there after it was killed, and no transaction is ever half there."""

import random
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from clients import Client
from processes import kill

from chalicelib import engine

ROUNDS = 4
WRITERS = 4
SECONDS_OF_LOAD = 0.8


class Writer(threading.Thread):
    """Writes until the engine is gone and remembers what was acknowledged."""

    def __init__(self, endpoint: str, name: str):
        super().__init__(name=name, daemon=True)
        self.client = Client(endpoint)
        self.puts: set[str] = set()
        self.pairs: set[str] = set()

    def run(self) -> None:
        with suppress(BotoCoreError, ClientError):
            for number in range(1_000_000):
                self.write(f"{self.name}-{number}", pair=number % 4 == 3)

    def write(self, key: str, pair: bool) -> None:
        if pair:
            self.client.put_both(f"{key}-left", f"{key}-right", lane="pairs")
            self.pairs.add(key)
        else:
            self.client.put(key, lane="singles", note="记" * 40)
            self.puts.add(key)


def load_and_kill(data: Path, round_number: int) -> list[Writer]:
    with engine.start(data) as endpoint:
        writers = [Writer(endpoint, f"{round_number}.{number}") for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(SECONDS_OF_LOAD + random.random() / 5)
        kill(data)
        for writer in writers:
            writer.join()
    return writers


def test_killed_under_load_it_loses_nothing_and_tears_nothing(data: Path) -> None:
    with engine.start(data) as endpoint:
        Client(endpoint).make()
    writers: list[Writer] = []
    for round_number in range(ROUNDS):
        writers += load_and_kill(data, round_number)
        with engine.start(data) as endpoint:
            check_all(Client(endpoint), writers)
    assert sum(len(writer.puts) for writer in writers) > 100


def check_all(client: Client, writers: list[Writer]) -> None:
    stored = {pk for pk, _ in client.all()}
    for writer in writers:
        assert not writer.puts - stored, "acknowledged puts are gone"
        assert not {f"{key}-left" for key in writer.pairs} - stored, "acknowledged transactions are gone"
    lefts = {pk.removesuffix("-left") for pk in stored if pk.endswith("-left")}
    rights = {pk.removesuffix("-right") for pk in stored if pk.endswith("-right")}
    assert lefts == rights, "a transaction is half there"
    assert client.lane("singles") | client.lane("pairs") == stored, "the index differs from the table"


@pytest.mark.parametrize("seed", [1, 2])
def test_updates_and_deletes_come_back_as_they_stood(data: Path, seed: int) -> None:
    chance = random.Random(seed)
    expected: dict[str, str] = {}
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        client.make()
        for number in range(300):
            change_something(client, expected, f"row-{chance.randrange(30)}", f"{number}")
        kill(data)
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        assert {pk: row["lane"] for (pk, _), row in client.all().items()} == expected
        assert all(pk in client.lane(lane) for pk, lane in expected.items())


def change_something(client: Client, expected: dict[str, str], pk: str, lane: str) -> None:
    key = {"pk": {"S": pk}, "sk": {"S": "-"}}
    if pk not in expected:
        client.put(pk, lane=lane)
    elif int(lane) % 3 == 0:
        client.raw.delete_item(TableName="kept", Key=key)
        del expected[pk]
        return
    else:
        client.raw.update_item(
            TableName="kept",
            Key=key,
            UpdateExpression="SET lane = :lane",
            ExpressionAttributeValues={":lane": {"S": lane}},
        )
    expected[pk] = lane


def test_a_stop_in_good_order_keeps_everything_too(data: Path) -> None:
    with engine.start(data) as endpoint:
        Client(endpoint).make()
        Client(endpoint).put("a")
    with engine.start(data) as endpoint:
        assert set(Client(endpoint).all()) == {("a", "-")}


def test_a_line_torn_by_the_kill_is_forgotten_as_a_whole(data: Path) -> None:
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        client.make()
        client.put("before")
        client.put_both("left", "right")
        kill(data)
    journal = data / "journal"
    journal.write_bytes(journal.read_bytes()[:-10])
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        assert {pk for pk, _ in client.all()} == {"before"}
        client.put("after")
        kill(data)
    with engine.start(data) as endpoint:
        assert {pk for pk, _ in Client(endpoint).all()} == {"before", "after"}


def test_a_damaged_line_stops_the_start_and_says_which(data: Path) -> None:
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        client.make()
        client.put("a")
        client.put("b")
        kill(data)
    journal = data / "journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([lines[0], b"\0" * 20 + b"\n", *lines[2:]]))
    with pytest.raises(engine.NoEngine, match=r"Line 2 of .*journal is damaged"), engine.start(data):
        pass


def test_a_refused_transaction_leaves_no_trace(data: Path) -> None:
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        client.make()
        client.put("taken")
        put = {"TableName": "kept", "Item": {"pk": {"S": "new"}, "sk": {"S": "-"}}}
        again = {"TableName": "kept", "Item": {"pk": {"S": "taken"}, "sk": {"S": "-"}}}
        again["ConditionExpression"] = "attribute_not_exists(pk)"
        with pytest.raises(ClientError, match="ConditionalCheckFailed"):
            client.raw.transact_write_items(TransactItems=[{"Put": put}, {"Put": again}])
        kill(data)
    with engine.start(data) as endpoint:
        assert {pk for pk, _ in Client(endpoint).all()} == {"taken"}


def test_a_statement_taken_back_with_its_transaction_leaves_no_trace(data: Path) -> None:
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        client.make()
        client.put("taken")
        statements = [f"INSERT INTO kept VALUE {{'pk': '{pk}', 'sk': '-'}}" for pk in ("new", "taken")]
        with pytest.raises(ClientError, match="DuplicateItem"):
            client.raw.execute_transaction(TransactStatements=[{"Statement": text} for text in statements])
        kill(data)
    with engine.start(data) as endpoint:
        assert {pk for pk, _ in Client(endpoint).all()} == {"taken"}


def test_a_journal_as_good_as_new_is_written_on_and_not_anew(data: Path) -> None:
    with engine.start(data) as endpoint:
        Client(endpoint).make()
        Client(endpoint).put("a")
    before = (data / "journal").stat().st_ino
    with engine.start(data) as endpoint:
        Client(endpoint).put("b")
        assert (data / "journal").stat().st_ino == before
        for _ in range(9):
            Client(endpoint).put("b")
    with engine.start(data) as endpoint:
        assert {pk for pk, _ in Client(endpoint).all()} == {"a", "b"}
        assert (data / "journal").stat().st_ino != before, "most of what stood in it was old"
