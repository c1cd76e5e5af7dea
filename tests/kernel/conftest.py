"""A system of one folder, declared by the test that needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from zhichan.kernel.catalogue.public import current, load, use


@pytest.fixture
def declare(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], None]]:
    """Put files into ``management/toy`` and use that catalogue, and no other, until the test ends."""
    before = current()

    def declared(files: dict[str, str]) -> None:
        folder = tmp_path / "management" / "toy"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        use(load(roots=(tmp_path,)))

    yield declared
    use(before)
