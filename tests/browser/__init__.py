"""The built site, looked at from outside: its links, its markup, and what a reader does, in a real Chromium.

The tests that drive the browser are skipped where there is none, unless EDITION_REQUIRE_BROWSER=1 asks for it.
"""
