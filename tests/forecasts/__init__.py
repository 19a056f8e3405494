"""Weather sources: one contract for all, then what each does by itself."""
