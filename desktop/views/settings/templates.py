# SPDX-License-Identifier: Apache-2.0
"""Templates: .docx files per kind and language, checked before they are taken, and every field one can name."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.models.rows import RowRole
from desktop.models.templates import FieldsModel, TemplatesModel
from desktop.values.rows.settings import TemplateRow
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings.section import SectionView, TwoParts
from desktop.views.settings.small_dialogs import NameDialog
from desktop.views.settings.template_dialogs import TemplateDialog
from desktop.views.settings.template_preview import PreviewDialog
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.table import TableView

ADD = ActionSpec("settings.add_template", N_("Add a template"), "plus", ("Ctrl+N",))
SIDE = 344
STACKED_BELOW = 1100


class _Table(TableView):
    """Delete removes the chosen template."""

    def __init__(self, section: TemplatesSection, parent: QWidget) -> None:
        super().__init__(parent, name=lambda: _("Templates"), bar=True, empty=_nothing)
        self._section = section

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._section.remove()
        else:
            super().keyPressEvent(event)


class TemplatesSection(SectionView):
    """The table of templates; beside it the list of fields and formats, copied by Enter."""

    kinds: ClassVar[tuple[str, ...]] = ("template",)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._wanted: UUID | None = None
        self.parts = TwoParts(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.parts)
        self.parts.put(self._list_panel(), least=220)
        self.fields = FieldsPanel(self)
        self.parts.put(self.fields, width=SIDE, least=220)
        self.actions_here = [(ADD, self.ask_file)]

    def _list_panel(self) -> Panel:
        panel = Panel(lambda: _("Templates"), self, padding=(0, 0))
        self.primary = self.add_button = Button(
            lambda: _("Add a template"), panel, kind="primary", size="small", icon="plus",
            shortcut="Ctrl+N",
        )  # fmt: skip
        self.add_button.clicked.connect(self.ask_file)
        panel.add_action(self.add_button)
        self.model = TemplatesModel(self)
        self.table = _Table(self, panel)
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 200), (2, 84), (3, 96), (4, 104)):
            self.table.setColumnWidth(column, theme.px(width))
        self.table.opened.connect(lambda _index: self.look_at())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._say_buttons())
        panel.body.setSpacing(0)
        panel.body.addWidget(self.table, 1)
        panel.body.addLayout(self._foot(panel))
        return panel

    def _foot(self, panel: Panel) -> QVBoxLayout:
        holder = QWidget(panel)
        flow = FlowLayout(holder, gap=8)
        made = []
        for words, icon, do in (
            (lambda: _("Preview on a deal…"), "eye", self.look_at),
            (lambda: _("Replace the file…"), "upload-simple", self.ask_other_file),
            (lambda: _("Save a copy…"), "download-simple", self.ask_copy),
            (lambda: _("Rename…"), "pencil-simple", self.rename),
            (lambda: _("Remove"), "trash", self.remove),
        ):
            button = Button(words, holder, size="small", icon=icon)
            button.clicked.connect(do)
            flow.addWidget(button)
            made.append(button)
        self.buttons = made
        self.note = Note(panel)
        column = QVBoxLayout()
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(holder)
        column.addWidget(self.note)
        return column

    # Asking and showing

    def focus_first(self) -> None:
        """Begin with the table."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def adapt(self, window: QSize) -> None:
        """Lay the fields below the table where there is little room, and leave out columns."""
        self.parts.set_stacked(window.width() < STACKED_BELOW)
        self.table.setColumnHidden(4, window.width() < 1300)
        self.table.setColumnHidden(3, window.width() < 900)

    def refresh(self) -> None:
        """Ask for the templates."""
        self.context.tasks.fetch(
            "templates",
            lambda reader: queries.settings.templates(reader),
            then=self._show,
        )

    def retranslate(self) -> None:
        """Say kinds and meanings anew."""
        self.model.retranslate()
        self.fields.narrow()
        super().retranslate()

    def _show(self, templates: tuple[TemplateRow, ...]) -> None:
        known = {row.id for row in self.model.rows}
        self.model.replace(templates)
        self.model.retranslate()
        new = next((row.id for row in templates if known and row.id not in known), None)
        place = self.model.row_of(new) if new is not None else None
        if place is not None:
            self.table.selectRow(place)
        elif not self.table.currentIndex().isValid() and templates:
            self.table.selectRow(0)
        self._say_buttons()

    def chosen(self) -> TemplateRow | None:
        """The template the buttons are about."""
        row = self.table.currentIndex().data(RowRole.ROW)
        return row if isinstance(row, TemplateRow) else None

    def _say_buttons(self) -> None:
        for button in self.buttons:
            button.setEnabled(self.chosen() is not None)

    # What a person does

    def ask_file(self) -> None:
        """Ask for a .docx."""
        name = self._ask_docx()
        if name:
            self.add(Path(name))

    def add(self, path: Path) -> TemplateDialog:
        """Look a file through and take it as a template."""
        dialog = TemplateDialog(self.context, self, path, done=self.stored.emit)
        dialog.open()
        return dialog

    def ask_other_file(self) -> None:
        """Ask for a .docx in place of the chosen template's."""
        name = self._ask_docx()
        if name:
            self.replace(Path(name))

    def replace(self, path: Path) -> TemplateDialog | None:
        """Look a file through and let it take the place of the chosen template's."""
        row = self.chosen()
        if row is None:
            return None
        dialog = TemplateDialog(self.context, self, path, row=row, done=self.stored.emit)
        dialog.open()
        return dialog

    def _ask_docx(self) -> str:
        kinds = _("Word documents ({pattern})").format(pattern="*.docx")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a template"), "", kinds)
        return str(name)

    def ask_copy(self) -> None:
        """Ask where a copy goes, to be edited in Word."""
        row = self.chosen()
        if row is None:
            return
        start = str(Path.home() / f"{row.name}.docx")
        name, _kind = QFileDialog.getSaveFileName(self, _("Save a copy"), start, "*.docx")
        if name:
            self.save_copy(Path(name))

    def save_copy(self, target: Path) -> None:
        """Write the chosen template's file there."""
        from desktop.flows.own_template import save_copy

        row = self.chosen()
        assert row is not None
        self.context.tasks.flow(
            lambda shop: save_copy(shop, row=row, target=target),
            then=lambda _done: self.note.say(
                _("The copy is in {file}.").format(file=target), "ok", "check-circle"
            ),
            failed=self._refused,
        )

    def look_at(self) -> PreviewDialog | None:
        """Show the chosen template filled from a deal."""
        row = self.chosen()
        if row is None:
            return None
        dialog = PreviewDialog(self.context, self, row)
        dialog.open()
        return dialog

    def rename(self) -> None:
        """Ask for another name."""
        row = self.chosen()
        if row is None:
            return
        template_id, seen = row.id, {row.id: row.stamp}

        def save(dialog: NameDialog) -> None:
            name = dialog.name()
            if not name:
                dialog.refuse(UserError(_("The template needs a name.")))
                return
            self.run(
                lambda uow: commands.templates.change_template(
                    uow, template_id=template_id, name=name, seen=seen
                ),
                then=lambda _done: dialog.accept(),
                failed=dialog.refuse,
            )

        NameDialog(
            self,
            lambda: _("Rename the template"),
            save=save,
            primary=lambda: _("Save"),
            name=row.name,
        ).kept(self.context, "template name", row.id).open()

    def remove(self) -> None:
        """Take the chosen template out; papers made from it stay."""
        row = self.chosen()
        if row is None:
            return
        template_id = row.id
        self.run(
            lambda uow: commands.templates.remove_template(uow, template_id=template_id),
            failed=self._refused,
        )

    def _refused(self, error: UserError) -> None:
        self.note.say(error.sentence, "er", "warning-circle")


