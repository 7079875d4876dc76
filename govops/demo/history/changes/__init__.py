"""A year of changes: freezes, pre-approved templates, what was planned and what could not wait."""
