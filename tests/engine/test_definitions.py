"""Tables come back as they were defined last, and a dropped one stays dropped."""

import json
import subprocess
from pathlib import Path

import boto3
from clients import TABLE, Client
from processes import kill

from chalicelib import engine


def test_an_index_added_later_comes_back(data: Path) -> None:
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        client.make()
        client.put("a", owner="li")
        client.raw.update_table(
            TableName="kept",
            AttributeDefinitions=[{"AttributeName": "owner", "AttributeType": "S"}],
            GlobalSecondaryIndexUpdates=[{"Create": owners()}],
        )
        client.put("b", owner="li")
        kill(data)
    with engine.start(data) as endpoint:
        found = Client(endpoint).raw.query(
            TableName="kept",
            IndexName="owners",
            KeyConditionExpression="#o = :o",
            ExpressionAttributeNames={"#o": "owner"},
            ExpressionAttributeValues={":o": {"S": "li"}},
        )
        assert found["Count"] == 2


def owners() -> dict:
    return {
        "IndexName": "owners",
        "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }


def test_expiry_and_restore_points_stay_switched_on(data: Path) -> None:
    with engine.start(data) as endpoint:
        raw = Client(endpoint).raw
        Client(endpoint).make()
        raw.update_time_to_live(
            TableName="kept", TimeToLiveSpecification={"Enabled": True, "AttributeName": "gone_at"}
        )
        raw.update_continuous_backups(
            TableName="kept", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        kill(data)
    with engine.start(data) as endpoint:
        raw = Client(endpoint).raw
        expiry = raw.describe_time_to_live(TableName="kept")["TimeToLiveDescription"]
        backups = raw.describe_continuous_backups(TableName="kept")["ContinuousBackupsDescription"]
        assert (expiry["TimeToLiveStatus"], expiry["AttributeName"]) == ("ENABLED", "gone_at")
        assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_table_dropped_and_made_anew_does_not_get_its_old_rows_back(data: Path) -> None:
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        client.make()
        client.make("other")
        client.put("old")
        client.put("beside", table="other")
        client.raw.delete_table(TableName="kept")
        client.make()
        client.put("new")
        kill(data)
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        assert {pk for pk, _ in client.all()} == {"new"}
        assert {pk for pk, _ in client.all("other")} == {"beside"}


def test_a_table_made_by_a_template_is_kept_from_its_first_row_on(data: Path) -> None:
    definition = {name: value for name, value in TABLE.items() if name != "TableName"}
    table = {"Type": "AWS::DynamoDB::Table", "Properties": {**definition, "TableName": "kept"}}
    with engine.start(data) as endpoint:
        templates = boto3.client("cloudformation", endpoint_url=endpoint, region_name="ap-southeast-1")
        templates.create_stack(StackName="one", TemplateBody=json.dumps({"Resources": {"Table": table}}))
        templates.get_waiter("stack_create_complete").wait(StackName="one", WaiterConfig={"Delay": 1})
        Client(endpoint).put("a", lane="x")
        kill(data)
    with engine.start(data) as endpoint:
        assert Client(endpoint).lane("x") == {"a"}


def test_a_dropped_table_stays_dropped(data: Path) -> None:
    with engine.start(data) as endpoint:
        Client(endpoint).make()
        Client(endpoint).raw.delete_table(TableName="kept")
        kill(data)
    with engine.start(data) as endpoint:
        assert Client(endpoint).raw.list_tables()["TableNames"] == []


def test_looking_at_a_table_writes_nothing(data: Path) -> None:
    with engine.start(data) as endpoint:
        client = Client(endpoint)
        client.make()
        client.put("a")
        before = (data / "journal").stat()
        client.raw.describe_table(TableName="kept")
        client.raw.describe_time_to_live(TableName="kept")
        client.all()
        after = (data / "journal").stat()
        assert (before.st_ino, before.st_size) == (after.st_ino, after.st_size)


# Runs inside the engine's own virtualenv, where the room to grow can be made small.
GROWING = """
import asyncio, json, sys
sys.path.insert(0, sys.argv[1])
import journal
from pathlib import Path
from ministack.services import dynamodb
journal.ROOM_TO_GROW = 20_000
kept = journal.Journal(dynamodb, Path(sys.argv[2]))
kept.open()

def ask(action, **body):
    headers = {"x-amz-target": f"DynamoDB_20120810.{action}"}
    status, _, answer = asyncio.run(dynamodb.handle_request("POST", "/", headers, json.dumps(body), {}))
    assert status == 200, answer

keys = dict(KeySchema=[dict(AttributeName="pk", KeyType="HASH")],
            AttributeDefinitions=[dict(AttributeName="pk", AttributeType="S")])
ask("CreateTable", TableName="small", BillingMode="PAY_PER_REQUEST", **keys)
for number in range(2000):
    ask("PutItem", TableName="small", Item={"pk": {"S": str(number % 7)}, "n": {"N": str(number)}})
print(Path(sys.argv[2]).stat().st_size)
dynamodb.reset()
journal.Journal(dynamodb, Path(sys.argv[3])).open() if len(sys.argv) > 3 else None
print(len(dynamodb._tables.all_items()))
"""


def test_a_journal_that_grows_is_rewritten_while_running(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    command = [engine.PYTHON, "-c", GROWING, engine.LAUNCHER.parent, path]
    size, tables = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert 500 < int(size) < 25_000, "2,000 writes to 7 rows may not need more room than the limit"
    assert tables == "0"
    assert path.read_text().count("\n") == 1, "a reset engine forgets its rows on disk too"
