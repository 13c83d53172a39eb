# SPDX-License-Identifier: Apache-2.0
"""What the shop keeps and its rules: mapped dataclasses without Qt, session, I/O or clock."""
