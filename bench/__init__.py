# SPDX-License-Identifier: Apache-2.0
"""Measurements: each figure of ours beside a limit measured in the same run, on the same data."""
