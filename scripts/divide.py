"""Make the seeds of volumes out of a corpus: `.venv/bin/python scripts/divide.py --help`."""

import sys

try:
    from edition.divide import main
except ModuleNotFoundError as error:
    if error.name is None or error.name.startswith("edition"):
        raise
    sys.exit(
        f"出错：这个 Python（{sys.executable}）没有 {error.name}；"
        "请写 .venv/bin/python scripts/divide.py（Windows 上写 .venv\\Scripts\\python），"
        '或者 make divide ARGS="CORPUS SEEDS"，它会建好 .venv。\n'
        f"error: this Python ({sys.executable}) has no {error.name}; "
        "write .venv/bin/python scripts/divide.py (on Windows .venv\\Scripts\\python), "
        'or make divide ARGS="CORPUS SEEDS", which makes .venv'
    )

if __name__ == "__main__":
    sys.exit(main())
