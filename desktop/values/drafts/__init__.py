# SPDX-License-Identifier: Apache-2.0
"""What forms edit before it is saved; kept on disk while open, free of SQLAlchemy and of time."""
