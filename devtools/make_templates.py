# SPDX-License-Identifier: Apache-2.0
"""Makes the shipped Word templates in resources/templates: `python -m devtools.make_templates [FOLDER]`.

The texts stand in `template_texts_en` and `template_texts_ru` and not in the .docx files, so that a change to them can
be read. The fonts are those that Windows and macOS both have; LibreOffice shows Liberation in their place, which has
the same widths.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from devtools import template_texts_en, template_texts_ru
from devtools.template_sheet import Sheet

PAPERS: Final[dict[str, dict[str, Callable[[], Sheet]]]] = {
    "en": template_texts_en.PAPERS,
    "ru": template_texts_ru.PAPERS,
}


def make_all(folder: Path) -> list[Path]:
    """Write every shipped template below the folder, by language; returns the files."""
    made = []
    for language, papers in PAPERS.items():
        (folder / language).mkdir(parents=True, exist_ok=True)
        for name, build in papers.items():
            made.append(folder / language / f"{name}.docx")
            build().document.save(str(made[-1]))
    return made


if __name__ == "__main__":
    home = Path(__file__).resolve().parent.parent
    make_all(Path(sys.argv[1]) if len(sys.argv) > 1 else home / "resources" / "templates")
