"""Kill tests of the reminder chain; `python -m tests.faults` prints demanded against seen."""

from __future__ import annotations
