from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import get_connection

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from forum.models import OutboxMessage


class FinalError(Exception):
    """The receiver will never take this message; trying again is pointless."""


class RetryError(Exception):
    """The receiver is troubled; try again later."""


class UnreachableError(RetryError):
    """The way to the mail server is troubled, or it does not let us in: no message gets through now."""


class SmtpSession:
    """One connection for a batch of messages, opened at the first and renewed after trouble. Works outside any transaction."""

    def __init__(self) -> None:
        self.connection: Any = get_connection(timeout=settings.EMAIL_TIMEOUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            self.connection.connection = None

    def send(self, message: OutboxMessage) -> None:
        """Hands over the stored bytes as they are. Raises `FinalError` or `RetryError`."""
        try:
            self.connection.connection.sendmail(message.sender, [message.recipient], bytes(message.body))
        except smtplib.SMTPException as error:
            self.close()
            raise sorted_error(error) from error
        except ValueError as error:  # an address that SMTP can't carry
            self.close()
            raise FinalError(f"{type(error).__name__}: {error}") from error
        except OSError as error:
            self.close()
            raise RetryError(f"{type(error).__name__}: {error}") from error

    def open(self) -> None:
        """Connects unless connected. Raises `UnreachableError`: then trying other messages is pointless too."""
        try:
            if self.connection.open():
                # Servers look into mail before they answer; who hangs up too soon sends it twice (RFC 5321, 4.5.3.2.6).
                self.connection.connection.sock.settimeout(settings.MAIL_ANSWER_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise UnreachableError(f"{type(error).__name__}: {error}") from error


def sorted_error(error: smtplib.SMTPException) -> FinalError | RetryError:
    """The one place that tells final failures (5xx for this message) from those worth another try (RFC 5321, 4.2.1)."""
    code: int
    text: Any
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException) and not isinstance(
        error,
        smtplib.SMTPAuthenticationError
        | smtplib.SMTPConnectError
        | smtplib.SMTPHeloError
        | smtplib.SMTPSenderRefused,  # our own settings, the same for every message
    ):
        code, text = error.smtp_code, error.smtp_error
    else:
        return RetryError(f"{type(error).__name__}: {error}")
    words = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return FinalError(words) if 500 <= code < 600 else RetryError(words)
