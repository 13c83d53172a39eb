# SPDX-License-Identifier: Apache-2.0
"""Counterfoil: a desktop CRM for a print shop."""

__version__ = "0.1.0"
APP_NAME = "Counterfoil"
