"""Who takes part in the demo: organisations, people and the seats of five forums that exist anyway. All made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from forum.enums import ForumKind, MinutesForm, NoticeSender, Office, OrganisationKind
from forum.services.forums import set_first_paragraph
from forum.services.organisations import create_organisation
from forum.services.people import create_person
from forum.services.seats import add_seat, fill_seat
from meetings.management.demo.calendars import demo_calendar
from meetings.services.adopt import adopt_forum

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Forum, Organisation, Person, Seat

HOST, NEIGHBOUR, COUNTY_BOARD = "0486", "0480", "lansstyrelsen-sodermanland"
DOMAIN: Final = "demo.example"
IN_OFFICE: Final = timedelta(days=3 * 365)

ORGANISATIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "code": HOST,
        "organisation_number": "212000-0365",
        "is_host": True,
        "contact_address": f"kommun@{DOMAIN}",
        "mail_domains": [DOMAIN],
    },
    {"code": NEIGHBOUR, "contact_address": f"nykoping@{DOMAIN}"},
    {
        "code": COUNTY_BOARD,
        "name": "Länsstyrelsen i Södermanlands län",
        "kind": OrganisationKind.COUNTY_BOARD,
        "county_code": "04",
    },
    {"code": "polisen", "name": "Polisen", "kind": OrganisationKind.POLICE, "contact_address": f"polisen@{DOMAIN}"},
    {
        "code": "bostad",
        "name": "Mälarbostäder",
        "kind": OrganisationKind.COMPANY,
        "contact_address": f"malarbostader@{DOMAIN}",
    },
    {
        "code": "foraldraforeningen",
        "name": "Föräldraföreningen i Strängnäs",
        "kind": OrganisationKind.ASSOCIATION,
        "postal_address": "c/o Lund, Storgatan 1\n645 30 Strängnäs",
    },
    {"code": "forsamlingen", "name": "Domkyrkoförsamlingen", "kind": OrganisationKind.FAITH_COMMUNITY},
    {"code": "kulturforeningen", "name": "Islamiska kulturföreningen", "kind": OrganisationKind.FAITH_COMMUNITY},
)

# key: name, title, organisation; the key is the part of the address before the @
PEOPLE: Final[dict[str, tuple[str, str, str]]] = {
    "sekreterare": ("Eva Lindgren", "Kommunsekreterare", HOST),
    "ordforande": ("Gunilla Falk", "Kommundirektör", HOST),
    "samordnare": ("Tove Berg", "Säkerhetssamordnare", HOST),
    "administrator": ("Per Nyström", "Systemförvaltare", HOST),
    "skolchef": ("Karin Sjöberg", "Skolchef", HOST),
    "socialchef": ("Maria Holm", "Socialchef", HOST),
    "fritidschef": ("Ali Rahimi", "Fritidschef", HOST),
    "kommunpolis": ("Sara Wallin", "Kommunpolis", "polisen"),
    "trygghet": ("Jonas Ekström", "Trygghetsansvarig", "bostad"),
    "komminister": ("Karl Ask", "Komminister", "forsamlingen"),
    "forestandare": ("Yusuf Demir", "Föreståndare", "kulturforeningen"),
    "foraldrar": ("Britt Lund", "Ordförande i föräldraföreningen", "foraldraforeningen"),
    "lanssamordnare": ("Anna Widmark", "Länssamordnare", COUNTY_BOARD),
    "nykoping.sakerhet": ("Lars Mattsson", "Säkerhetschef", NEIGHBOUR),
}

ON_PAPER: Final = {"foraldrar"}  # has no e-mail


@dataclass(frozen=True)
class Place:
    """A seat of the demo: who holds it (a key of PEOPLE), its role, its office."""

    who: str
    role: str
    office: Office = Office.MEMBER


@dataclass(frozen=True)
class Group:
    """A forum of the demo, by the name of its calendar."""

    name: str
    kind: ForumKind
    organisation: str
    places: tuple[Place, ...]
    settings: dict[str, Any] = field(default_factory=dict)


COUNCIL, SCHOOLS, NETWORK, INTERFAITH, MANAGEMENT = (
    "brottsforebyggande-radet",
    "skolledningsgruppen",
    "lansstyrelsens-natverk",
    "interreligiosa-radet",
    "kommunledningsgruppen",
)
GROUPS: Final[dict[str, Group]] = {
    COUNCIL: Group(
        "Brottsförebyggande rådet",
        ForumKind.CRIME_PREVENTION,
        HOST,
        (
            Place("ordforande", "Ordförande", Office.CHAIR),
            Place("sekreterare", "Sekreterare", Office.SECRETARY),
            Place("kommunpolis", "Kommunpolis"),
            Place("skolchef", "Skolchef"),
            Place("socialchef", "Socialchef"),
            Place("fritidschef", "Fritidschef"),
            Place("trygghet", "Trygghetsansvarig"),
            Place("nykoping.sakerhet", "Säkerhetschef i grannkommunen"),
        ),
        {"minutes_form": MinutesForm.FORMAL, "notices_from": NoticeSender.SAMVERKA, "contact_address": f"bra@{DOMAIN}"},
    ),
    SCHOOLS: Group(
        "Skolledningsgruppen",
        ForumKind.MANAGEMENT,
        HOST,
        (
            Place("skolchef", "Skolchef", Office.CHAIR),
            Place("sekreterare", "Sekreterare", Office.SECRETARY),
            Place("fritidschef", "Fritidschef"),
            Place("socialchef", "Socialchef"),
            Place("foraldrar", "Föräldraföreningen"),
        ),
        {"contact_address": f"skolledning@{DOMAIN}"},
    ),
    NETWORK: Group(
        "Länsstyrelsens nätverk",
        ForumKind.COUNTY_NETWORK,
        COUNTY_BOARD,
        (
            Place("lanssamordnare", "Länssamordnare", Office.CHAIR),
            Place("sekreterare", "Kommunens kontakt", Office.SECRETARY),
            Place("kommunpolis", "Kommunpolis"),
            Place("nykoping.sakerhet", "Säkerhetschef"),
        ),
        {"external": True},
    ),
    INTERFAITH: Group(
        "Interreligiösa rådet",
        ForumKind.INTERFAITH,
        HOST,
        (
            Place("ordforande", "Ordförande", Office.CHAIR),
            Place("sekreterare", "Sekreterare", Office.SECRETARY),
            Place("komminister", "Representant"),
            Place("forestandare", "Representant"),
        ),
    ),
    MANAGEMENT: Group(
        "Kommunledningsgruppen",
        ForumKind.STEERING,
        HOST,
        (
            Place("ordforande", "Kommundirektör", Office.CHAIR),
            Place("sekreterare", "Sekreterare", Office.SECRETARY),
            Place("skolchef", "Skolchef"),
            Place("socialchef", "Socialchef"),
        ),
    ),
}


@dataclass(frozen=True)
class Cast:
    """What the demo's history is played by."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]
    forums: dict[str, Forum]

    def seat(self, forum: str, who: str) -> Seat:
        """The seat that the person holds in the forum."""
        return self.forums[forum].seats.get(memberships__person=self.people[who])


