# SPDX-License-Identifier: Apache-2.0
"""The touches of the day: what is late, what is for today, what comes."""
