"""Money is integer 分 in storage and Decimal yuan in code."""

from __future__ import annotations

from decimal import Decimal

from zhichan.kernel.ground.refusal import Refusal

FEN_PER_YUAN = 100
LARGEST_YUAN = 10**15


def to_fen(yuan: Decimal) -> int:
    """Return integer 分 of ``yuan``; refuse more than two decimals rather than round silently.

    Refuses also what is no number, and amounts beyond 10¹⁵ yuan.
    """
    # Asked by the exponent: comparing or converting 1e999999999 would write out its digits.
    if not yuan.is_finite() or yuan.adjusted() > 15 or abs(yuan) > LARGEST_YUAN:
        raise Refusal.one("money.size", "金额超出可以入账的范围", "the amount is larger than can be kept")
    fen = yuan * FEN_PER_YUAN
    if fen != fen.to_integral_value():
        raise Refusal.one(
            "money.fraction",
            f"金额{yuan}元不足一分的部分无法入账",
            f"{yuan} yuan is not a whole number of fen",
        )
    return int(fen)


def to_yuan(fen: int) -> Decimal:
    """Return Decimal yuan of integer 分."""
    return Decimal(fen) / FEN_PER_YUAN
