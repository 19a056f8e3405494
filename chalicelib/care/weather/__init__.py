"""The weather of our regions: looked at, declared by people, told to campaigns once."""
