# SPDX-License-Identifier: Apache-2.0
"""The Navigator: one ticket of the day in front, worked off by keys until none is left."""
