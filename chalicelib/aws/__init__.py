"""The program's ways in on AWS, beside the web: the minute's tick, a shard's drain, the calendar's jobs,
SES's events. A file per Lambda function, so that each loads only what it works with."""
