# SPDX-License-Identifier: Apache-2.0
"""What a deal's steps ask of a person, on the board and on the card alike: dialogs and the moves they belong to."""
