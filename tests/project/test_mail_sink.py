"""What the sink has acknowledged is on disk, byte by byte."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.children import free_port, is_free, sink_command
from config.env import BASE_DIR
from config.processes import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

MESSAGE = "Subject: Påminnelse\r\nTo: eva@samverka.example\r\n\r\nPå återseende på mötet.\r\n..punkt\r\n".encode()


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    port, folder = free_port(), tmp_path / "mail"
    process = subprocess.Popen(sink_command(folder, port), cwd=BASE_DIR, stderr=sys.stderr)
    assert wait_until(lambda: not is_free(port), 10)
    yield port, folder
    process.terminate()
    assert process.wait(10) == 0


def test_messages_are_files_in_order_with_the_received_bytes(sink: tuple[int, Path]) -> None:
    port, folder = sink
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        for number in range(3):
            client.sendmail("samverka@samverka.example", ["eva@samverka.example"], MESSAGE + str(number).encode())
            assert len(list(folder.glob("*.eml"))) == number + 1

    files = sorted(folder.iterdir())

    assert [file.suffix for file in files] == [".eml"] * 3
    assert [file.read_bytes().rstrip() for file in files] == [MESSAGE + str(number).encode() for number in range(3)]


def test_a_full_disk_is_a_temporary_failure(sink: tuple[int, Path]) -> None:
    port, folder = sink
    folder.rmdir()
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("samverka@samverka.example", ["eva@samverka.example"], MESSAGE)

    assert refused.value.smtp_code == 451
