# SPDX-License-Identifier: Apache-2.0
"""Kills while a shop begins: at the first start and while a backup is put back; each round has a shop of its own."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.flows.back_up import back_up
from desktop.storage.backup import quick_check
from desktop.storage.tables import FILE_NAME
from devtools.kill_checks import Told
from devtools.kill_found import Found
from devtools.kill_plan import QUIET, RESTORE, SETUP, Plan
from devtools.kill_program import Program, Round
from tests.shop import OpenShop, open_shop

_OPEN_FILES = {FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"}
OLD, NEW = "Labels before the backup", "Labels after the backup"


class Beginnings:
    """The rounds of these two kinds. `play` tells what was broken."""

    def __init__(self, folder: Path, told: Told) -> None:
        self._folder, self._told = folder, told
        self._made: Path | None = None

    def play(self, this: Round, number: int) -> list[str]:
        """Kill it once, start it again, and look: it comes to a whole shop by itself."""
        folder = self._folder / f"begun{number}"
        shop = folder / "shop"
        if this.kind == RESTORE:
            shutil.copytree(self._shop_with_backup(), shop)
        with Program(Plan(str(shop), this.kind, number), folder, this.said) as program:
            program.kill_after(this)
        again = SETUP if this.kind == SETUP else QUIET
        with Program(Plan(str(shop), again, number, ends=True), folder, []) as program:
            program.read_to_end()
        found = Found.look(shop, folder / "copy")
        broken = [f"the shop is not whole: {found.faults[:5]}"] if found.faults else []
        broken += self._left(shop)
        broken += self._restored(this, shop, found) if this.kind == RESTORE else []
        self._told.asked[f"a shop is whole after {this.kind}"] += 1
        if not broken:
            shutil.rmtree(folder)
        return broken

    def _left(self, shop: Path) -> Iterator[str]:
        """What was begun and not finished does not lie about."""
        left = {path.name for path in shop.glob(f"{FILE_NAME}*")} - _OPEN_FILES
        if left:
            yield f"there are left {sorted(left)}"

    def _restored(self, this: Round, shop: Path, found: Found) -> Iterator[str]:
        """It is the shop as it was, or the backup with the shop as it was beside it."""
        titles = {deal.title for deal in found.deals.values()}
        is_told = any("restored" in line for line in this.said)
        if titles not in ({OLD}, {OLD, NEW}) or (is_told and titles != {OLD}):
            yield f"restored was told: {is_told}; the shop has {titles}"
        if titles == {OLD}:
            self._told.asked["a backup is in place"] += 1
            aside = [path for path in shop.glob(f"replaced-*/{FILE_NAME}") if not quick_check(path)]
            if not aside:
                yield "the shop that was replaced is gone"

    def _shop_with_backup(self) -> Path:
        """A shop with a backup that lacks its last deal, made once."""
        if self._made is None:
            self._made = _make(self._folder / "with-backup")
        return self._made


def _make(folder: Path) -> Path:
    opened: OpenShop = open_shop(folder)
    opened.a_deal(title=OLD)
    earlier = datetime.now(UTC) - timedelta(hours=1)
    back_up(opened.folder, opened.folder / "backups", now=earlier)
    opened.a_deal(title=NEW)
    opened.close()
    return opened.folder
