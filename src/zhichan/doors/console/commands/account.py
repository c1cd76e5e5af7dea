"""Help someone who cannot sign in: end a lock, or take away the one-time code of a lost device.

Both are for whoever keeps the machine. Taking a code away is an act with a reason, recorded in the ledger.
"""

from __future__ import annotations

import argparse
import importlib
from datetime import UTC, datetime

from zhichan.doors.console.frame import DONE, opened, print_json
from zhichan.kernel.ground.refusal import Refusal

name = "account"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("account", metavar="NAME", help="the name by which they sign in")
    wish = parser.add_mutually_exclusive_group(required=True)
    wish.add_argument("--unlock", action="store_true", help="forget the failed attempts")
    wish.add_argument("--reset-code", metavar="REASON", help="take away the one-time code, for this reason")


def run(args: argparse.Namespace) -> int:
    with opened():
        access = importlib.import_module("zhichan.kernel.access.public")
        user = (
            importlib.import_module("django.contrib.auth").get_user_model().objects.filter(username=args.account).first()
        )
        if user is None:
            raise Refusal.one("account.unknown", "没有这个账号", "there is no such account", place="NAME")
        at = datetime.now(UTC)
        if args.unlock:
            access.signing.unlock(name=args.account)
            done = ("已解除锁定", "unlocked")
        else:
            importlib.import_module("zhichan.kernel.acts.public").perform(
                actor=access.system_actor("console", day=at.date()), verb="access:reset-factor", target=str(user.pk),
                facts={"reason": args.reset_code}, at=at,
            )  # fmt: skip
            done = ("已取消动态口令", "the one-time code is gone")
    if args.json:
        print_json({"account": args.account, "done": done[1]})
    else:
        print(f"{args.account}：{done[0]}  {done[1]}")
    return DONE
