"""Restore the seeds and write the edition's Markdown and data: `python scripts/build.py --help`."""

import sys

from edition.cli import main

if __name__ == "__main__":
    sys.exit(main())
