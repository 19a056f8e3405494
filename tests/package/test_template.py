"""The template: it lints, it is what SAM understands, and each part fits the others."""

import io
import json
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from chalice import Chalice

from chalicelib import engine, plans
from chalicelib.care import dispatch
from chalicelib.http.api import voice
from chalicelib.http.api.problems import KINDS, MEDIA_TYPE
from chalicelib.local.gateway import LARGEST_BODY, Gateway
from chalicelib.records.due import LEASE
from chalicelib.settings import SECRETS

TRANSFORM = Path(__file__).with_name("transform.py")
Resources = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def template(built: Path) -> dict[str, Any]:
    return json.loads((built / "template.json").read_text())


@pytest.fixture(scope="module")
def resources(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Resources:
    """What SAM makes of it, as CloudFormation gets it."""
    out = tmp_path_factory.mktemp("sam") / "resources.json"
    in_engine_venv(engine.PYTHON, TRANSFORM, built / "template.json", out)
    return json.loads(out.read_text())["Resources"]


def in_engine_venv(*command: object) -> None:
    """Its libraries and ours disagree about pydantic, so they live apart."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert not done.returncode, done.stdout + done.stderr


def of(resources: Resources, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((name, one["Properties"]) for name, one in resources.items() if one["Type"] == kind)


def statements(resources: Resources) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, policy in of(resources, "AWS::IAM::ManagedPolicy"):
        yield from ((name, one) for one in policy["PolicyDocument"]["Statement"])
    for name, role in of(resources, "AWS::IAM::Role"):
        for policy in role.get("Policies", []):
            yield from ((name, one) for one in policy["PolicyDocument"]["Statement"])


def test_it_has_room_for_its_addresses(template: dict[str, Any]) -> None:
    """API Gateway takes 300 resources for one API, each part of a path being one. More want asking AWS."""
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    split = [path.strip("/").split("/") for path in paths]
    parts = {"/".join(each[:depth]) for each in split for depth in range(1, len(each) + 1)}
    assert "sign-in" in parts
    assert len(parts) <= 300


def test_what_is_no_address_of_ours_is_answered_by_the_program(template: dict[str, Any]) -> None:
    """Every GET: API Gateway takes the route that spells out most."""
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    assert list(paths[voice.ANYWHERE]) == ["get"]


def test_it_lints(built: Path) -> None:
    lint = engine.PYTHON.with_name("cfn-lint")
    in_engine_venv(lint, "--region", "ap-southeast-1", "--template", built / "template.json")


def test_the_clock_is_that_of_the_schedules(resources: Resources) -> None:
    zone = plans.shop_defaults().zone
    found = {
        one["Target"].get("Input", "{}"): (one["ScheduleExpression"], one.get("ScheduleExpressionTimezone"))
        for _, one in of(resources, "AWS::Scheduler::Schedule")
    }
    assert found == {
        "{}": ("rate(1 minute)", None),
        '{"job": "glance"}': ("rate(5 minutes)", zone),
        '{"job": "digest"}': ("cron(0 8 * * ? *)", zone),
        '{"job": "fold"}': ("cron(30 0 * * ? *)", zone),
        '{"job": "weather"}': ("cron(30 6 * * ? *)", zone),
    }


def test_each_function_has_a_role_of_its_own(resources: Resources) -> None:
    roles = [json.dumps(one["Role"]) for _, one in of(resources, "AWS::Lambda::Function")]
    assert len(roles) == 6
    assert len(set(roles)) == 6


def test_no_right_is_for_everything(resources: Resources) -> None:
    granted = list(statements(resources))
    assert len(granted) > 8
    for name, one in granted:
        actions = [one["Action"]] if isinstance(one["Action"], str) else one["Action"]
        assert not [action for action in actions if "*" in action], name
        assert one["Resource"] != "*", name


@pytest.mark.parametrize(
    ("function", "forbidden"),
    [
        ("TickRole", ["dynamodb:*", "ses:*", "ssm:*", "s3:*", "sqs:ReceiveMessage"]),
        ("DailyRole", ["ses:*", "sqs:*", "dynamodb:Scan", "dynamodb:DeleteTable"]),
        ("MailEventsRole", ["ses:*", "ssm:*", "s3:*", "sqs:SendMessage"]),
        ("ReceivedMailRole", ["ses:*", "sqs:SendMessage", "dynamodb:Scan", "dynamodb:DeleteTable"]),
        ("WebRole", ["ses:*", "sqs:*"]),
        ("DrainRole", ["sqs:SendMessage", "dynamodb:Scan", "dynamodb:DeleteTable"]),
    ],
)
def test_nobody_may_what_is_not_their_work(resources: Resources, function: str, forbidden: list[str]) -> None:
    held = [one["Ref"] for one in resources[function]["Properties"]["ManagedPolicyArns"]]
    may = [
        action
        for name, one in statements(resources)
        if name in [*held, function]
        for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
    ]
    assert "logs:PutLogEvents" in may
    assert not [a for a in may if any(fnmatchcase(a, pattern) for pattern in forbidden)]


def test_times_fit_together(resources: Resources) -> None:
    """A drain ends by itself, then its function, then its message shows again, then its leases end."""
    budget, lease = dispatch.BUDGET.total_seconds(), LEASE.total_seconds()
    work = resources["Work"]["Properties"]
    timeout = resources["Drain"]["Properties"]["Timeout"]
    assert budget < timeout < work["VisibilityTimeout"] <= lease
    assert work["MessageRetentionPeriod"] > 2 * work["VisibilityTimeout"]
    mail = resources["MailQueue"]["Properties"]["VisibilityTimeout"]
    assert mail >= 6 * resources["MailEvents"]["Properties"]["Timeout"]
    letters = resources["LettersQueue"]["Properties"]["VisibilityTimeout"]
    assert letters >= 6 * resources["ReceivedMail"]["Properties"]["Timeout"]


def test_what_cannot_be_taken_is_kept_and_told(resources: Resources) -> None:
    watched = json.dumps([one["Dimensions"] for _, one in of(resources, "AWS::CloudWatch::Alarm")])
    for queue, dead in (("Work", "WorkDead"), ("MailQueue", "MailDead")):
        redrive = resources[queue]["Properties"]["RedrivePolicy"]
        assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [dead, "Arn"]}
        assert json.dumps({"Fn::GetAtt": [dead, "QueueName"]}) in watched
        assert resources[dead]["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600
    for _, source in of(resources, "AWS::Lambda::EventSourceMapping"):
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_what_we_remember_outlives_the_stack(resources: Resources) -> None:
    for name in ("Table", "Files"):
        assert resources[name]["DeletionPolicy"] == resources[name]["UpdateReplacePolicy"] == "Retain"
    table = resources["Table"]["Properties"]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == {"due", "lookup"}


def asked_of_the_laptop(path: str, length: int) -> tuple[str, str, dict[str, Any]]:
    """Its status, kind and problem."""
    told: list[Any] = []
    app = Chalice("one")
    app.route("/v1/sales", methods=["POST"])(lambda: {})
    environ: dict[str, Any] = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "CONTENT_LENGTH": str(length)}
    environ |= {"wsgi.input": io.BytesIO()}
    body = b"".join(Gateway(app)(environ, lambda status, headers: told.extend((status, dict(headers)))))
    return told[0][:3], told[1]["Content-Type"], json.loads(body)


def test_what_aws_refuses_without_asking_us_is_a_problem_and_the_laptop_s(resources: Resources) -> None:
    said = resources["RestAPI"]["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"]
    for name, one in said.items():
        (text,) = one["responseTemplates"].values()
        problem = json.loads(text)
        assert set(problem) == {"type", "title", "status", "code", "detail"}, name
        assert str(problem["status"]) == str(one["statusCode"])
        assert problem["status"] == KINDS[problem["code"]].status
        assert one["responseParameters"]["gatewayresponse.header.Content-Type"] == f"'{MEDIA_TYPE}'"
    assert said["THROTTLED"]["responseParameters"]["gatewayresponse.header.Retry-After"] == "'1'"
    assert {"UNSUPPORTED_MEDIA_TYPE", "DEFAULT_4XX", "DEFAULT_5XX"} <= set(said)
    for name, path, length in (
        ("MISSING_AUTHENTICATION_TOKEN", "/v1/nothing", 0),
        ("INVALID_SIGNATURE", "/v1/nothing", 0),  # what a Bearer is to it where no route is
        ("RESOURCE_NOT_FOUND", "/v1", 0),
        ("REQUEST_TOO_LARGE", "/v1/sales", LARGEST_BODY + 1),
    ):
        status, kind, problem = asked_of_the_laptop(path, length)
        assert (str(said[name]["statusCode"]), MEDIA_TYPE) == (status, kind)
        assert json.loads(said[name]["responseTemplates"]["application/json"]) == problem


def test_logs_are_forgotten_after_a_while(template: dict[str, Any], resources: Resources) -> None:
    days = template["Parameters"]["LogDays"]
    assert days["Default"] in days["AllowedValues"]
    groups = dict(of(resources, "AWS::Logs::LogGroup"))
    assert {json.dumps(one["RetentionInDays"]) for one in groups.values()} == {'{"Ref": "LogDays"}'}
    writes = [one["LoggingConfig"]["LogGroup"]["Ref"] for _, one in of(resources, "AWS::Lambda::Function")]
    assert sorted(writes) == sorted(groups)


def test_no_secret_can_be_given_to_it(template: dict[str, Any]) -> None:
    """Only the place in SSM where it lies."""
    asked = {name.replace("_", ""): name for name in SECRETS - {"ses_hook_secret"}}
    found = {name.lower(): one for name, one in template["Parameters"].items()}
    assert set(asked) <= set(found)
    for name in asked:
        assert found[name]["AllowedPattern"] == "^(ssm:/aftercare/[A-Za-z0-9_./-]+)?$"
        assert found[name]["Default"] in ("", f"ssm:/aftercare/{asked[name].replace('_', '-')}")
