# SPDX-License-Identifier: Apache-2.0
"""Takes a picture of the whole screen: python -m devtools.picture FILE.png."""

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication


def main() -> int:
    path = Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    app = QGuiApplication(sys.argv[:1])
    return 0 if app.primaryScreen().grabWindow(0).save(str(path)) else 1


if __name__ == "__main__":
    sys.exit(main())
