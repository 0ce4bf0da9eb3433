"""Make the seeds of volumes out of a corpus: `.venv/bin/python scripts/divide.py --help`."""

from edition.commands import start

if __name__ == "__main__":
    start("edition.divide", "divide.py", 'make divide ARGS="CORPUS SEEDS"')
