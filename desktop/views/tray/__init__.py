# SPDX-License-Identifier: Apache-2.0
"""What is seen while the window is not: the tray's icon and menu, reminders over other programs, a small Today."""
