"""A file per channel: send, find, verify and read webhooks."""
