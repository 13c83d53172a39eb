# SPDX-License-Identifier: Apache-2.0
"""Settings, each declared once as data: default, check, label and keeping are all made from that.

A desk's and its people's settings lie in one JSON file of the desk. A person's setting falls back
to the desk's, which is the last value anybody chose here. What holds for the whole shop lies in its
database (`storage.preferences`).
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, Generic, TypeVar
from uuid import UUID

from desktop import log, paths
from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import N_, _

FILE_NAME: Final = "settings.json"
Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
T = TypeVar("T", bool, int, str)
_log = log.logger("settings")


class Scope(StrEnum):
    """For whom a value holds."""

    DESK = "desk"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[T]):
    """One setting.

    `label` is a marked text; `choices` maps each allowed value to its marked text.
    """

    key: str
    type: type[T]
    default: T
    scope: Scope
    label: str
    choices: Mapping[T, str] | None = None
    lowest: int | None = None
    highest: int | None = None

    def problem(self, value: object) -> str | None:
        """A sentence that says what is wrong with a value, None when it may stand."""
        if type(value) is not self.type:
            return _("{label}: this value is of another kind.").format(label=_(self.label))
        if self.choices is not None and value not in self.choices:
            offered = ", ".join(_(text) for text in self.choices.values())
            return _("{label}: choose one of {choices}.").format(
                label=_(self.label), choices=offered
            )
        if isinstance(value, int) and not self._in_range(value):
            return _("{label}: enter a number from {lowest} to {highest}.").format(
                label=_(self.label), lowest=self.lowest, highest=self.highest
            )
        return None

    def _in_range(self, value: int) -> bool:
        above = self.lowest is None or value >= self.lowest
        return above and (self.highest is None or value <= self.highest)


LANGUAGE: Final = Setting(
    key="language",
    type=str,
    default="",
    scope=Scope.PERSON,
    label=N_("Language"),
)
THEME: Final = Setting(
    key="theme",
    type=str,
    default="system",
    scope=Scope.PERSON,
    label=N_("Theme"),
    choices={"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")},
)
TEXT_SIZE: Final = Setting(
    key="text_size",
    type=int,
    default=100,
    scope=Scope.PERSON,
    label=N_("Text size"),
    choices={90: "90 %", 100: "100 %", 115: "115 %", 130: "130 %", 150: "150 %"},
)
SHOW_KEYS: Final = Setting(
    key="show_keys",
    type=bool,
    default=True,
    scope=Scope.PERSON,
    label=N_("Show keys on buttons"),
)
RAIL_PINNED: Final = Setting(
    key="rail_pinned",
    type=bool,
    default=False,
    scope=Scope.PERSON,
    label=N_("Keep the side rail wide"),
)
SOUNDS: Final = Setting(
    key="sounds", type=bool, default=False, scope=Scope.PERSON, label=N_("Sounds")
)
STAY_IN_TRAY: Final = Setting(
    key="stay_in_tray",
    type=bool,
    default=True,
    scope=Scope.PERSON,
    label=N_("Stay in the tray when the window is closed"),
)
REMIND_OVER_OTHERS: Final = Setting(
    key="remind_over_others",
    type=bool,
    default=True,
    scope=Scope.PERSON,
    label=N_("Show reminders over other programs"),
)
SHOP_FOLDER: Final = Setting(
    key="shop_folder",
    type=str,
    default="",
    scope=Scope.DESK,
    label=N_("Folder of the shop"),
)
LAST_PERSON: Final = Setting(
    key="last_person",
    type=str,
    default="",
    scope=Scope.DESK,
    label=N_("Who signed in last"),
)
ZONE: Final = Setting(
    key="zone",
    type=str,
    default="",
    scope=Scope.DESK,
    label=N_("Time zone"),
)
TICKET_PRINTER: Final = Setting(
    key="ticket_printer", type=str, default="", scope=Scope.DESK, label=N_("Ticket printer")
)
TICKET_PAPER: Final = Setting(
    key="ticket_paper",
    type=str,
    default="roll80",
    scope=Scope.DESK,
    label=N_("Ticket paper"),
    choices={"roll80": N_("Roll 80 mm"), "roll58": N_("Roll 58 mm"), "a6": "A6", "a5": "A5"},
)
TICKET_AT_ONCE: Final = Setting(
    key="ticket_at_once",
    type=bool,
    default=True,
    scope=Scope.DESK,
    label=N_("Print the ticket when the order is taken"),
)
DOCUMENT_PRINTER: Final = Setting(
    key="document_printer", type=str, default="", scope=Scope.DESK, label=N_("Document printer")
)
PDF_MAKER: Final = Setting(
    key="pdf_maker",
    type=str,
    default="auto",
    scope=Scope.DESK,
    label=N_("Program that makes PDF files"),
    choices={
        "auto": N_("The best one found"),
        "word": "Microsoft Word",
        "libreoffice": "LibreOffice",
        "built_in": N_("Built-in simple form"),
    },
)
BACKUP_FOLDER: Final = Setting(
    key="backup_folder",
    type=str,
    default="",
    scope=Scope.DESK,
    label=N_("Folder for backups"),
)
BACKUPS_KEPT: Final = Setting(
    key="backups_kept",
    type=int,
    default=30,
    scope=Scope.DESK,
    label=N_("Backups kept"),
    lowest=3,
    highest=365,
)
LOCK_AFTER: Final = Setting(
    key="lock_after",
    type=int,
    default=15,
    scope=Scope.DESK,
    label=N_("Lock after"),
    choices={0: N_("never"), 1: N_("1 min"), 5: N_("5 min"), 15: N_("15 min"), 60: N_("60 min")},
)
CALL_WITH: Final = Setting(
    key="call_with",
    type=str,
    default="tel",
    scope=Scope.PERSON,
    label=N_("Call with"),
    choices={
        "tel": N_("The system’s telephone program (tel:)"),
        "sip": N_("A SIP telephone (sip:)"),
        "callto": N_("Skype or another messenger (callto:)"),
    },
)
SIP_SERVER: Final = Setting(
    key="sip_server", type=str, default="", scope=Scope.PERSON, label=N_("SIP server")
)
AnySetting = Setting[bool] | Setting[int] | Setting[str]
_ALL: Final[tuple[AnySetting, ...]] = (
    *(LANGUAGE, THEME, TEXT_SIZE, SHOW_KEYS, RAIL_PINNED, SOUNDS, CALL_WITH, SIP_SERVER),
    *(STAY_IN_TRAY, REMIND_OVER_OTHERS),
    *(SHOP_FOLDER, LAST_PERSON, LOCK_AFTER, ZONE, BACKUP_FOLDER, BACKUPS_KEPT),
    *(TICKET_PRINTER, TICKET_PAPER, TICKET_AT_ONCE, DOCUMENT_PRINTER, PDF_MAKER),
)
DECLARED: Final[Mapping[str, AnySetting]] = {one.key: one for one in _ALL}
"""Every setting by its key, in the order of the preference pages."""

Listener = Callable[[AnySetting], None]


class Settings:
    """The values that hold on this desk, kept in one file which is written whole at each change."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or paths.config_dir() / FILE_NAME
        self._desk: dict[str, Json] = {}
        self._people: dict[str, dict[str, Json]] = {}
        self._remembered: dict[str, Json] = {}
        self._listeners: list[Listener] = []
        self._is_written = True
        self._read()

    def get(self, setting: Setting[T], *, person: UUID | None = None) -> T:
        """The value that holds for this person here, the default where no valid one was chosen."""
        for values in self._places(setting.scope, person):
            value = values.get(setting.key)
            if value is not None and setting.problem(value) is None:
                return value  # type: ignore[return-value]  # problem() has compared the type
        return setting.default

    def set(self, setting: Setting[T], value: T, *, person: UUID | None = None) -> None:
        """Keep a value and tell the listeners; UserError when it is not valid or cannot be written.

        A person's choice is the desk's too, so that the next start, before anybody signed in, looks
        the same.
        """
        if problem := setting.problem(value):
            raise UserError(problem, field=setting.key)
        held = [self._desk]
        if setting.scope is Scope.PERSON and person is not None:
            held.append(self._people.setdefault(str(person), {}))
        is_kept = all(one.get(setting.key) == value for one in held)
        for one in held:
            one[setting.key] = value
        try:
            if not (
                is_kept and self._is_written
            ):  # the disk is asked for nothing at each start, when the same person sits down
                self._write()
        finally:
            self._tell([DECLARED[setting.key]])

    def recall(self, name: str, *, person: UUID | None = None) -> Json:
        """What a screen left here to find again (window size, splitters, last page), None when nothing."""
        return self._remembered.get(f"{person}/{name}")

    def remember(self, name: str, value: Json, *, person: UUID | None = None) -> None:
        """Keep what a screen wants to find again.

        It is no setting: a write that fails is only logged.
        """
        if self._remembered.get(f"{person}/{name}") == value:
            return
        self._remembered[f"{person}/{name}"] = value
        try:
            self._write()
        except UserError as error:
            _log.warning("Not remembered: %s", error)

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each setting that changes; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _places(self, scope: Scope, person: UUID | None) -> list[Mapping[str, object]]:
        if scope is Scope.PERSON and person is not None:
            return [self._people.get(str(person), {}), self._desk]
        return [self._desk]

    def _tell(self, changed: Iterable[AnySetting]) -> None:
        for setting in changed:
            for listener in list(self._listeners):
                listener(setting)

    def _read(self) -> None:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            self._desk = dict(data["desk"])
            self._people = {key: dict(values) for key, values in data["people"].items()}
            self._remembered = dict(data["remembered"])
        except FileNotFoundError:
            return
        except OSError as error:
            _log.warning("Settings could not be read, defaults hold: %s", error)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            _log.warning("Settings are damaged, defaults hold: %s", error)
            self._put_aside()

    def _put_aside(self) -> None:
        # What somebody may have edited by hand is kept beside, not overwritten by the next change.
        try:
            self._path.replace(self._path.with_suffix(".damaged.json"))
        except OSError as error:
            _log.warning("Damaged settings could not be put aside: %s", error)

    def _write(self) -> None:
        data = {"desk": self._desk, "people": self._people, "remembered": self._remembered}
        part = self._path.with_suffix(".part")
        self._is_written = False
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False, indent=2)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._path)
            self._is_written = True
        except OSError as error:
            _log.warning("Settings could not be written: %s", error)
            raise UserError(
                _(
                    "The settings could not be saved in {folder}. They hold until the program is "
                    "closed. Check that the folder can be written and the disk is not full."
                ).format(folder=self._path.parent)
            ) from error
