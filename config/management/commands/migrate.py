"""Django's `migrate`, quicker where there are many tables to create.

For each new table Django renders all models anew that are related to it over any number of steps, which took nine tenths of
the time of a first start. Here the tables that a migration creates one after the other share one rendering.
"""

from __future__ import annotations

from copy import copy
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.management.commands import migrate
from django.db.migrations import CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.migration import Migration
    from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """New models that stand beside each other in a migration; like Django's own, each may refer to those before it."""

    def __init__(self, creations: Iterable[CreateModel]) -> None:
        self.creations = list(creations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered again, once, when the first table is created
        for creation in self.creations:
            creation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for creation in self.creations:
            creation.database_forwards(app_label, schema_editor, from_state, to_state)


class Executor(MigrationExecutor):
    def apply_migration(self, state: ProjectState, migration: Migration, *how: bool, **named: bool) -> ProjectState:
        # One that may be faked is compared with the tables as it is written.
        if not any((*how, *named.values())):
            migration = copy(migration)
            vars(migration)["operations"] = list(_together(migration.operations))
        return super().apply_migration(state, migration, *how, **named)


def _together(operations: Iterable[Operation]) -> Iterator[Operation]:
    for _, run in groupby(operations, type):
        beside = list(run)
        creations = [operation for operation in beside if isinstance(operation, CreateModel)]
        if len(creations) > 1:
            yield CreateModels(creations)
        else:
            yield from beside


class Command(migrate.Command):
    def handle(self, *arguments: Any, **options: Any) -> None:
        migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]  # Django asks for it by this name alone
        super().handle(*arguments, **options)
