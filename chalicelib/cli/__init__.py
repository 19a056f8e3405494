"""`aftercare`: what an operator does from a terminal."""

import click

from chalicelib.cli.frame import Root

COMMANDS = {
    "run": ("running:run", "The whole system on this machine: pages, clock, engine."),
    "simulate": ("running:simulate", "Play a ledger's care through, a year in minutes."),
    "import": ("imports:take", "Take a shop's ledger (CSV or XLSX)."),
    "release": ("imports:release", "Let the messages of a held import go."),
    "due": ("touchpoints:due", "What is due now and coming, and why not now."),
    "touchpoint": ("touchpoints:touchpoint", "One touchpoint: show, send-now, postpone, skip, resend."),
    "customer": ("customers:customer", "One customer: find, show, correct, export, erase, merge."),
    "sale": ("sales:sale", "One sale: record, show, its dates, call off, book again, return."),
    "staff": ("staff:staff", "The shop's people and who stands in for whom."),
    "tasks": ("tasks:tasks", "What people have to do: list, finish, postpone."),
    "mail": ("intake:mail", "Customers' mail from files, such as a mailbox exports."),
    "complaint": ("outside:complaint", "One complaint, from the first word to a satisfied yes."),
    "consent": ("consents:consent", "What a customer allows and refuses."),
    "channel": ("channels:channel", "Try out a channel."),
    "pause": ("switches:pause", "Stop sending, at the next row."),
    "resume": ("switches:resume", "Send again."),
    "plan": ("plans:plan", "Care plans: check and show."),
    "campaign": ("campaign_runs:campaign", "Seasons and campaigns: check, approve, schedule, fire, pause."),
    "weather": ("weather:weather", "What an hourly weather file does to floors, and what it would alert."),
    "gift": ("gifts:gift", "The gifts in the cupboard."),
    "metrics": ("metrics:metrics", "How the care is going, in numbers."),
    "key": ("keys:key", "API keys: create, list, revoke."),
    "audit": ("audit:audit", "Does everything recorded still hold together?"),
}
HELP = """Care after the sale: the right word to every owner at the right moment.

\b
  aftercare run                              everything on this machine
  aftercare import ledger.xlsx --dry-run     what a ledger would bring
  aftercare due --days 7                     what goes out this week, and why not yet
  aftercare touchpoint show ID               one message explained

--json prints one JSON value; --scratch works on a throw-away engine that keeps nothing.
Both may stand before or after the command. Without --scratch the table is the one at
DYNAMODB_ENDPOINT, else that of this checkout's own engine, started if need be.

Exit status: 0 done, 1 refused (with the reason), 2 wrong usage or unreadable file.
"""

main: click.Command = Root(name="aftercare", places=COMMANDS, help=HELP)
