"""When it may happen, and by whom."""
