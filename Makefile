# Every target is one word of scripts/environment.py, so that it also runs without make: py scripts\environment.py site
PYTHON ?= python3
ARGS ?=
VOLUME ?=

.PHONY: help setup site serve test quick check approve theme properdocs bench bench-search corpus data divide import rule apply undo readdress review clean

help:  ## list the targets
	@$(PYTHON) scripts/environment.py help

setup:  ## make .venv from the lock files, with the tools of developers
	@$(PYTHON) scripts/environment.py setup

site:  ## build the edition into site/; VOLUME=ID builds one volume of seeds/edition.yml alone
	@$(PYTHON) scripts/environment.py site $(VOLUME)

serve:  ## build, show in a browser, and rebuild on every change
	@$(PYTHON) scripts/environment.py serve $(ARGS)

test:  ## run the tests; ARGS="-k words" selects some
	@$(PYTHON) scripts/environment.py test $(ARGS)

quick:  ## judge restoration, description and a small edition, without builds and browser
	@$(PYTHON) scripts/environment.py quick $(ARGS)

check:  ## look at style and types, and that what is committed is fresh
	@$(PYTHON) scripts/environment.py check

approve:  ## make anew all that is approved (pages, golden pages, pictures, floors, scores) and list what changed
	@$(PYTHON) scripts/environment.py approve

theme:  ## make the style sheet of the theme anew, with what the site uses of it
	@$(PYTHON) scripts/environment.py theme

properdocs:  ## build the site with ProperDocs as well, and compare it with that of MkDocs
	@$(PYTHON) scripts/environment.py properdocs

bench:  ## measure speed and memory
	@$(PYTHON) scripts/environment.py bench $(ARGS)

bench-search:  ## measure search in a browser; ARGS="1000" chooses how many articles
	@$(PYTHON) scripts/environment.py bench-search $(ARGS)

corpus:  ## restore very many dumps to Parquet; ARGS="IN OUT" names the dumps and the folder to write
	@$(PYTHON) scripts/environment.py corpus $(ARGS)

data:  ## build the site, and write its articles to Parquet as well
	@$(PYTHON) scripts/environment.py data $(VOLUME)

rule:  ## write a ruling of an editor; ARGS="page.txt:12 title --why 'set in large type'"
	@$(PYTHON) scripts/environment.py rule $(ARGS)

apply:  ## make a ruling of a reader's report; ARGS="report.txt"
	@$(PYTHON) scripts/environment.py apply $(ARGS)

undo:  ## take a ruling back; ARGS="page.txt 12" names the dump and the line of page.yml
	@$(PYTHON) scripts/environment.py undo $(ARGS)

readdress:  ## give an article that was never published another address; ARGS=ID is the last part of its address
	@$(PYTHON) scripts/environment.py readdress $(ARGS)

review:  ## list what waits for an editor
	@$(PYTHON) scripts/environment.py review $(ARGS)

divide:  ## make the seeds of volumes out of a corpus; ARGS="CORPUS SEEDS" names it and the folder to write
	@$(PYTHON) scripts/environment.py divide $(ARGS)

import:  ## make dumps of PDFs and of other files that an office has; ARGS="FILE…" names them
	@$(PYTHON) scripts/environment.py import $(ARGS)

clean:  ## remove all that is made: .venv, site, docs/data, caches
	@$(PYTHON) scripts/environment.py clean
