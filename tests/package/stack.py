"""The package deployed by CloudFormation on an engine of its own, as `aws cloudformation deploy` would."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import boto3

from chalicelib import engine
from chalicelib.records import table

REGION = "us-east-1"
NAME = "aftercare"
BUCKET = "artefacts"
UNKNOWN_HERE = {"AWS::SES::ReceiptRuleSet", "AWS::SES::ReceiptRule"}
ROLES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]


class Stack:
    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._formation = self.client("cloudformation")
        self.client("s3").create_bucket(Bucket=BUCKET)

    def client(self, service: str) -> Any:
        keys = {name.lower(): value for name, value in engine.CREDENTIALS.items()}
        return boto3.client(service, region_name=REGION, endpoint_url=self.endpoint, **keys)

    def deploy(self, built: Path, parameters: Mapping[str, str]) -> dict[str, str]:
        """Make the stack or change it; its outputs."""
        kind = "UPDATE" if self._status() else "CREATE"
        change = self._formation.create_change_set(
            StackName=NAME, ChangeSetName=f"change-{time.monotonic_ns()}", ChangeSetType=kind,
            TemplateURL=self._uploaded(built), Capabilities=ROLES,
            Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        )  # fmt: skip
        until(lambda: self._is_made(change["Id"]), 60)
        self._formation.execute_change_set(ChangeSetName=change["Id"])
        until(lambda: not self._status().endswith("_IN_PROGRESS"), 120)
        assert self._status() == f"{kind}_COMPLETE", self._troubles()
        stack = self._formation.describe_stacks(StackName=NAME)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def resource(self, name: str) -> str:
        """Its name in the account."""
        found = self._formation.describe_stack_resource(StackName=NAME, LogicalResourceId=name)
        return found["StackResourceDetail"]["PhysicalResourceId"]

    def web(self) -> str:
        """What stands in for https://<id>.execute-api.<region>.amazonaws.com/api."""
        return f"{self.endpoint}/restapis/{self.resource('RestAPI')}/api/_user_request_"

    def mails(self) -> list[dict[str, Any]]:
        with urlopen(f"{self.endpoint}/_ministack/ses/messages") as answer:
            by_account = json.loads(answer.read())["messages"]
        return [mail for mails in by_account.values() for mail in mails]

    @contextmanager
    def table(self) -> Iterator[None]:
        """The deployed table, open to this process."""
        table.connect(self.resource("Table"), REGION, self.endpoint, engine.CREDENTIALS)
        try:
            yield
        finally:
            table.connect("aftercare", REGION, None)

    def rows(self) -> dict[tuple[str, str], str]:
        """All that the table holds, by key."""
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=self.resource("Table"))
        rows = [row for page in pages for row in page["Items"]]
        return {(row["pk"]["S"], row["sk"]["S"]): json.dumps(row, sort_keys=True) for row in rows}

    def _uploaded(self, built: Path) -> str:
        """Where the template lies, its code where `aws cloudformation package` would have put it. It is
        too long to be sent along."""
        code = self._kept((built / "deployment.zip").read_bytes())
        text = _known_here((built / "template.json").read_text())
        text = text.replace('"./deployment.zip"', json.dumps(f"s3://{BUCKET}/{code}"))
        return f"{self.endpoint}/{BUCKET}/{self._kept(text.encode())}"

    def _kept(self, content: bytes) -> str:
        key = hashlib.sha256(content).hexdigest()
        self.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)
        return key

    def _is_made(self, change: str) -> bool:
        found = self._formation.describe_change_set(ChangeSetName=change)
        assert found["Status"] != "FAILED", found.get("StatusReason")
        return found["Status"] == "CREATE_COMPLETE"

    def _status(self) -> str:
        try:
            return self._formation.describe_stacks(StackName=NAME)["Stacks"][0]["StackStatus"]
        except self._formation.exceptions.ClientError:
            return ""

    def _troubles(self) -> list[str]:
        events = self._formation.describe_stack_events(StackName=NAME)["StackEvents"]
        return [
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason')}"
            for event in events
            if "FAILED" in event["ResourceStatus"]
        ]


def _known_here(template: str) -> str:
    """Without what the engine has no idea of, and refuses though its condition does not hold: mail comes in
    for real accounts alone."""
    read = json.loads(template)
    read["Resources"] = {
        n: one for n, one in read["Resources"].items() if one.get("Type") not in UNKNOWN_HERE
    }
    return json.dumps(read)


def until(happened: Callable[[], object], seconds: float, what: Callable[[], object] = lambda: "") -> None:
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, f"it did not happen within {seconds} s: {what()}"
        time.sleep(0.2)
