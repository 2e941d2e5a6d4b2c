"""Whether the program stays quick when an installation grows; `python -m bench` prints times, ratios and limits."""

from __future__ import annotations
