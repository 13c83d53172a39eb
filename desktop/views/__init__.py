# SPDX-License-Identifier: Apache-2.0
"""Widgets: show models, gather input, call commands through tasks. No SQL, no entities; pages do not import pages."""
