"""Tables whose cells stand between commas, as a spreadsheet saves them."""

from __future__ import annotations

import re

HEAD = re.compile(
    r"序号|编号|(?:主要|具体|核心|一级|二级|三级)?指标(?:名称|内容)?(?:[(].{1,8}[)])?|名称|项目(?:名称)?|(?:计量)?单位"
    r"|(?:指标)?(?:类别|类型|属性|性质)|领域|地区|区域|县[区市].{0,4}|区县|备注"
    r"|(?:重点|主要|工作|具体)?(?:任务|事项|举措|措施|内容)(?:名称|内容)?"
    r"|(?:总?牵头|主办|配合|协办|参与|责任|落实|实施)(?:责任)?(?:单位|部门)|(?:完成|办结)?(?:时限|时间|期限)"
    r"|[^,]{0,8}(?:19|20)\d\d年?[^,]{0,8}|(?:基期|现状|目标|规划|完成)(?:值|数)|年均(?:增长|增速)[^,]{0,4}"
)
SENTENCE = re.compile("[。;!?]")
LONGEST_CELL = 24
LONGEST_LINE = 400


def parted(folded: str) -> tuple[list[int], list[int]]:
    """Places of the commas that part cells, and of the quotation marks around cells that hold commas themselves.

    ``folded`` is the text with half-width punctuation. Lines count only beneath a head of such cells, as long as they
    have as many cells as it has.
    """
    commas: list[int] = []
    marks: list[int] = []
    wanted = 0
    start = 0
    lines = folded.split("\n")
    for n, line in enumerate(lines):
        if wanted:
            cut = _cut(line, wanted)
            if cut is None and line.strip():
                wanted = 0
            elif cut is not None:
                commas += [start + place for place in cut[0]]
                marks += [start + place for place in cut[1]]
        # A head without a row under it is a line of words.
        following = lines[n + 1] if n + 1 < len(lines) else ""
        if not wanted and (cells := _head(line)) and _cut(following, cells) is not None:
            wanted = cells
            commas += [start + place for place, char in enumerate(line) if char == ","]
        start += len(line) + 1
    return commas, marks


def _head(line: str) -> int:
    """How many commas part a line of heads of columns; 0 for any other line."""
    if line.count(",") < 2 or len(line) > LONGEST_LINE or SENTENCE.search(line):
        return 0
    cells = [cell.strip().strip('"') for cell in line.split(",")]
    if not all(cells) or any(len(cell) > LONGEST_CELL for cell in cells):
        return 0
    known = sum(1 for cell in cells if HEAD.fullmatch(cell))
    return len(cells) - 1 if known >= 3 and known >= len(cells) - 1 else 0


def _cut(line: str, wanted: int) -> tuple[list[int], list[int]] | None:
    """The commas between the cells of a row and the quotation marks around cells; None for a line that is no row."""
    commas: list[int] = []
    marks: list[int] = []
    quoted = False
    for place, char in enumerate(line):
        if char == '"':
            quoted = not quoted
            marks.append(place)
        elif char == "," and not quoted:
            commas.append(place)
    return (commas, marks) if len(commas) == wanted else None
