from __future__ import annotations

import threading
import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error, connection
from django.db.models import DurationField, Value
from django.db.models.functions import Now

from forum.enums import MessageState
from forum.models import OutboxMessage

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from django.db.models.expressions import CombinedExpression


class Lease:
    """Whose the claimed messages are: the sender's while its process lives, and MAIL_LEASE_SECONDS longer.

    A thread renews it, so that a slow receiver never costs a message its sender, and still a dead sender is noticed soon.
    A process that stood still for long can't be sure any more: `holds` says so, and what was claimed is left to others.
    """

    def __init__(self) -> None:
        self.token = uuid.uuid4()
        self._length = settings.MAIL_LEASE_SECONDS
        self._renewed = 0.0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()

    @property
    def until(self) -> CombinedExpression:
        """When a lease taken or renewed now ends, by PostgreSQL's clock."""
        return Now() + Value(timedelta(seconds=self._length), output_field=DurationField())

    def begin(self, claimed_at: float) -> None:
        """Renew from now on; the first messages were claimed at that moment (monotonic clock) or a little later."""
        if self._thread is None:
            self._renewed = claimed_at
            self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)
            self._thread.start()

    def holds(self) -> bool:
        """Whether nobody else can have taken the messages yet; false once, it stays false."""
        return time.monotonic() < self._renewed + self._length * 2 / 3

    def _keep(self) -> None:
        try:
            while not self._ended.wait(self._length / 4) and self.holds():
                self._renew()
        finally:
            connection.close()

    def _renew(self) -> None:
        started = time.monotonic()
        ours = OutboxMessage.objects.filter(lease_token=self.token, state=MessageState.SENDING)
        try:
            ours.update(lease_until=self.until)
        except Error:
            connection.close()  # PostgreSQL is being restarted: the next turn finds it again
            return
        if self.holds():
            self._renewed = started