class FieldsPanel(Panel):
    """Every field and format a template can name; Enter copies the tag."""

    def __init__(self, section: TemplatesSection) -> None:
        super().__init__(lambda: _("Fields and formats"), section, padding=(0, 0))
        self.search = LineEdit(
            self, placeholder=lambda: _("Search: sum, client, date"), icon="magnifying-glass"
        )
        self.search.say_as(lambda: _("Search fields"))
        self.search.textChanged.connect(lambda _text: self.narrow())
        self.model = FieldsModel(self)
        self.table = TableView(
            self,
            name=lambda: _("Fields and formats"),
            two_lines=True,
            empty=lambda: _("No such field."),
        )
        self.table.horizontalHeader().hide()
        self.table.setModel(self.model)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.opened.connect(self.copy)
        self.table.doubleClicked.connect(self.copy)
        self.told = Label(
            lambda: _("Enter copies the tag; paste it into Word."),
            self,
            style="small",
            role="secondary",
            lines=2,
        )
        self.copy_button = Button(lambda: _("Copy the tag"), self, size="small", icon="copy")
        self.copy_button.clicked.connect(lambda: self.copy(self.table.currentIndex()))
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.addWidget(self.search)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.told, 1, Qt.AlignmentFlag.AlignVCenter)
        self.body.setSpacing(0)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(foot)

    def narrow(self) -> None:
        """Show the fields that have the typed words."""
        self.model.narrow(self.search.text())

    def copy(self, index: QModelIndex) -> None:
        """Put a tag on the clipboard."""
        row = index.data(RowRole.ROW)
        if row is None:
            return
        QGuiApplication.clipboard().setText(row.tag)
        self.told.set_content(lambda: _("Copied: {tag}").format(tag=row.tag))


def _nothing() -> str:
    return _("No template. Add a .docx file with fields.")
