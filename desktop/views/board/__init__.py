# SPDX-License-Identifier: Apache-2.0
"""The deals board: columns of tickets, moved by mouse and by keys."""
