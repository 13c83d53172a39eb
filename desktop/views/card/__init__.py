# SPDX-License-Identifier: Apache-2.0
"""One deal's page: facts, order, history with its composer, and what comes next."""
