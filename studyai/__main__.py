"""`python -m studyai` is `studyai`."""

import sys

from studyai.cli import main

if __name__ == "__main__":
    sys.exit(main())
