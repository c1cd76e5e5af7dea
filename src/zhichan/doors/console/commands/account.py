"""Help someone who cannot sign in: end a lock, take away the one-time code of a lost device; say for whom someone acts.

All are for whoever keeps the machine. All but ending a lock are acts with a reason, recorded in the ledger.
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
    wish.add_argument("--represents", metavar="CODE", help="let them act for the party of this credit code")
    wish.add_argument("--no-longer", metavar="CODE", help="end that they act for the party of this credit code")
    parser.add_argument("--on", metavar="PAPER", default="", help="the paper, or the reason, on which that rests")


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
            verb, facts, done = _wished(args)
            acts = importlib.import_module("zhichan.kernel.acts.public")
            console = access.system_actor("console", day=at.astimezone(acts.SHANGHAI).date())
            acts.perform(actor=console, verb=verb, target=str(user.pk), facts=facts, at=at)
    if args.json:
        print_json({"account": args.account, "done": done[1]})
    else:
        print(f"{args.account}：{done[0]}  {done[1]}")
    return DONE


def _wished(args: argparse.Namespace) -> tuple[str, dict[str, str], tuple[str, str]]:
    """The act, its facts, and what is said when it is done."""
    if args.represents:
        facts = {"code": args.represents, "instrument": args.on}
        return "access:represent", facts, (f"已代表{args.represents}", f"acts for {args.represents}")
    if args.no_longer:
        facts = {"code": args.no_longer, "reason": args.on}
        return "access:stop-representing", facts, (f"不再代表{args.no_longer}", f"no longer acts for {args.no_longer}")
    return "access:reset-factor", {"reason": args.reset_code}, ("已取消动态口令", "the one-time code is gone")
