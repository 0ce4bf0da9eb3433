"""Restore the seeds and write the edition's Markdown and data: `.venv/bin/python scripts/build.py --help`."""

import sys

try:
    from edition.cli import main
except ModuleNotFoundError as error:
    if error.name is None or error.name.startswith("edition"):
        raise
    sys.exit(
        f"error: this Python ({sys.executable}) has no {error.name}; "
        "write .venv/bin/python scripts/build.py (on Windows .venv\\Scripts\\python), or make site, which makes .venv"
    )

if __name__ == "__main__":
    sys.exit(main())
