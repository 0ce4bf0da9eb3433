# coding: utf-8 (Python 2 reads no Chinese without this line)
"""The door to every task: `python3 scripts/environment.py site` (on Windows `py scripts/environment.py site`).

An old Python must be able to read this file in order to say that it is too old, so it holds nothing but that check.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "出错：这是 Python %d.%d（%s），而这里需要 Python 3.11 或更新的版本；请装一个，并写明：make PYTHON=python3.11 site。\n"
        "error: this is Python %d.%d (%s), and the edition needs Python 3.11 or newer; "
        "install one and name it: make PYTHON=python3.11 site" % (2 * (sys.version_info[0], sys.version_info[1], sys.executable))
    )

from tasks import main

if __name__ == "__main__":
    sys.exit(main())
