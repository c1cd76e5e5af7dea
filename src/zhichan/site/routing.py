"""Where Django reads, writes and migrates."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """Tables are changed through the alias `owner`; everything else goes through `default`."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

    def allow_relation(self, left: Any, right: Any, **hints: Any) -> bool:
        return True
