"""`python -m zhichan` is the console."""

import sys

from zhichan.doors.console import main

if __name__ == "__main__":
    sys.exit(main())
