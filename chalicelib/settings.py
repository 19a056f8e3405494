"""The only reader of the environment. Read when asked for, never at import."""

import os
from typing import Any, NamedTuple

from chalicelib import cloud
from chalicelib.errors import BadSettings

# What no template, log or page may hold. On AWS each stands in SSM, and the environment says where.
SECRETS = frozenset(
    {
        "link_secret",
        "erasure_key",
        "audit_key",
        "twilio_auth_token",
        "twilio_auth_token_old",
        "ses_hook_secret",
        "mail_hook_secret",
        "smtp_password",
        "open_meteo_key",
    }
)
KEPT_IN_SSM = "ssm:"


class Settings(NamedTuple):
    """One field per environment variable: the name in capitals. Empty means not set. A secret may be
    `ssm:/where/it/is`; it is fetched when it is first looked at, since most drains need none."""

    table_name: str = "aftercare"
    aws_region: str = "ap-southeast-1"
    dynamodb_endpoint: str = ""
    embedded_engine_for_real: str = ""
    files_folder: str = ".local/files"
    files_bucket: str = ""
    public_base_url: str = "http://localhost:8000"
    sms_channel: str = "outbox"
    email_channel: str = "outbox"
    link_secret: str = ""
    erasure_key: str = ""
    audit_key: str = ""
    send_only_to: str = ""
    sms_per_second: str = "10"
    email_per_second: str = "10"
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_auth_token_old: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_from: str = ""
    twilio_base_url: str = ""
    ses_from: str = ""
    ses_configuration_set: str = ""
    ses_endpoint: str = ""
    ses_region: str = ""
    ses_hook_secret: str = ""
    mail_hook_secret: str = ""
    mail_folder: str = ""
    smtp_host: str = ""
    smtp_port: str = "587"
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = ""
    weather_source: str = "manual"
    open_meteo_host: str = ""
    open_meteo_key: str = ""
    recorded_weather: str = ""
    work_queue_url: str = ""
    api_per_second: str = "20"

    def __getattribute__(self, name: str) -> Any:
        value = tuple.__getattribute__(self, name)
        if name in SECRETS and value.startswith(KEPT_IN_SSM):
            return cloud.parameter(value.removeprefix(KEPT_IN_SSM), self.aws_region)
        return value


_FIELDS = {field.upper(): field for field in Settings._fields}
_assumed: dict[str, str] = {}
_insisted: dict[str, str] = {}


def assume(**values: str) -> None:
    """What holds in this process where the environment says nothing, instead of the defaults above."""
    _assumed.update(values)


def insist(**values: str) -> None:
    """What holds in this process whatever the environment says."""
    _insisted.update(values)


def read() -> Settings:
    """The settings as the environment has them now."""
    stated = {_FIELDS[name]: os.environ[name].strip() for name in os.environ if name in _FIELDS}
    values = _assumed | {name: value for name, value in stated.items() if value}
    settings = Settings(**{**{name: value for name, value in values.items() if value}, **_insisted})
    _check(settings)
    return settings


def is_on_lambda() -> bool:
    return bool(os.environ.get("AWS_LAMBDA_FUNCTION_NAME"))


def missing(settings: Settings, *names: str) -> list[str]:
    """Those of the named settings that are empty, as the environment spells them."""
    return [name.upper() for name in names if not getattr(settings, name)]


def _check(settings: Settings) -> None:
    for name in ("sms_per_second", "email_per_second", "smtp_port", "api_per_second"):
        value = getattr(settings, name)
        if not value.isdigit() or int(value) < 1:
            raise BadSettings(f"{name.upper()} must be a whole number of at least 1, not {value!r}.")
    if settings.smtp_security not in ("starttls", "tls", "none"):
        raise BadSettings(f"SMTP_SECURITY must be starttls, tls or none, not {settings.smtp_security!r}.")
    if not settings.public_base_url.startswith(("http://", "https://")):
        raise BadSettings("PUBLIC_BASE_URL must begin with http:// or https://.")
