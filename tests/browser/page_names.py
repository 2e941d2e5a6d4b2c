"""Which test looks at which page: by lists of addresses (`test_pages.py`), by following links (`test_every_page.py`), or none and why."""

from __future__ import annotations

from typing import Final

from tests.browser import test_pages as lists
from tests.browser.crawl import name_of

SOME: Final = "00000000-0000-7000-8000-000000000000"

LISTED: Final = [
    *lists.OPEN,
    *lists.SECRETARY,
    *lists.PUBLIC,
    *lists.ADMINISTRATOR,
    *(f"/meetings/{SOME}/{face}" for face in lists.FACES),
    *(f"/meetings/{SOME}/minutes/{face}" for face in lists.FORMAL_FACES),
    *(f"/actions/{SOME}/{face}" for face in lists.ACTION_FACES),
    f"/actions/handovers/{SOME}/",
    f"{lists.COUNCIL}series/{SOME}/",
    f"/meetings/{SOME}/items/{SOME}/guests/",
    *(f"/reports/{SOME}/{face}" for face in lists.REPORT_FACES),
    f"/meetings/{SOME}/minutes/formal/items/{SOME}/",
    f"/meetings/{SOME}/minutes/1/publish/",
    f"/meetings/{SOME}/minutes/1/publish/preview/",
    f"/oppet/minutes/{SOME}/",
    f"/oppet/minutes/{SOME}/1/",
    "/link/a/",
    f"/history/meeting/{SOME}/",
    "/history/item/1/title/",
    f"/administration/api-clients/{SOME}/reads/",
    *(
        f"{lists.TOPIC}plan/{SOME}/{face}"
        for face in ("", "change/", "step/", "consult/", "goals/new/", "measures/new/")
    ),
    *(f"{lists.TOPIC}plan/measures/{SOME}/{face}" for face in ("", "change/", "indicators/new/", "follow-ups/new/")),
    *(f"{lists.TOPIC}plan/{part}/{SOME}/" for part in ("goals", "indicators")),
]

#: Reached in the demo by following links; walked in `make test-full`.
LINKED: Final = {
    "account_change_password",
    "account_email",
    "administration-letters",
    "agreement",
    "agreement-change",
    "agreement-follow-up",
    "answer-agenda",
    "answer-finding",
    "finding",
    "picture",
    "picture-answers",
    "picture-ask",
    "picture-open-link",
    "picture-texts",
    "public-picture",
    "question-set-next",
    "api-client-new",
    "api-client-renew",
    "api-clients",
    "note-change",
    "note-new",
    "notebook",
    "coordinator-card",
    "coordinator-end",
    "coordinator-first-week",
    "coordinator-hand-over",
    "coordinator-term",
    "demo-mail-page",
    "follow-up",
    "forum-calendar",
    "forum-first-paragraph",
    "forum-meetings",
    "forum-new",
    "forum-reminder-rules",
    "forum-reminders",
    "item-document-new",
    "item-edit",
    "item-heading",
    "measure-give",
    "measure-report",
    "measure-tie",
    "meeting-cancel",
    "meeting-document-new",
    "member-list",
    "membership-end",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "my-reminders",
    "organisation",
    "organisation-new",
    "person",
    "person-merge",
    "person-new",
    "plan-revoke",
    "proposal",
    "proposal-withdraw",
    "seat-close",
    "seat-fill",
    "seat-new",
    "support-line",
    "support-line-change",
    "support-line-exception",
    "support-line-hours",
    "target-group",
    "target-group-new",
    "topic-coordinators",
    "topic-new",
    "topics",
    "training-activity",
    "unit-new",
}

#: Walked by a test that first does what leads there (`test_pages_behind_acts.py`, unless it is said).
DONE: Final = {
    *("bring-in-forum", "bring-in-done", "bring-in-work", "member-list-look", "membership-renew", "series-edit"),
    *("document", "document-share", "document-replace", "document-delete", "document-publish"),
    *("item-guests", "log-decision", "log-action", "formal-motion"),
    *("picture-send", "picture-answer", "picture-adopt"),
    *("plan-begin", "consultation-extend", "consultation-reply", "unit", "topic-proposed", "people-list-look", "kept"),
    "minutes-changes",  # test_meeting_loop.py
    "topic-bring-in-look",
}

#: Nobody looks at them as pages.
NO_PAGE: Final = {
    **dict.fromkeys(
        (
            "meeting-letters-pdf",
            "meeting-print-pdf",
        ),
        "a file",
    ),
    **dict.fromkeys(
        (
            "actions-csv",
            "actions-xlsx",
            "topic-coverage-csv",
            "topic-coverage-xlsx",
            "picture-numbers",
            "question-set-file",
            "topic-file-save",
            "demo-calendar",
            "meeting-calendar",
        ),
        "a file",
    ),
    **dict.fromkeys(("report-pdf", "report-docx", "report-edition-pdf", "report-edition-docx"), "a file"),
    **dict.fromkeys(("minutes-pdf", "minutes-docx", "minutes-extract", "public-minutes-pdf"), "a file"),
    **dict.fromkeys(
        ("document-file", "document-version", "public-document", "signed-link-document", "demo-mail-attachment"),
        "a file",
    ),
    **dict.fromkeys(("calendar-feed", "calendar-feed-file", "public-feed", "public-forum-feed"), "a feed"),
    **dict.fromkeys(("health-live", "health-ready", "robots", "topic-schema"), "for programs"),
    **dict.fromkeys(("oauth-token", "oauth-revoke", "oauth-metadata"), "for programs"),
    **dict.fromkeys(("proposal-attachment", "signed-link-attachment"), "a file"),
    "public-forum-dates": "a feed",
    **dict.fromkeys(("meeting-day", "series-dates"), "a part of a page"),
    "forum-calendar-series": "a calendar on another server is read first; it is forum/form.html with the boxes of bring-in-forum",
    **dict.fromkeys(("minutes", "set_language"), "leads on at once"),
    **dict.fromkeys(("demo-mail-html", "mail-text-html"), "a letter as its sender made it, shown in a frame"),
}

#: Steps of allauth in which only its texts stand; their look is that of the sign-in page, their way is tested in tests/forum/web.
SIGN_IN_STEPS: Final = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
}


def listed_names() -> set[str]:
    """The names behind the lists of `test_pages.py`."""
    return {name_of(address) for address in LISTED} - {""}
