# SPDX-License-Identifier: Apache-2.0
"""The arguments that the window and every sub-command take."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_common(parser: argparse.ArgumentParser) -> None:
    """What may stand before the sub-command as well as after it; the later one counts."""
    absent = argparse.SUPPRESS
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=absent, help="the folder of the shop"
    )
    parser.add_argument("--language", default=absent, help="en, ru; by default the system's")
    parser.add_argument(
        "--verbose", action="store_true", default=absent, help="write more to the log"
    )
