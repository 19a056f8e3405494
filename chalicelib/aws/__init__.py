"""The program's ways in on AWS, beside the web: the minute's tick, a shard's drain, the calendar's jobs,
SES's events and the mail that it receives. A file per Lambda function, so that each loads only what it
works with."""

import gc

from chalicelib import settings

# A cold start loads much and drops nothing. At its usual pace the collector would go through all of it
# again and again, for a fifth of the start's time.
OBJECTS_BETWEEN_LOOKS = 150_000

if settings.is_on_lambda():
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
