"""The whole program on one machine: its pages, its clock, and the outbox in place of providers."""

import runpy
import signal
from collections.abc import Callable
from functools import cache

from chalice import Chalice

from chalicelib import clock, engine, plans, settings
from chalicelib.care import accounts
from chalicelib.care.hands import note_providers, ready
from chalicelib.errors import CareError
from chalicelib.http.console import OUTBOX
from chalicelib.http.console.pulse import PULSE
from chalicelib.local.clockwork import Clockwork
from chalicelib.local.gateway import Gateway
from chalicelib.local.listening import listen
from chalicelib.opening import check_real
from chalicelib.records.table import Row


def serve(
    port: int = 8000,
    prepare: Callable[[], None] | None = None,
    say: Callable[[str], None] = print,
    revive: Callable[[], bool] | None = None,
) -> None:
    """Serve until ctrl-C or SIGTERM, on the table that stands open. `prepare` runs once the port is
    ours and before the clock starts: the place to fill an empty table. `revive` starts an engine of ours
    again that died, and says whether it had."""
    settings.assume(public_base_url=f"http://localhost:{port}")
    _check()
    works = Clockwork()
    server = listen(port, Gateway(program(), works.nudge))
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        if prepare:
            prepare()
        _note_start(say)
        _welcome_first(port, say)
        works.start()
        if revive:
            works.tend(lambda: _tended(revive, say))
        say(f"Aftercare is at http://localhost:{port} - press ctrl-C to stop it.")
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        say("Stopping ...")
        server.close()
        works.stop()


def _tended(revive: Callable[[], bool], say: Callable[[str], None]) -> None:
    try:
        if revive():
            say("The engine had ended and was started again. What was acknowledged is there.")
    except CareError as error:
        say(str(error))


@cache
def program() -> Chalice:
    """What AWS runs, and the outbox that only a laptop has. One a process: Chalice takes a blueprint once."""
    app = runpy.run_path(str(engine.CHECKOUT / "app.py"))["app"]
    app.register_blueprint(OUTBOX)
    return app


def _check() -> None:
    """Refuse before anything is sent rather than at the first message."""
    plans.care_plans()
    plans.checklist()
    check_real()
    _check_mail_folder()
    hands = ready()
    for kind in ("sms", "email"):
        name = hands.provider_for(kind, sample=False)
        if name not in hands.channels:
            known = ", ".join(sorted(hands.channels))
            raise CareError(f"{kind.upper()}_CHANNEL is {name!r}, which is no channel; use one of {known}.")
        hands.channels[name].check(hands.settings)


def _check_mail_folder() -> None:
    folder = settings.read().mail_folder
    if folder and not (engine.CHECKOUT / folder).is_dir():
        raise CareError(
            f"MAIL_FOLDER is {folder!r}, which is no folder; make it, or leave the setting empty."
        )


def _note_start(say: Callable[[str], None]) -> None:
    for change in note_providers(ready(), clock.now()):
        say(change)
    PULSE.engine = Row.Meta.host or "memory"
    PULSE.embedded = bool(Row.Meta.host) and engine.is_embedded(Row.Meta.host or "")
    PULSE.started_at = clock.now()


def _welcome_first(port: int, say: Callable[[str], None]) -> None:
    """Nobody has a password yet, and there is none to begin with: a link for whoever sits here."""
    if not accounts.is_anybody():
        link = f"http://localhost:{port}/welcome/{accounts.first(clock.now())}"
        say(f"Nobody can sign in yet. Open this once, today, and you are the admin: {link}")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
