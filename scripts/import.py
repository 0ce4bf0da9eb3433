"""Make dumps of what an office has, PDFs and other files: `.venv/bin/python scripts/import.py --help`."""

import sys

try:
    from edition.bringing import main
except ModuleNotFoundError as error:
    if error.name is None or error.name.startswith("edition"):
        raise
    sys.exit(
        f"出错：这个 Python（{sys.executable}）没有 {error.name}；"
        '请写 .venv/bin/python scripts/import.py（Windows 上写 .venv\\Scripts\\python），或者 make import ARGS="FILE…"，它会建好 .venv。\n'
        f"error: this Python ({sys.executable}) has no {error.name}; "
        'write .venv/bin/python scripts/import.py (on Windows .venv\\Scripts\\python), or make import ARGS="FILE…", which makes .venv'
    )

if __name__ == "__main__":
    sys.exit(main())
