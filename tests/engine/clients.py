"""A table with an index, and a client that writes to it and reads it whole."""

from typing import Any

import boto3
from botocore.config import Config

TABLE: dict[str, Any] = {
    "TableName": "kept",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ],
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "lane")],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "lanes",
            "KeySchema": [
                {"AttributeName": "lane", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
}


class Client:
    """One connection without second tries, so that an answer means an answer."""

    def __init__(self, endpoint: str):
        config = Config(retries={"total_max_attempts": 1}, read_timeout=5, connect_timeout=2)
        self.raw = boto3.client(
            "dynamodb", endpoint_url=endpoint, region_name="ap-southeast-1", config=config
        )

    def make(self, name: str = "kept") -> None:
        self.raw.create_table(**{**TABLE, "TableName": name})

    def put(self, pk: str, sk: str = "-", table: str = "kept", **more: str) -> None:
        self.raw.put_item(TableName=table, Item=item(pk, sk, **more))

    def put_both(self, first: str, second: str, **more: str) -> None:
        puts = [{"Put": {"TableName": "kept", "Item": item(pk, "both", **more)}} for pk in (first, second)]
        self.raw.transact_write_items(TransactItems=puts)

    def all(self, table: str = "kept") -> dict[tuple[str, str], dict[str, str]]:
        pages = self.raw.get_paginator("scan").paginate(TableName=table)
        rows = [{name: value["S"] for name, value in row.items()} for page in pages for row in page["Items"]]
        return {(row["pk"], row["sk"]): row for row in rows}

    def lane(self, name: str) -> set[str]:
        pages = self.raw.get_paginator("query").paginate(
            TableName="kept",
            IndexName="lanes",
            KeyConditionExpression="lane = :lane",
            ExpressionAttributeValues={":lane": {"S": name}},
        )
        return {row["pk"]["S"] for page in pages for row in page["Items"]}


def item(pk: str, sk: str, **more: str) -> dict[str, dict[str, str]]:
    return {name: {"S": value} for name, value in {"pk": pk, "sk": sk, **more}.items()}
