"""The REST API: closed by default, JSON only, bearer tokens only."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# What an API client may be allowed to do; each client has its own share of them.
SCOPES: Final = {
    "organisations:read": _("Read organisations and units"),
    "forums:read": _("Read forums, seats and who holds them by role"),
    "topics:read": _("Read topics and where they stand on agendas"),
    "plans:read": _("Read action plans, their goals, measures, indicators, follow-ups and replies to consultations"),
    "topics:write": _("Answer proposals to forums that the own organisation leads or keeps the records of"),
    "meetings:read": _("Read meetings, agendas, decisions, minutes and shares"),
    "documents:read": _("Read documents and fetch their files"),
    "actions:read": _("Read actions"),
    "pictures:read": _(
        "Read question sets, published situation pictures, and the own organisation's answers and findings"
    ),
    "support:read": _("Read support lines and their opening hours"),
    "training:read": _("Read the own target groups and their training, in heads"),
    "agreements:read": _("Read agreements to which the own organisation is a party"),
    "actions:write": _("Report the state of the own organisation's actions"),
}

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["forum.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["forum.api.permissions.ClientWithScope"],
    "DEFAULT_THROTTLE_CLASSES": ["forum.api.throttling.PerClient"],
    "DEFAULT_PARSER_CLASSES": ["forum.api.rendering.JsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["forum.api.rendering.JsonRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["forum.api.filtering.DeclaredFilters"],
    "DEFAULT_PAGINATION_CLASS": "forum.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "forum.api.schema.ResourceSchema",
    "EXCEPTION_HANDLER": "forum.api.problems.answer_exception",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

OAUTH2_PROVIDER_APPLICATION_MODEL = "forum.ApiClient"
OAUTH2_PROVIDER: dict[str, Any] = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    # Only client credentials are offered; everything that RFC 9700 advises against is off.
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "forum.api.secrets.TwoSecrets",
    "SCOPES": SCOPES,
    "SCOPES_BACKEND_CLASS": "forum.api.scopes.ClientScopes",
    "ERROR_RESPONSE_WITH_SCOPES": False,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Samverka",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "CAMELIZE_NAMES": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "PREPROCESSING_HOOKS": ["forum.api.schema.only_version_one"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "forum.api.schema.complete_schema",
    ],
    "ENUM_NAME_OVERRIDES": {
        "HighMediumLow": "forum.enums.Certainty",
        "OrganisationKind": "forum.enums.OrganisationKind",
        "MinutesForm": "forum.enums.MinutesForm",
        "UnitKind": "forum.enums.UnitKind",
        "ForumKind": "forum.enums.ForumKind",
        "ItemKind": "forum.enums.ItemKind",
        "SharedKind": "forum.enums.SharedKind",
        "PlacementState": "forum.enums.PlacementState",
        "ActionState": "meetings.enums.ActionState",
        "ProposalAnswer": "meetings.api.placements.ANSWERS",
        "ReportedActionState": "meetings.enums.REPORTED",
        "MeetingState": "meetings.enums.MeetingState",
        "MinutesState": "meetings.enums.MinutesState",
        "ForumOpenness": "forum.enums.Openness",
        "ItemOpenness": "meetings.enums.ItemOpenness",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}
