"""Names of the queues and of the tasks that go there; workers, beat and tests read them here."""

from __future__ import annotations

from typing import Final

MAIL: Final = "mail"
GENERAL: Final = "general"
CALENDARS: Final = (
    "calendars"  # waits for servers of others and takes in large calendars, so nothing else may stand behind it
)
ALL: Final = (MAIL, GENERAL, CALENDARS)

DISPATCH: Final = "forum.tasks.dispatch"
SWEEP: Final = "forum.tasks.sweep"
CLEAN_UP: Final = "forum.tasks.clean_up"
RELEASE_DUE: Final = "meetings.tasks.release_due"
REFRESH_DATES: Final = "meetings.tasks.refresh_dates"
TAKE_IN_CALENDARS: Final = "meetings.tasks.take_in_calendars"
FOLLOW_CALENDARS: Final = "meetings.tasks.follow_calendars"

QUEUE_OF_TASK: Final = {
    DISPATCH: MAIL,
    SWEEP: GENERAL,
    CLEAN_UP: GENERAL,
    RELEASE_DUE: GENERAL,
    REFRESH_DATES: GENERAL,
    TAKE_IN_CALENDARS: CALENDARS,
    FOLLOW_CALENDARS: CALENDARS,
}

# The ticks whose age tells whether work is being done (config.health).
WATCHED: Final = (DISPATCH, RELEASE_DUE)
