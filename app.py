"""The program as AWS Lambda runs it. The laptop adds its outbox to it (chalicelib/local)."""

from chalice import Chalice

from chalicelib import settings
from chalicelib.aws import functions, opening
from chalicelib.http import api, calendars, console, door, hooks, mail, public, uploads
from chalicelib.http.api import files, voice

# Lambda's own handler writes the log; Chalice's would print the whole of every exception.
app = Chalice(app_name="aftercare", configure_logs=False)
# API Gateway hands these over as they are; all else as text.
app.api.binary_types.extend((files.XLSX, *files.ATTACHMENTS, uploads.PARTS, mail.RAW))
app.register_middleware(door.guard, "http")
app.register_middleware(voice.problems_only, "http")

DOORS = (hooks.HOOKS, public.PUBLIC, console.CONSOLE, calendars.CALENDARS, api.API, api.DOCS)
for each in (*DOORS, *functions.blueprints()):
    app.register_blueprint(each)

if settings.is_on_lambda():  # the laptop opens a table of its own
    opening.table()
