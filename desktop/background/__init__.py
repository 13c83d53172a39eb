# SPDX-License-Identifier: Apache-2.0
"""Qt without widgets: the one signal for changes, and all threads but that of storage/checkpoints."""
