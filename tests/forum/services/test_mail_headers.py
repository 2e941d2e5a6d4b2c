from __future__ import annotations

from email.message import EmailMessage

from forum.services.mail_headers import PLAIN, POLICY, set_boundaries

HEADERS = {
    "Subject": "Förslag till dagordningen i Brottsförebyggande rådet: Våldsbejakande extremism",
    "From": "Samverka <samverka@samverka.example>",
    "To": "Åsa Öberg <asa@demo.example>",
    "Date": "Sun, 22 Nov 2026 20:00:00 +0000",
    "List-Id": "<brottsforebyggande-radet.samverka.example>",
    "Content-Language": "sv",
}


def mail(policy: object, name: str) -> bytes:
    message = EmailMessage(policy=policy)  # type: ignore[arg-type]
    for header, value in HEADERS.items():
        message[header] = value.replace("rådet", name)
    message.set_content(f"Hej {name} = en rad\n", cte="quoted-printable")
    message.add_alternative(f"<p>Hej {name}</p>", subtype="html", cte="quoted-printable")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="möte.ics")
    set_boundaries(message)
    return message.as_bytes(policy=policy)  # type: ignore[arg-type]


def test_what_is_remembered_is_what_the_library_writes() -> None:
    for name in ("rådet", "skolgruppen", "rådet"):
        assert mail(POLICY, name) == mail(PLAIN, name)


def test_each_multipart_has_a_boundary_that_no_part_can_contain() -> None:
    written = mail(POLICY, "=_0 --=_1")
    assert written.count(b'boundary="=_0"') == written.count(b'boundary="=_1"') == 1
    assert written.count(b"\r\n--=_0") == 3  # two parts and the end
    assert written.count(b"\r\n--=_1") == 3
