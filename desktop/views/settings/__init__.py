# SPDX-License-Identifier: Apache-2.0
"""Settings: the firm, its people, prices, stages, mail, paper and backups, and how the program looks here."""
