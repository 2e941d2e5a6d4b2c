from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from tests.factories import make_person

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings

    from forum.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MAIL_SINK_DIR = tmp_path
    settings.LANGUAGE_CODE = "en"
    for number, (receiver, subject) in enumerate(
        [("rektor@demo.example", "Äldre"), ("chair@demo.example", "Nyare <b>")]
    ):
        mail = EmailMessage()
        mail["Subject"], mail["To"], mail["Date"] = subject, receiver, "Tue, 24 Nov 2026 09:00:00 +0000"
        mail.set_content("Ren text")
        mail.add_alternative(
            "<html><head></head><body><p style='color:red'>Form</p><script>x()</script></body></html>", subtype="html"
        )
        mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="protokoll.pdf")
        (tmp_path / f"2026112{number}T090000.000000Z-{number}.eml").write_bytes(mail.as_bytes().replace(b"\n", b"\r\n"))
    return tmp_path


def test_one_click_signs_in_the_four_roles_alone(host: Organisation, client: Client) -> None:
    person = make_person(name="Eva", email="sekreterare@demo.example", organisation=host)
    make_person(name="Annan", email="annan@demo.example", organisation=host)

    assert client.post("/demo/sign-in/", {"role": "annan@demo.example"}).status_code == 404
    assert client.get("/demo/sign-in/").status_code == 405
    assert client.post("/demo/sign-in/", {"role": "secretary"})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_without_a_demo_there_is_nothing(settings: Settings, client: Client, folder: Path) -> None:
    settings.DEMO = False

    assert client.post("/demo/sign-in/", {"role": "secretary"}).status_code == 404
    assert client.get("/demo/mail/").status_code == 404
    assert client.get("/demo/mail/20261121T090000.000000Z-1.eml/html/").status_code == 404


def test_mail_is_listed_newest_first_and_by_receiver(client: Client, folder: Path) -> None:
    text = client.get("/demo/mail/").text
    assert text.index("Nyare &lt;b&gt;") < text.index("Äldre")

    text = client.get("/demo/mail/?to=rektor@demo.example").text
    assert "Äldre" in text
    assert "Nyare" not in text


def test_one_mail_in_a_frame_of_its_own(client: Client, folder: Path) -> None:
    page = client.get("/demo/mail/20261121T090000.000000Z-1.eml/")
    assert "Ren text" in page.text
    assert "protokoll.pdf" in page.text

    frame = client.get("/demo/mail/20261121T090000.000000Z-1.eml/html/")
    policy = frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "style-src 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy + page.text
    assert "Form" in frame.text

    attachment = client.get("/demo/mail/20261121T090000.000000Z-1.eml/attachments/0/")
    assert attachment.content == b"%PDF-1.7"
    assert attachment["Content-Disposition"] == 'attachment; filename="protokoll.pdf"'


@pytest.mark.parametrize(
    "name", ["..%2Fdemo.json", "nothing.eml", "..eml", "20261121T090000.000000Z-1.eml/attachments/7"]
)
def test_no_other_file_is_shown(client: Client, folder: Path, name: str) -> None:
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_an_empty_folder_is_no_error(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.LANGUAGE_CODE = "en"
    settings.MAIL_SINK_DIR = tmp_path / "nowhere"

    assert "No mail yet" in client.get("/demo/mail/").text
