"""The reference under docs is what the declarations say today."""

from __future__ import annotations

from zhichan.kernel.catalogue.public import default_root, load, reference
from zhichan.site import places

REMEDY = "write it anew: zhichan catalogue reference --write docs/reference"


def test_the_reference_is_current() -> None:
    written = {path.stem: path.read_text(encoding="utf-8") for path in (places.CHECKOUT / "docs/reference").glob("*.md")}
    told = reference(load(roots=(default_root(),)))
    assert sorted(written) == sorted(told), REMEDY
    assert [stem for stem in told if written[stem] != told[stem]] == [], REMEDY
