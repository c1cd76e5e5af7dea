"""Lines that a site puts around a text: what can be pressed, whose the site is, where the next page lies."""

from __future__ import annotations

import re
from collections.abc import Sequence

PRESSED = re.compile(
    r"(?=.*(?:打印|关闭|收藏|分享|返回|字体|字号|朗读|保护色|无障碍|繁体))"
    r"(?:[\[(【|:/·>\])】 ]|(?:我要|直接)?打印(?:本[页文]|此[页文]|页面|文章)?|"
    r"关闭(?:窗口|本页|页面|此页)?|(?:加入)?收藏(?:本[页文])?|(?:一键)?分享(?:到|至)?|返回(?:顶部|首页|列表|上一?页)?|字体(?:大小)?|字号|[大中小]|"
    r"(?:语音)?朗读|(?:视力)?保护色|无障碍(?:浏览|阅读)?|繁体(?:版|中文)?|简体|微信|微博|QQ空间|网站首页)+"
)
SCANNED = re.compile(r"[^,。;]{0,8}扫[一1]扫[^,。;]{0,24}")
OWNED = re.compile(
    r"[^。;]{0,40}(?:网站标识码|[一-龥]ICP备|公网安备|公安备案?|备案(?:序)?号|版权所有|技术支持:|Copyright|©)[^。;]{0,90}"
)
RUN_BY = re.compile(r"(?:主办|承办|协办)(?:单位)?:[^,。;]{2,60}")
BESIDE = re.compile(r"(?:上|下)一[篇条](?::.{0,60})?")
LONGEST, NEAR = 140, 4


def site_lines(lines: Sequence[str]) -> set[int]:
    """The lines that are of the site and not of the text; who runs the site counts only beside whose it is."""
    short = {n: "".join(line.split()) for n, line in enumerate(lines) if len(line) <= LONGEST}
    owned = {n for n, line in short.items() if OWNED.fullmatch(line)}
    out = {n for n, line in short.items() if any(p.fullmatch(line) for p in (PRESSED, SCANNED, BESIDE))}
    near = {m for n in owned for m in range(n - NEAR, n + NEAR + 1)} & short.keys()
    return out | owned | {n for n in near if RUN_BY.fullmatch(short[n])}
