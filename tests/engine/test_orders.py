"""A page comes as DynamoDB gives it, in order and once each, and costs the engine what stands on it."""

import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError
from clients import TABLE, Client

from chalicelib import engine

MANY = 120
LETTERS = "ab王é😀"
CONDITIONS: dict[str, tuple[str, Any]] = {
    "": ("", lambda sort: True),
    "begins": (" AND begins_with(#sort, :low)", lambda sort: sort.startswith("a")),
    "from": (" AND #sort >= :low", lambda sort: sort >= "a"),
    "above": (" AND #sort > :low", lambda sort: sort > "a"),
    "until": (" AND #sort <= :high", lambda sort: sort <= "王b"),
    "below": (" AND #sort < :high", lambda sort: sort < "王b"),
    "between": (" AND #sort BETWEEN :low AND :high", lambda sort: "a" <= sort <= "王b"),
    "the one": (" AND #sort = :low", lambda sort: sort == "a"),
}
OPERANDS = {":low": "a", ":high": "王b"}
Row = dict[str, str]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with engine.scratch() as endpoint:
        yield Client(endpoint)


@pytest.fixture(scope="module")
def rows(client: Client) -> Iterator[list[Row]]:
    """In one partition and in one of an index, written in any order, some moved and some gone again since
    the first page was asked for."""
    client.make()
    chance = random.Random(7)
    names = ["".join(chance.choices(LETTERS, k=chance.randint(1, 4))) + f"{n % 9}" for n in range(MANY)]
    stand = {name: "x" for name in ["a", "王b", *names]}
    for name, lane in stand.items():
        client.put("one", name, lane=lane)
    assert len(walk(client, "")) == len(walk(client, "", IndexName="lanes")) == len(stand)
    for name in chance.sample(names, 20):
        stand[name] = "y"
        client.put("one", name, lane="y")
    for name in chance.sample(sorted(stand), 20):
        stand.pop(name)
        client.raw.delete_item(TableName="kept", Key={"pk": {"S": "one"}, "sk": {"S": name}})
    yield [{"pk": "one", "sk": name, "lane": lane} for name, lane in sorted(stand.items())]
    client.raw.delete_table(TableName="kept")


def walk(client: Client, clause: str, **options: Any) -> list[str]:
    """The sort keys of all pages."""
    partition = ("lane", "x") if "IndexName" in options else ("pk", "one")
    values = {name: value for name, value in OPERANDS.items() if name in clause}
    names = {"#p": partition[0], **({"#sort": "sk"} if clause else {})}
    found, start = [], {}
    while True:
        page = client.raw.query(
            TableName="kept", KeyConditionExpression=f"#p = :p{clause}", ExpressionAttributeNames=names,
            ExpressionAttributeValues={n: {"S": v} for n, v in {":p": partition[1], **values}.items()},
            **options, **start,
        )  # fmt: skip
        found += [row["sk"]["S"] for row in page["Items"]]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("index", ["", "lanes"])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_pages_hold_what_fits_in_its_order(
    condition: str, index: str, forward: bool, client: Client, rows: list[Row]
) -> None:
    clause, fits = CONDITIONS[condition]
    meant = [row["sk"] for row in rows if fits(row["sk"]) and (not index or row["lane"] == "x")]
    options = {"ScanIndexForward": forward, **({"IndexName": index} if index else {})}
    for limit in ({"Limit": 29}, {}):
        assert walk(client, clause, **options, **limit) == (meant if forward else meant[::-1])


def test_a_cursor_whose_row_is_gone_still_leads_on(client: Client, rows: list[Row]) -> None:
    asked: dict[str, Any] = {
        "TableName": "kept", "KeyConditionExpression": "pk = :p", "Limit": 3,
        "ExpressionAttributeValues": {":p": {"S": "one"}},
    }  # fmt: skip
    client.put("one", "a!")
    gone = {"pk": {"S": "one"}, "sk": {"S": "a!"}}
    client.raw.delete_item(TableName="kept", Key=gone)
    after = client.raw.query(**asked, ExclusiveStartKey=gone)["Items"]
    assert [row["sk"]["S"] for row in after] == [row["sk"] for row in rows if row["sk"] > "a!"][:3]


def test_a_scan_gives_every_row_once_page_by_page(client: Client, rows: list[Row]) -> None:
    for number in range(40):
        client.put(f"more{number:02d}")
    pages = client.raw.get_paginator("scan").paginate(TableName="kept", PaginationConfig={"PageSize": 17})
    found = [(row["pk"]["S"], row["sk"]["S"]) for page in pages for row in page["Items"]]
    meant = [("one", row["sk"]) for row in rows] + [(f"more{number:02d}", "-") for number in range(40)]
    assert sorted(found) == sorted(meant)
    (
        client.put("fewer"),
        client.raw.delete_item(TableName="kept", Key={"pk": {"S": "more07"}, "sk": {"S": "-"}}),
    )
    again = {pk for pk, _ in client.all()}
    assert "fewer" in again
    assert "more07" not in again


