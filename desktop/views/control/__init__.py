# SPDX-License-Identifier: Apache-2.0
"""Day control: the head's page about everybody's day."""
