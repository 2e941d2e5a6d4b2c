from __future__ import annotations

from config.formats import DAYS, MOMENTS, TIMES

DATE_INPUT_FORMATS = DAYS
TIME_INPUT_FORMATS = TIMES
DATETIME_INPUT_FORMATS = MOMENTS