def gather(today: date) -> Cast:
    """Takes in the organisations, the people and the five forums, each from its own calendar."""
    organisations = {facts["code"]: create_organisation(**facts) for facts in ORGANISATIONS}
    people = {
        key: create_person(
            name=name,
            title=title,
            email="" if key in ON_PAPER else f"{key}@{DOMAIN}",
            organisation=organisations[code],
            is_administrator=key == "administrator",
        )
        for key, (name, title, code) in PEOPLE.items()
    }
    forums = {}
    for key, group in GROUPS.items():
        forums[key] = _bring_in(key, group, organisations, people, today)
    set_first_paragraph(forum=forums[COUNCIL], year=today.year, first_number=41)
    return Cast(organisations, people, forums)


def _bring_in(
    key: str, group: Group, organisations: dict[str, Organisation], people: dict[str, Person], today: date
) -> Forum:
    report = adopt_forum(
        data=demo_calendar(key, today),
        name=group.name,
        kind=group.kind,
        organisation=organisations[group.organisation],
        **group.settings,
    )
    for place in group.places:
        person = people[place.who]
        if person.organisation is None:
            continue
        seat = add_seat(
            forum=report.forum, role_title=place.role, organisation=person.organisation, office=place.office
        )
        fill_seat(seat=seat, person=person, starts_on=today - IN_OFFICE)
    return report.forum
