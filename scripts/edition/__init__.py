"""The edition: raw dumps of newspaper pages in, described and published articles out.

Three rooms, in order: `restore` (bytes to articles), `describe` (what an article is about) and `publish` (what leaves
the house). `ARCHITECTURE.md` is the drawing that this package is held to.
"""
