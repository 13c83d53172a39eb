# SPDX-License-Identifier: Apache-2.0
"""What developers run beside the program: the machine's set-up, checks, texts, screens, tours.

`machine`, `screen` and `checks` use the standard library only, because dev.py runs them before
anything is installed.
"""
