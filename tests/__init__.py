# SPDX-License-Identifier: Apache-2.0
"""The tests, a package of its own name: two libraries install a stray `tests` of theirs."""
