"""The working calendar and the clocks that run on it.

`working_time` answers questions about time, `clocks` runs deadlines, `years` publishes calendar years,
`explain` proves a deadline day by day, `grid` feeds the calendar page. Import those modules directly:
this package itself imports nothing, so that it is safe to import before Django is ready.
"""
