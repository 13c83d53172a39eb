# SPDX-License-Identifier: Apache-2.0
"""Finds words of the program itself that are painted cut off: "1 answer mis…" is a fault of the layout.

What people write (a client's name, a stage) may be longer than any place for it and is cut with an ellipsis; a text
of a catalogue, whose length is known, may not. So each text that is cut while a widget is painted is looked up among
the texts of the language, with figures in the place of their fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from babel.messages.pofile import read_po
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.i18n import catalogues
from desktop.i18n.locales import SOURCE
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_block import Laid, TextBlock
from devtools.texts import TEMPLATE

_FIELD = re.compile(r"\{[^{}]*\}")
_FIGURES = r"[^\w]*(?:\d[\d\s.,:×½]*)?\W{0,2}\w{0,3}\.?"
"""A count, a time, a sum or a span: what a field may hold without anybody having written it."""
_BETWEEN = re.compile(r"\s*(?:·|,|—|\n)\s*")
_LEAST_LETTERS = 3


def cut_words(widget: QWidget, language: str) -> list[str]:
    """The program's own texts that this widget, as it stands on the screen, shows cut off."""
    seen: set[str] = set()
    with _told_what_is_cut(seen):
        # What was laid out before is kept by cards and labels: all of it is measured anew.
        for one in (widget, *widget.findChildren(QWidget)):
            QApplication.sendEvent(one, QEvent(QEvent.Type.StyleChange))
        QApplication.processEvents()
        seen.clear()
        widget.grab()
    seen.update(_narrow_examples(widget), _low_labels(widget))
    return sorted(text for text in seen if is_ours(text, language))


def is_ours(text: str, language: str) -> bool:
    """Whether a text is made of the catalogue's texts and figures alone."""
    whole, patterns = _texts(language)
    parts = [part for part in _BETWEEN.split(text) if part]
    return (
        text in whole
        or bool(patterns.fullmatch(text))
        or (bool(parts) and all(part in whole or patterns.fullmatch(part) for part in parts))
    )


@contextmanager
def _told_what_is_cut(seen: set[str]) -> Iterator[None]:
    elided, lay, draw = QFontMetricsF.elidedText, TextBlock.lay, Laid.draw
    cut: dict[int, tuple[Laid, str]] = {}

    def elided_text(metrics: QFontMetricsF, text: str, *how: Any) -> str:
        shown = elided(metrics, text, *how)
        if shown != text:
            seen.add(text)
        return shown

    def laid_out(block: TextBlock, width: float) -> Laid:
        made = lay(block, width)
        if made.is_cut:
            cut[id(made)] = made, block.text
        return made

    def drawn(laid: Laid, *where: Any) -> None:
        if id(laid) in cut:
            seen.add(cut[id(laid)][1])
        draw(laid, *where)

    with (
        patch.object(QFontMetricsF, "elidedText", elided_text),
        patch.object(TextBlock, "lay", laid_out),
        patch.object(Laid, "draw", drawn),
    ):
        yield


def _narrow_examples(widget: QWidget) -> Iterator[str]:
    """Examples in empty fields, which Qt cuts without saying so."""
    for line in widget.findChildren(QLineEdit):
        example = line.placeholderText()
        room = line.contentsRect().width() - line.textMargins().left() - line.textMargins().right()
        is_seen = bool(example) and not line.text() and line.isVisibleTo(widget) and room > 0
        if is_seen and line.fontMetrics().horizontalAdvance(example) > room:
            yield example


def _low_labels(widget: QWidget) -> Iterator[str]:
    """Texts of several lines that have no room for the last of them."""
    for label in widget.findChildren(Label):
        is_folded = label.isVisibleTo(widget) and label.hasHeightForWidth()
        if is_folded and label.height() < label.heightForWidth(label.width()):
            yield label.text()


@cache
def _texts(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    said = _all_texts(language)
    whole = {text for text in said if not _FIELD.search(text)}
    whole |= {text[:1].upper() + text[1:] for text in whole} | {text.lower() for text in whole}
    with_fields = [text for text in said if _FIELD.search(text) and _letters(text)]
    pattern = "|".join(
        _FIGURES.join(re.escape(part) for part in _FIELD.split(text)) for text in with_fields
    )
    return frozenset(whole), re.compile(pattern, re.IGNORECASE)


def _letters(text: str) -> bool:
    return sum(letter.isalpha() for letter in _FIELD.sub("", text)) >= _LEAST_LETTERS


def _all_texts(language: str) -> set[str]:
    if language == SOURCE:
        with TEMPLATE.open("rb") as file:
            found = [message.id for message in read_po(file)]
    else:
        found = [message.string or "" for message in catalogues.merged(language)]
    texts: set[str] = set()
    for one in found:
        texts.update((one,) if isinstance(one, str) else one)
    return texts - {""}
