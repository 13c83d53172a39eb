# SPDX-License-Identifier: Apache-2.0
"""The far end of `documents.child`: `python -m desktop.documents NAME` does one piece of work and ends."""

import sys

from desktop.documents import child

if __name__ == "__main__":
    sys.exit(child.serve(sys.argv[1:]))
