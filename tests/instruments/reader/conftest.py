"""The judge and the maker of plans stand beside these tests and are imported by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
