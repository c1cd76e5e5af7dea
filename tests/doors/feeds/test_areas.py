"""From addresses to regions."""

from __future__ import annotations

import pytest

from zhichan.doors.feeds.areas import Area, Areas
from zhichan.doors.feeds.records import Party

AREAS = Areas.of(
    [
        Area("p", "虚构省", "/p/", "990000", "province"),
        Area("hc", "横川市", "/p/hc/", "990100", "city"),
        Area("qp", "清平县", "/p/hc/qp/", "990121", "county"),
        Area("dong", "东区", "/p/hc/dong/", "990102", "county"),
        Area("zone", "横川高新技术产业开发区", "/p/hc/zone/", "", "zone"),
        Area("ny", "南阳市", "/p/ny/", "990200", "city"),
        Area("dong2", "东区", "/p/ny/dong2/", "990202", "county"),
    ]
)


@pytest.mark.parametrize(
    ("party", "slug"),
    [
        (Party("甲", "", address="虚构省横川市清平县一号"), "qp"),
        (Party("甲", "", address="横川清平县一号"), "qp"),
        (Party("甲", "", address="999001 虚构省横川市清平大道"), "hc"),
        (Party("甲", "", province="虚构省", city="南阳市", county="东区"), "dong2"),
        (Party("甲", "", address="横川市东区二号"), "dong"),
        (Party("甲", "", address="东区二号"), None),
        (Party("甲", "", address="别省别市横川路"), None),
        (Party("甲", "", address="虚构省横川市横川高新技术产业开发区一号"), "zone"),
        (Party("甲", "", area_code="CN990121"), "qp"),
        (Party("甲", "", address="横川市清平县及南阳市东区"), None),
        (Party("甲", ""), None),
    ],
)
def test_the_deepest_region_that_the_address_names_is_found(party: Party, slug: str | None) -> None:
    assert AREAS.find(party) == slug