def test_what_is_no_request_is_refused_as_ever(client: Client, rows: list[Row]) -> None:
    values = {":p": {"S": "one"}, ":low": {"S": "a"}}
    wrong: list[dict[str, Any]] = [
        {"KeyConditionExpression": "pk = :p AND lane = :low"},
        {"KeyConditionExpression": "pk > :p AND sk = :low"},
        {"KeyConditionExpression": "pk = :p AND sk >= :low", "ExclusiveStartKey": {"pk": {"S": "one"}}},
        {"KeyConditionExpression": "pk = :p AND sk = :low", "Limit": 0},
    ]
    for one in wrong:
        with pytest.raises((ClientError, ParamValidationError)):
            client.raw.query(TableName="kept", ExpressionAttributeValues=values, **one)


# Runs inside the engine's own virtualenv, where one can see on how many rows it tries a condition.
COUNTING = """
import asyncio, json, sys
sys.path.insert(0, sys.argv[1])
import orders
from ministack.services import dynamodb
orders.keep(dynamodb)

def ask(action, **body):
    headers = {"x-amz-target": f"DynamoDB_20120810.{action}"}
    status, _, answer = asyncio.run(dynamodb.handle_request("POST", "/", headers, json.dumps(body), {}))
    assert status == 200, answer
    return json.loads(answer)

ask("CreateTable", **json.loads(sys.argv[2]))
for number in range(2000):
    keys = {"pk": {"S": "one"}, "sk": {"S": f"{number:04d}"}, "lane": {"S": "x"}}
    ask("PutItem", TableName="kept", Item=keys)
tried, whole = [], dynamodb._evaluate_condition
dynamodb._evaluate_condition = lambda *some, **more: tried.append(1) or whole(*some, **more)
query = dict(TableName="kept", Limit=10)
for name, value, more in (("pk", "one", {}), ("lane", "x", {"IndexName": "lanes"})):
    for condition in (f"{name} = :p", f"{name} = :p AND begins_with(sk, :begin)"):
        values = {":p": {"S": value}, **({":begin": {"S": "1"}} if "begin" in condition else {})}
        tried.clear()
        asked = dict(query, KeyConditionExpression=condition, ExpressionAttributeValues=values, **more)
        start = ask("Query", **asked)["LastEvaluatedKey"]
        assert len(ask("Query", **asked, ExclusiveStartKey=start)["Items"]) == 10
        print(len(tried))
read, fill = [], dynamodb._paginate_evaluated_items

def filled(items, *more):
    return fill((read.append(1) or item for item in items), *more)

dynamodb._paginate_evaluated_items = filled
ask("Scan", TableName="kept", Limit=10)
print(len(read))
"""


def test_a_page_costs_what_stands_on_it_however_many_stand_beside_it(tmp_path: Path) -> None:
    """Two pages of ten rows, one more looked at for each, and the cursor itself."""
    command = [engine.PYTHON, "-c", COUNTING, engine.LAUNCHER.parent, json.dumps(TABLE)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert len(said) == 5
    assert max(map(int, said)) <= 30


# The same is asked of the engine as it is and as we have it; then how often it cut rows down to entries.
ENTRIES = """
import asyncio, json, sys
sys.path.insert(0, sys.argv[1])
import orders
from ministack.services import dynamodb
cut, whole = [], dynamodb._apply_index_projection
dynamodb._apply_index_projection = lambda *some: cut.append(1) or whole(*some)

def ask(action, **body):
    headers = {"x-amz-target": f"DynamoDB_20120810.{action}"}
    status, _, answer = asyncio.run(dynamodb.handle_request("POST", "/", headers, json.dumps(body), {}))
    assert status == 200, answer
    return json.loads(answer)

def asked():
    values = {":p": {"S": "x"}}
    even = {"FilterExpression": "tag = :tag", "ExpressionAttributeValues": {**values, ":tag": {"S": "even"}}}
    each = ({}, {"Limit": 70}, {"Select": "COUNT"}, {"ProjectionExpression": "sk, tag"}, even)
    query = {"TableName": "kept", "IndexName": "lanes", "KeyConditionExpression": "lane = :p",
             "ExpressionAttributeValues": values}
    return [ask("Query", **{**query, **more}) for more in each]

ask("CreateTable", **json.loads(sys.argv[2]))
for number in range(200):
    row = {"pk": "one", "sk": f"{number:04d}", "lane": "x", "tag": ("even", "odd")[number % 2]}
    ask("PutItem", TableName="kept", Item={name: {"S": value} for name, value in row.items()})
alone = asked()
orders.keep(dynamodb)
assert asked() == alone
assert [len(page.get("Items", ())) for page in alone] == [200, 70, 0, 200, 100]
cut.clear()
ask("Query", TableName="kept", IndexName="lanes", KeyConditionExpression="lane = :p",
    ExpressionAttributeValues={":p": {"S": "x"}})
print(len(cut))
"""


def test_entries_of_an_index_are_what_they_were_and_are_not_cut_down_anew() -> None:
    """With conditions on more than the keys, parts of an entry, and their number alone, too."""
    command = [engine.PYTHON, "-c", ENTRIES, engine.LAUNCHER.parent, json.dumps(TABLE)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["0"]
