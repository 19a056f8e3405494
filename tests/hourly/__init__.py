"""Weather files of all shapes, and the physics of moist air."""
