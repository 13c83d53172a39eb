# SPDX-License-Identifier: Apache-2.0
"""Writes the kept file of the present schema version, `tests/storage/migrate/v<n>.sqlite`.

Run it once, when a version is released. Afterwards the file is never written again: later upgrades are proved on it.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    sys.path.insert(0, str(ROOT))
    from desktop.clock import SystemClock
    from desktop.commands.shop import set_up_shop
    from desktop.storage.database import Database
    from desktop.storage.tables import SCHEMA_VERSION
    from desktop.storage.unit_of_work import Actor

    target = ROOT / "tests" / "storage" / "migrate" / f"v{SCHEMA_VERSION}.sqlite"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder), SystemClock())
        database.open()
        database.write(
            Actor(),
            lambda uow: set_up_shop(
                uow,
                language="en",
                country="GB",
                firm_name="Rook Lane Print",
                first_person="Maya Lindqvist",
            ),
        )
        database.close()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        with closing(sqlite3.connect(database.path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA page_size=1024")
            connection.execute("VACUUM")
            connection.execute("VACUUM INTO ?", (str(target),))
    print(target, target.stat().st_size)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
