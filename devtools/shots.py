# SPDX-License-Identifier: Apache-2.0
"""Pictures of every screen and state: python -m devtools.shots --out DIR [--only NAME …].

A scene's name may be given in part: `--only frame` takes `frame`, `frame-narrow` and so on. Each
scene is drawn offscreen in each theme and language into NAME-THEME-LANGUAGE.png. With `--cut` it is also
told which words of the program itself are cut off there.
"""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from desktop import i18n
from desktop.views import look, theme
from desktop.views.widgets import keys
from devtools import scenes
from devtools.cut_words import cut_words
from devtools.scenes import Scene

THEMES, LANGUAGES = ("light", "dark"), ("en", "ru")
_SETTLE_MS = 60
_TURNS = 5


def main(arguments: list[str]) -> int:
    wanted = _parser().parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    for module in pkgutil.iter_modules(scenes.__path__):
        importlib.import_module(f"{scenes.__name__}.{module.name}")
    chosen = [s for name, s in scenes.SCENES.items() if _is_wanted(name, wanted.only)]
    if not chosen:
        print(f"No such scene. There are: {', '.join(sorted(scenes.SCENES))}")
        return 1
    wanted.out.mkdir(parents=True, exist_ok=True)
    assert isinstance(app, QApplication)
    for language in wanted.languages:
        i18n.switch(language)
        translator = look.speak(app)
        for look_name in wanted.themes:
            theme.apply(app, look_name, wanted.text_size)
            for scene in chosen:
                path = wanted.out / f"{scene.name}-{look_name}-{language}.png"
                told: list[str] = []
                size = tuple(wanted.size) if wanted.size else scene.size
                look_at = partial(_note_cut, told, language) if wanted.cut else None
                picture(scene, path, size, look_at)
                print(path, *(f"  cut: {words}" for words in told), sep="\n")
        if translator is not None:
            app.removeTranslator(translator)
    return 0


def picture(
    scene: Scene,
    path: Path,
    size: tuple[int, int],
    look_at: Callable[[QWidget], object] | None = None,
) -> None:
    """Show the scene, let it settle, keep what is seen, and let it be looked at."""
    keys.set_shown(True)
    widget = scene.make()
    widget.resize(*size)
    QCursor.setPos(-100, -100)
    widget.show()
    settle()
    if scene.prepare is not None:
        scene.prepare(widget)
        settle()
    widget.grab().save(str(path))
    if look_at is not None:
        look_at(widget)
    widget.close()
    widget.deleteLater()
    settle(0)


def _note_cut(told: list[str], language: str, widget: QWidget) -> None:
    told += cut_words(widget, language)


def settle(milliseconds: int = _SETTLE_MS) -> None:
    """Let layouts, queued answers and short animations come to rest."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    for _turn in range(
        _TURNS
    ):  # on a busy machine the time may be over before a layout's last pass
        QApplication.processEvents()


def _is_wanted(name: str, only: list[str]) -> bool:
    return not only or any(name.startswith(one) for one in only)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="shots", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/shots"), metavar="DIR")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--themes", nargs="*", default=THEMES, choices=THEMES)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--cut", action="store_true", help="tell which words are cut")
    parser.add_argument("--size", nargs=2, type=int, metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--text-size", type=int, default=100, choices=theme.TEXT_SIZES)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
