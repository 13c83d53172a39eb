# SPDX-License-Identifier: Apache-2.0
"""The accountant's list: what came is confirmed here and nowhere else."""
