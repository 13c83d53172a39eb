# SPDX-License-Identifier: Apache-2.0
"""The sub-commands, for the office's IT person: no window, an answer in words or as JSON, an honest exit code.

Exit codes: 0 done, 1 refused with a sentence, 2 arguments not understood, 3 faults were found, 70 a bug.
"""
