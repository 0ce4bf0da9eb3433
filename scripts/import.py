"""Make dumps of what an office has, PDFs and other files: `.venv/bin/python scripts/import.py --help`."""

from edition.commands import start

if __name__ == "__main__":
    start("edition.bringing", "import.py", 'make import ARGS="FILE…"')
