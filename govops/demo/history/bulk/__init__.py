"""Uneventful lives of records, written many at a time.

The ordinary business of a year is thousands of records without a surprise: a patrol within limits, a shift signed and
handed over, a visit that everybody agreed to. Each lives through the same guards and effects as at the doors, at its own
moments, and leaves the same rows: record, run, work items, acts, signatures, clocks, comments and trail. Only the rows are kept back and
inserted together. A test holds both ways against each other (tests/demo/test_bulk.py). Not for what is refused, sent
back or touches other records: that goes through the doors.
"""

from govops.demo.history.bulk.lives import Aside, Life, Manner, Verb, go_on, live

__all__ = ["Aside", "Life", "Manner", "Verb", "go_on", "live"]
