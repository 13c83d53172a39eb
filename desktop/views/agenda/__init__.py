# SPDX-License-Identifier: Apache-2.0
"""The agenda: a person's touches by day and by week, moved with the mouse and by keys."""
