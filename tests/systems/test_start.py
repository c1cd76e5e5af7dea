"""The site does not start with declarations that are not sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zhichan.kernel.catalogue.public import default_root
from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import opening


def test_sound_declarations_let_the_site_start() -> None:
    opening.check_declarations()


def test_a_name_that_is_nowhere_declared_keeps_it_from_starting(lay_over: Callable[..., Path]) -> None:
    text = (default_root() / "management/cascade/system.toml").read_text(encoding="utf-8")
    lay_over({"system.toml": text + '\nstranger = ["no-such:verb"]\n'}, folder="management/cascade")
    with pytest.raises(Refusal) as refused:
        opening.check_declarations()
    assert refused.value.codes == ("catalogue.unknown_name",)
    assert refused.value.reasons[0].place.startswith("management/cascade/system.toml:")
