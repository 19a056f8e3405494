"""Aftercare: care after the sale, from the first tip to a satisfied yes."""
