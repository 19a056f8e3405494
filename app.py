"""The program as AWS Lambda runs it. The laptop adds its own pages to it (chalicelib/local)."""

from chalice import Chalice

from chalicelib.http import answers, door, hooks, public

# Lambda's own handler writes the log; Chalice's would print the whole of every exception.
app = Chalice(app_name="aftercare", configure_logs=False)
app.register_middleware(door.guard, "http")

for each in (hooks.HOOKS, public.PUBLIC, answers.ANSWERS):
    app.register_blueprint(each)
