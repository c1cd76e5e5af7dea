"""The site does not start with declarations that are not sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhichan.kernel.catalogue.public import current, default_root, load, use
from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import opening


def test_sound_declarations_let_the_site_start() -> None:
    opening.check_declarations()


def test_a_name_that_is_nowhere_declared_keeps_it_from_starting(tmp_path: Path) -> None:
    place = tmp_path / "management" / "cascade"
    place.mkdir(parents=True)
    text = (default_root() / "management/cascade/system.toml").read_text(encoding="utf-8")
    (place / "system.toml").write_text(text + '\nstranger = ["no-such:verb"]\n', encoding="utf-8")
    before = current()
    use(load(roots=(default_root(), tmp_path)))
    try:
        with pytest.raises(Refusal) as refused:
            opening.check_declarations()
    finally:
        use(before)
    assert refused.value.codes == ("catalogue.unknown_name",)
    assert refused.value.reasons[0].place.startswith("management/cascade/system.toml:")
