"""Ticks from beat: each loads, calls, and leaves."""

from __future__ import annotations

from celery import shared_task

from forum.services.coordinators import withdraw_ended_cards
from forum.services.followers import forget_unconfirmed
from forum.services.restore_hold import hold_after_restore
from forum.services.rounds import run_steps
from forum.services.withdrawal import readdress_where_seats_changed
from meetings.delivery.following import follow_due
from meetings.delivery.intake import take_in_waiting
from meetings.services.document_files import delete_unused_files
from meetings.services.guests import tell_guests_everywhere
from meetings.services.intake import forget_old_intakes
from meetings.services.minutes_approval import settle_due_notes
from meetings.services.presenters import forget_addresses_of_guests
from meetings.services.proposal_files import forget_unsent_files
from meetings.services.proposals import reopen_deferred
from meetings.services.release import release_due_reminders
from meetings.services.saved_searches import send_due_searches
from meetings.services.series import fill_series_everywhere
from meetings.services.stale_letters import settle_stale_letters
from meetings.services.standing import end_proposals, place_standing_items_everywhere


@shared_task
def release_due() -> int:
    """Turns reminders that are due, and new hits of searches by mail, into letters in the outbox."""
    hold_after_restore()
    done = run_steps({"stale": settle_stale_letters, "due": release_due_reminders, "searches": send_due_searches})
    return done.get("due", 0) + done.get("searches", 0)


@shared_task
def refresh_dates() -> dict[str, int]:
    """What days bring: deferred proposals come back, finished ones end, notes settle, series get their next meetings, standing items
    reach the next agenda.

    Contact cards of coordinators whose term is over are withdrawn. Files that no document names any more go, and addresses that were
    asked whether they want to follow and said nothing, and those of guests of meetings long ago.
    """
    return run_steps(
        {
            "readdressed": readdress_where_seats_changed,
            "reopened": reopen_deferred,
            "settled": settle_due_notes,
            "ended": end_proposals,
            "meetings": fill_series_everywhere,
            "guests": tell_guests_everywhere,
            "addresses": forget_addresses_of_guests,
            "placed": place_standing_items_everywhere,
            "unsent": forget_unsent_files,
            "files": delete_unused_files,
            "intakes": forget_old_intakes,
            "cards": withdraw_ended_cards,
            "forgotten": forget_unconfirmed,
        }
    )


@shared_task
def take_in_calendars() -> int:
    """Brings in the large calendars that wait."""
    return take_in_waiting()


@shared_task
def follow_calendars() -> int:
    """Reads the published calendars whose hour has come."""
    return follow_due()
