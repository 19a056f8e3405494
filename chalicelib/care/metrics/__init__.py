"""How the care is going, in numbers: counted from what the drains noted, recounted from the rows."""
