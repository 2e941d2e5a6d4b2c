from __future__ import annotations

from typing import Any, Final

DESCRIPTION: Final[dict[str, Any]] = {
    "summary": "Forums, meetings and what came of them, for the systems of other organisations.",
    "description": (
        "Samverka shows other organisations what was sent to them: agendas, decisions, actions and minutes "
        "of forums in which they have a seat. "
        "Persons appear by role and organisation, never by name or address. What may not be known answers as if it did not exist (404). "
        "Points that are restricted show number and a neutral title.\n\n"
        "Samverka visar andra organisationer det som har skickats till dem: dagordningar, beslut, uppdrag och protokoll "
        "från forum där de har en plats. "
        "Personer visas med roll och organisation, aldrig med namn eller adress. "
        "Det som inte får vara känt besvaras som om det inte fanns (404). "
        "Punkter som är begränsade visar nummer och en neutral rubrik.\n\n"
        "Ask for a token at `/oauth/token` with client credentials (client_secret_basic or client_secret_post) and send it as "
        "`Authorization: Bearer`. Date-times are in UTC and end in Z; `timeZone` says in which zone a clock is read. "
        "Lists come in the order of creation. Unknown parameters are errors."
    ),
    "termsOfService": "https://samverka.example/api/docs",
    "contact": {
        "name": "The municipality that runs the installation",
        "url": "https://samverka.example/",
        "email": "api@samverka.example",
    },
    "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/en/"},
    "x-sla": {
        "availability": "Set by the municipality that runs the installation",
        "responseTime": "None promised",
        "support": "Office hours",
    },
    "x-limitations": [
        "At most 100 rows per page.",
        "Writing is limited to the state of the own organisation's actions and to the answer to proposals that it is asked.",
        "Persons have no resource of their own.",
    ],
}

TAGS: Final = {
    "api-info": "What this API is.",
    "api-client": "Who the caller is.",
    "organisations": "Parties that lead or sit in forums.",
    "units": "Committees, departments and schools.",
    "forums": "Groups that meet.",
    "seats": "Places in a forum, by role and organisation.",
    "memberships": "When seats are held, without names.",
    "topics": "Issues that are followed through forums.",
    "placements": "Topics on the agendas of forums.",
    "coordinators": "Who holds a topic together, by function.",
    "shares": "What was sent to the own organisation.",
    "action-plans": "Plans for topics, by edition.",
    "goals": "What plans are to reach.",
    "measures": "What is done for a goal, and by whom.",
    "indicators": "How measures are measured.",
    "follow-ups": "When measures are looked at again, and what was seen.",
    "consultation-replies": "What those asked say of a plan and of its parts.",
    "question-sets": "What situation pictures ask.",
    "situation-pictures": "Published summaries of situation pictures, with numbers.",
    "answers": "What the own organisation answered.",
    "findings": "What is lacking, and the own organisation has to act on.",
    "support-lines": "Numbers that people can call, with opening hours and when they were checked.",
    "target-groups": "Whom a topic wants to reach with training, in heads.",
    "training-activities": "Training that was held, in heads, never names.",
    "agreements": "Written agreements on cooperation.",
    "changes": "What has to be read again to keep a copy.",
    "meeting-series": "The rhythm of meetings.",
    "meetings": "Meetings and their dates.",
    "agenda-items": "Points and what came of them.",
    "decisions": "What was decided.",
    "action-items": "Who does what until when.",
    "minutes": "Circulated minutes.",
}

HEADERS: Final = {
    "request": {
        "traceparent": "W3C Trace Context; the trace goes on in the answer.",
        "If-None-Match": "ETags that the caller has; 304 when one is current.",
        "X-Request-ID": "8 to 64 letters, digits, dots, hyphens or underscores; repeated in the answer.",
    },
    "response": {
        "ETag": "Strong validator: version and digest, for lists the digest.",
        "Link": "first, prev, next and last page (RFC 8288).",
        "traceparent": "The trace, with the span of the answer.",
        "X-Request-ID": "Id of the request.",
    },
}

PROBLEMS: Final = {
    "400": ("Bad Request", "A parameter or the body can't be used; errors says which."),
    "401": ("Unauthorized", "There is no token, or it is not valid any more."),
    "403": ("Forbidden", "The token lacks the scope, or the reader may not change this."),
    "404": ("Not Found", "There is no such thing, or the client may not know of it."),
    "406": ("Not Acceptable", "The answer is application/json."),
    "409": ("Conflict", "The state of the thing does not allow it now."),
    "410": ("Gone", "The cursor has ended: take a new one and read everything again."),
    "412": ("Precondition Failed", "It has changed since the ETag in If-Match."),
    "413": ("Content Too Large", "The body is too large."),
    "415": ("Unsupported Media Type", "Send application/json."),
    "422": (
        "Unprocessable Content",
        "What looks like a personal identity number stands in the body; take it out, or answer in Personal-Number.",
    ),
    "428": ("Precondition Required", "Send the ETag in If-Match."),
    "429": ("Too Many Requests", "Wait as long as Retry-After says."),
    "500": ("Internal Server Error", "Something went wrong on the server."),
}

_TEXT: Final = {"type": "string"}
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": _TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": _TEXT,
        "instance": {"type": "string", "format": "uri-reference", "description": "The id of the request."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "JSON Pointer to a field of the body."},
                    "parameter": {"type": "string", "description": "Name of a query parameter."},
                    "detail": _TEXT,
                    "code": _TEXT,
                },
                "required": ["detail", "code"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance"],
}
