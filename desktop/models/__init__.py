# SPDX-License-Identifier: Apache-2.0
"""Qt item models: rows in the shape a view wants; no widgets, no SQL, no entities."""
