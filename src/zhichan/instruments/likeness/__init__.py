"""Word marks alike in sound or look: why two are alike, and keys under which the alike ones are found.

Face of the instrument::

    cut(text) -> Mark                what a mark is compared by: its Chinese signs, its letters, how they are read
    compare(asked, other) -> Likeness | None   score and reasons, the strongest first; None when they are not alike
    kept(mark) -> keys               what an index keeps of a mark
    sought(mark) -> keys             of which every mark alike, but one that contains the asked one, keeps at least one
    parts(mark) -> runs of keys      a mark that contains the asked one keeps all keys of a run
    GRADES                           the kinds of likeness, their words and scores

What is alike is said by `compare` alone; the keys only find candidates, and find all of them. Pure: nothing stored.
The score says how near two words are on a scale of our own (100 the same word); it is no finding that one mark
infringes another: distinctiveness, renown, goods and the public concerned are for people to weigh.
"""

from .comparing import GRADES, Grade, Likeness, Reason, compare
from .cutting import LONGEST, Mark, cut
from .keys import kept, parts, sought
from .looking import alike_signs

__all__ = [
    "GRADES", "LONGEST", "Grade", "Likeness", "Mark", "Reason", "alike_signs", "compare", "cut", "kept", "parts",
    "sought",
]
