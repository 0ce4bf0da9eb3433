"""A site changes places with the one before it when it is whole. Standard library only: it is used before anything is installed.

The new one is made beside the old one, then two renames follow. A run that is killed between them is mended by the next one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from edition.errors import OutputError, Said

NEW_SITE, OLD_SITE = ".site-new", ".site-old"
"""Where a site is rendered, and where the one before it waits for the moment in which the two change places; with the name of a volume
behind it."""


def renew(root: Path, site: Path, render: Callable[[Path], None], name: str = "") -> None:
    """Render a site and put it in its place.

    Args:
        root: the folder in which the two wait; it is on the same disk as the site.
        site: the place of the site.
        render: makes the site in the folder that it is given; it makes none where nothing changed.
        name: tells the sites of one root apart.

    Raises:
        OutputError: the system does not let the old one go.
    """
    new, old = root / f"{NEW_SITE}{name}", root / f"{OLD_SITE}{name}"
    take_up(root, site, name)
    try:
        render(new)
        if new.exists():
            if site.exists():
                os.replace(site, old)
            site.parent.mkdir(parents=True, exist_ok=True)
            os.replace(new, site)
    except OSError as error:
        if old.exists() and not site.exists():
            os.replace(old, site)
        raise OutputError(
            str(site),
            Said(f"换不成新的（{error.strerror}）", f"cannot be replaced ({error.strerror})"),
            Said("请关掉正在显示它的程序，再运行 make site", "close what shows it, and run make site again"),
        ) from error
    finally:
        remove(new)
    remove(old)


def take_up(root: Path, site: Path, name: str = "") -> None:
    """Put back the site that a killed run left between the two renames, and remove what it left besides."""
    new, old = root / f"{NEW_SITE}{name}", root / f"{OLD_SITE}{name}"
    if old.exists() and not site.exists():
        site.parent.mkdir(parents=True, exist_ok=True)
        os.replace(old, site)
    for left in (new, old):
        remove(left)


def remove(path: Path) -> None:
    """Remove a file or a folder where there is one."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
