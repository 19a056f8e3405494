"""Complaints, from the first word to a satisfied yes: who has it, what is known, what was promised."""
