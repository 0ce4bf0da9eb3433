"""Restore the seeds and write the edition's Markdown and data: `.venv/bin/python scripts/build.py --help`."""

from edition.commands import start

if __name__ == "__main__":
    start("edition.cli", "build.py", "make site")
