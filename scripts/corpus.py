"""Restore very many dumps to articles in Parquet: `.venv/bin/python scripts/corpus.py --help`."""

import sys

try:
    from edition.corpus import main
except ModuleNotFoundError as error:
    if error.name is None or error.name.startswith("edition"):
        raise
    sys.exit(
        f"出错：这个 Python（{sys.executable}）没有 {error.name}；"
        '请写 .venv/bin/python scripts/corpus.py（Windows 上写 .venv\\Scripts\\python），或者 make corpus ARGS="IN OUT"，它会建好 .venv。\n'
        f"error: this Python ({sys.executable}) has no {error.name}; "
        'write .venv/bin/python scripts/corpus.py (on Windows .venv\\Scripts\\python), or make corpus ARGS="IN OUT", which makes .venv'
    )

if __name__ == "__main__":
    sys.exit(main())
