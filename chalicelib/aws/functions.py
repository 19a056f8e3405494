"""The functions beside the web, as Chalice has to know them to write them into its template.

They are plain Lambda handlers. AWS calls each by its module's name and loads no Chalice for it, which
would be a tenth of a cold start. What calls them stands in .chalice/resources.yaml.
"""

from collections.abc import Iterator

from chalice import Blueprint

from chalicelib.aws import daily, drain, mail_events, received_mail, tick

HANDLERS = (tick.tick, drain.drain, daily.daily, mail_events.mail_events, received_mail.received_mail)


def blueprints() -> Iterator[Blueprint]:
    for handler in HANDLERS:
        blueprint = Blueprint(handler.__module__)
        blueprint.lambda_function(name=handler.__name__)(handler)
        yield blueprint
