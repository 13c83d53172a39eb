# SPDX-License-Identifier: Apache-2.0
"""To look at: what a merge could not settle alone, worked through by keys until nothing is left."""
