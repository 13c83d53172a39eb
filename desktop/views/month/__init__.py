# SPDX-License-Identifier: Apache-2.0
"""My month: the plan, what is secured of it, and the deals that can close the gap."""
