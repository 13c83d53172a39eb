# SPDX-License-Identifier: Apache-2.0
"""Word as a converter: a PowerShell script on Windows, JavaScript for Automation on macOS, each a process of its own.

Neither closes a Word that a person has open, and neither needs a library of ours: the scripts read the file's names
from their environment, so that no name has to be quoted.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop import scratch

SOURCE, TARGET = "COUNTERFOIL_SOURCE", "COUNTERFOIL_TARGET"

# 17 is wdExportFormatPDF, 0 wdDoNotSaveChanges and wdAlertsNone, 3 msoAutomationSecurityForceDisable: no macro runs.
# A Word without a window and without documents is the one this script has started; only that one is closed.
_POWERSHELL: Final = r"""
$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
$own = (-not $word.Visible) -and ($word.Documents.Count -eq 0)
try {
  if ($own) { $word.DisplayAlerts = 0; $word.AutomationSecurity = 3 }
  $paper = $word.Documents.Open($env:COUNTERFOIL_SOURCE, $false, $true, $false)
  try { $paper.ExportAsFixedFormat($env:COUNTERFOIL_TARGET, 17) } finally { $paper.Close(0) }
} finally {
  if ($own) { $word.Quit(0) }
}
"""

_JAVASCRIPT: Final = """
ObjC.import('stdlib')
const source = $.getenv('COUNTERFOIL_SOURCE'), target = $.getenv('COUNTERFOIL_TARGET')
const word = Application('Microsoft Word')
const wasRunning = word.running()
word.open(Path(source))
const paper = word.activeDocument
try {
  word.saveAs(paper, {fileName: target, fileFormat: 'format PDF'})
} finally {
  word.close(paper, {saving: 'no'})
  if (!wasRunning) word.quit({saving: 'no'})
}
"""

# Word for macOS is sandboxed: in its own group folder it opens files without asking the person for each.
_MACOS_FOLDER: Final = "Library/Group Containers/UBF8T346G9.Office"


def command(platform: str) -> list[str]:
    """The command line that makes a PDF through Word; see `environment` for the files."""
    if platform == "darwin":
        return ["/usr/bin/osascript", "-l", "JavaScript", "-e", _JAVASCRIPT]
    shell = ["powershell.exe", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass"]
    return [*shell, "-Command", _POWERSHELL]


def environment(source: Path, target: Path) -> Mapping[str, str]:
    """What the script is told: which file, and where to."""
    return {SOURCE: str(source), TARGET: str(target)}


def work_folder(platform: str, home: Path) -> Path | None:
    """Where Word may read and write without asking; None where any temporary folder will do."""
    folder = home / _MACOS_FOLDER
    return folder if platform == "darwin" and folder.is_dir() else None


def sweep(now: datetime) -> None:
    """Throw away the papers that were in the making when the program was killed, wherever they were made."""
    scratch.sweep(now)
    near = work_folder(sys.platform, Path.home())
    if near is not None:
        scratch.sweep(now, near)
