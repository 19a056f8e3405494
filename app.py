"""The program as AWS Lambda runs it. The laptop adds its own pages to it (chalicelib/local)."""

from chalice import Chalice

from chalicelib import settings
from chalicelib.aws import daily, drain, mail_events, opening, tick
from chalicelib.http import door, hooks, public

# Lambda's own handler writes the log; Chalice's would print the whole of every exception.
app = Chalice(app_name="aftercare", configure_logs=False)
app.register_middleware(door.guard, "http")

for each in (hooks.HOOKS, public.PUBLIC):
    app.register_blueprint(each)

# Lambda finds each of these in its own module and loads this file for the web alone.
for other in (tick.TICK, drain.DRAIN, daily.DAILY, mail_events.MAIL_EVENTS):
    app.register_blueprint(other)

if settings.is_on_lambda():  # the laptop opens a table of its own
    opening.table()
