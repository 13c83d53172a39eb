# SPDX-License-Identifier: Apache-2.0
"""The wizard "Contract and invoice": requisites, preview, editing, sending; a dialog over whatever opened it."""
