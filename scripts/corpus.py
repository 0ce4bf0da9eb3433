"""Restore very many dumps to articles in Parquet: `.venv/bin/python scripts/corpus.py --help`."""

from edition.commands import start

if __name__ == "__main__":
    start("edition.corpus", "corpus.py", 'make corpus ARGS="IN OUT"')
