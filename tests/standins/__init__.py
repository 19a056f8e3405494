"""Stand-ins for the providers: real servers on this machine, with a memory and a temper."""
