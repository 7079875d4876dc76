"""Figures of the configuration database: impact, lists and searches of items, import."""
