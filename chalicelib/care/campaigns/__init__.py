"""Campaigns: kept, approved and scheduled by people; filled, watched and ended by the clock."""
