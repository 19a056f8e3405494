"""The template: Chalice's functions and our resources, completed by what the program itself knows,
its settings and its clock."""

import json
import re
from typing import Any

from chalice.package import TemplateDeepMerger

from chalicelib import jobs, plans
from chalicelib.http.api.problems import Problem, tell
from chalicelib.http.api.voice import GATEWAY
from chalicelib.plans.jobs import Timed
from chalicelib.settings import SECRETS, Settings
from package.pressing import HOME_ON_LAMBDA
from package.staging import ROOT

Template = dict[str, Any]

# Settings that the template answers by itself ...
KNOWN = {
    "table_name": {"Ref": "Table"},
    "work_queue_url": {"Ref": "Work"},
    "files_bucket": {"Ref": "Files"},
    "ses_configuration_set": {"Ref": "MailConfiguration"},
}
# ... those that Lambda or nobody there sets; SES is the one of the stack's region, where its set stands ...
LEFT_OUT = {
    "aws_region", "dynamodb_endpoint", "embedded_engine_for_real", "files_folder", "mail_folder",
    "ses_endpoint", "ses_region", "ses_hook_secret",
}  # fmt: skip
# ... and those that are something else there than on a laptop; None has to be said.
DEFAULTS = {
    "public_base_url": None,
    "link_secret": "ssm:/aftercare/link-secret",
    "erasure_key": "ssm:/aftercare/erasure-key",
}
# The zones that were tested, found without asking the system where its own are.
ZONES = {"PYTHONTZPATH": f"{HOME_ON_LAMBDA}/tzdata/zoneinfo"}
MEANING = re.compile(r"^\| `([A-Z_]+)` \|.*\| (.+) \|$", re.MULTILINE)
SECRET = "^(ssm:/aftercare/[A-Za-z0-9_./-]+)?$"
NO_SECRET_HERE = "must be ssm:/aftercare/ and the name of a parameter in SSM, never the secret itself"


def complete(drawn: Template) -> str:
    ours = {"Tick": _tick(), "Daily": _daily(), "RestAPI": _refusals()}
    added = {**_settings(), "Resources": ours}
    return json.dumps(TemplateDeepMerger().merge(added, drawn), indent=1) + "\n"


def _settings() -> Template:
    """A parameter for each, and all of them in each function's environment."""
    names = [name for name in Settings._fields if name not in LEFT_OUT]
    asked = [name for name in names if name == "table_name" or name not in KNOWN]
    values = {name.upper(): KNOWN.get(name, {"Ref": _camel(name)}) for name in names} | ZONES
    return {
        "Parameters": {_camel(name): _parameter(name) for name in asked},
        "Globals": {"Function": {"Environment": {"Variables": values}}},
    }


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _parameter(name: str) -> Template:
    default = DEFAULTS.get(name, Settings._field_defaults[name])
    about: Template = {"Type": "String", "Description": _meaning(name)}
    if default is not None:
        about["Default"] = default
    if name in SECRETS:
        about |= {"AllowedPattern": SECRET, "ConstraintDescription": NO_SECRET_HERE}
    return about


def _meaning(name: str) -> str:
    """As the README's table of settings tells it."""
    return dict(MEANING.findall((ROOT / "README.md").read_text()))[name.upper()].replace("`", "")


def _refusals() -> Template:
    """What API Gateway answers without asking us, in our words. It takes what stands under
    application/json, whatever was asked for, and our name of the kind of text in its place."""
    return {"Properties": {"GatewayResponses": {name: _refusal(one) for name, one in GATEWAY.items()}}}


def _refusal(problem: Problem) -> Template:
    told = tell(problem)
    return {
        "StatusCode": problem.status,
        "ResponseParameters": {"Headers": {name: f"'{text}'" for name, text in told.headers.items()}},
        "ResponseTemplates": {"application/json": told.body},
    }


def _tick() -> Template:
    """A minute that was missed is made up for by the next."""
    every = jobs.timed()[jobs.TICK]
    schedule = {"ScheduleExpression": expression(every), "RetryPolicy": {"MaximumRetryAttempts": 0}}
    return {"Properties": {"Events": {"Minute": {"Type": "ScheduleV2", "Properties": schedule}}}}


def _daily() -> Template:
    schedules = {
        timed.job.title().replace("-", "").replace("_", ""): _schedule(timed)
        for timed in jobs.timed().values()
        if timed.job != jobs.TICK
    }
    return {"Properties": {"Events": schedules}}


def _schedule(timed: Timed) -> Template:
    return {
        "Type": "ScheduleV2",
        "Properties": {
            "ScheduleExpression": expression(timed),
            "ScheduleExpressionTimezone": plans.shop_defaults().zone,
            "Input": json.dumps({"job": timed.job}),
            "RetryPolicy": {"MaximumRetryAttempts": 5, "MaximumEventAgeInSeconds": 6 * 3600},
        },
    }


def expression(timed: Timed) -> str:
    """As EventBridge Scheduler writes it."""
    if timed.at:
        return f"cron({timed.at.minute} {timed.at.hour} * * ? *)"
    count, unit = timed.every.count, timed.every.unit  # type: ignore[union-attr]
    if unit == "weeks":
        count, unit = 7 * count, "days"
    return f"rate({count} {unit.removesuffix('s') if count == 1 else unit})"
