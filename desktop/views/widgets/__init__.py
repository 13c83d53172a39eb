# SPDX-License-Identifier: Apache-2.0
"""Parts that know no CRM: they show what they are given and tell what was pressed; could be published on their own."""
