"""Which codes of credit lists are kept: an organisation's, never a person's number, plain or with stars in it."""

import pytest

from zhichan.doors.feeds import keeping


@pytest.mark.parametrize(("written", "kept"), [
    ("9111010859963405XW", "9111010859963405XW"), ("912301847345944427", "912301847345944427"),
    ("11010519491231002X", ""), ("1101051949****002X", ""), ("110105194912310021", ""), ("9111010859963405XY", ""),
    ("某公司", ""), ("", ""),
])
def test_a_code_is_kept_where_it_is_an_organisation_s(written: str, kept: str) -> None:
    assert keeping._code(written) == kept
