"""Face of the funds room. A procedure books money by handing on ``funds:post``; nobody calls it directly.

``balance`` is a stock on a day, ``turnover`` the flows of a span: two questions with two answers.
"""

from zhichan.kernel.funds.booking import balance, statement, turnover
from zhichan.kernel.funds.models import Account, Booking, Posting

__all__ = ["Account", "Booking", "Posting", "balance", "statement", "turnover"]
