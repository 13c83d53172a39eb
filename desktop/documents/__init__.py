# SPDX-License-Identifier: Apache-2.0
"""Paper: template filling, amounts in words and cases, PDF, tickets, codes, the regulation.

Nothing here knows the database, the network or (but for `ticket_paint`) Qt. Whatever an outsider may have written, and
whatever may hang (templates, Word, LibreOffice), works in a child process with a time limit. Bad cases come back as
UserError sentences.
"""
