"""One-click sign-ins by role, for people of the demo alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from forum.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrOrPromise

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Role:
    """Somebody to try the demo as."""

    address: str
    name: _StrOrPromise
    does: _StrOrPromise


ROLES: Final = {
    "secretary": Role(
        "sekreterare@demo.example",
        gettext_lazy("Secretary"),
        gettext_lazy("logs what came of a meeting, sends minutes"),
    ),
    "coordinator": Role(
        "samordnare@demo.example",
        gettext_lazy("Coordinator"),
        gettext_lazy("takes a topic to many forums and follows it"),
    ),
    "chair": Role(
        "ordforande@demo.example", gettext_lazy("Chair"), gettext_lazy("answers proposals, approves minutes")
    ),
    "administrator": Role(
        "administrator@demo.example", gettext_lazy("Administrator"), gettext_lazy("organisations, people, settings")
    ),
}
BY_MAIL_ALONE: Final = "rektor@demo.example"


def sign_in_as(request: HttpRequest, role: Role) -> bool:
    """Signs in as one of the demo's people; False, with a word on why, when the demo is not loaded."""
    person = Person.objects.filter(email=role.address, is_active=True).first()
    if person is None:
        messages.error(request, _("The demo's people are not there. Load them with: manage.py load_demo"))
        return False
    login(request, person, backend=BACKEND)
    return True


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in as one of the demo's roles; 404 outside a demo and for everybody else."""
    role = ROLES.get(request.POST.get("role", ""))
    if not settings.DEMO or role is None:
        raise Http404
    sign_in_as(request, role)
    return HttpResponseRedirect("/")
