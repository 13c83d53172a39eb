# SPDX-License-Identifier: Apache-2.0
"""Templates, and the fields they can name, as the template manager lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from desktop.documents.fields import FieldInfo, FormatInfo, catalogue, format_catalogue
from desktop.i18n import N_, _, file_size, languages
from desktop.models.rows import Column, RowsModel
from desktop.values.rows.settings import TemplateRow
from desktop.values.search import fold
from desktop.values.states import PaperKind


class TemplatesModel(RowsModel[TemplateRow]):
    """The templates by kind; the first one of a kind and language is the one that is used."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            _template_columns(self), key=lambda row: row.id, spoken=self._spoken, parent=parent
        )

    def is_used(self, row: TemplateRow) -> bool:
        """Whether papers are made from this one unless another is chosen."""
        first = next(
            one for one in self.rows if (one.kind, one.language) == (row.kind, row.language)
        )
        return first.id == row.id

    def _spoken(self, row: TemplateRow) -> str:
        used = _("used first") if self.is_used(row) else ""
        parts = (row.name, PaperKind.words(row.kind), language_words(row.language), used)
        return ", ".join(part for part in parts if part)


class FieldsModel(RowsModel[FieldInfo | FormatInfo]):
    """Fields and formats with the tag that stands for each; `narrow` keeps those with certain words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_field_columns(), key=lambda row: row.tag, parent=parent)
        self.narrow("")

    def narrow(self, text: str) -> None:
        """Show what has all these words in its tag or its meaning."""
        words = fold(text).split()
        everything: Sequence[FieldInfo | FormatInfo] = (*catalogue(), *format_catalogue())
        self.replace(
            [
                one
                for one in everything
                if all(word in fold(f"{one.tag} {one.about}") for word in words)
            ]
        )


def kind_choices() -> Sequence[tuple[Any, str]]:
    """The kinds of paper a template can be for."""
    return [(kind.value, kind.label()) for kind in PaperKind]


def language_words(code: str) -> str:
    """A language by its own name."""
    return next((one.own_name for one in languages() if one.code == code), code)


def language_choices() -> Sequence[tuple[Any, str]]:
    """The languages a paper can be in."""
    return [(one.code, one.own_name) for one in languages()]


def _template_columns(model: TemplatesModel) -> tuple[Column[TemplateRow], ...]:
    return (
        Column(
            "name",
            N_("Template"),
            text=lambda row: row.name,
            icon=lambda _row: ("file-text", "tx3"),
            is_strong=True,
        ),
        Column("kind", N_("For"), text=lambda row: PaperKind.words(row.kind)),
        Column("language", N_("Language"), text=lambda row: language_words(row.language)),
        Column(
            "state",
            "",
            text=lambda row: _("used first") if model.is_used(row) else "",
            meaning=lambda _row: "done",
        ),
        Column(
            "origin",
            N_("Origin"),
            text=lambda row: _("shipped") if row.is_shipped else file_size(row.size),
            meaning=lambda _row: "quiet",
        ),
    )


def _field_columns() -> tuple[Column[FieldInfo | FormatInfo], ...]:
    return (
        Column(
            "tag",
            N_("Tag"),
            text=lambda row: row.tag,
            detail=lambda row: row.about,
            is_strong=True,
        ),
    )
