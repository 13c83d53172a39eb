# SPDX-License-Identifier: Apache-2.0
"""Qt without widgets: the only folder that starts threads, and the one signal for changes."""
