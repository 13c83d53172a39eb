# SPDX-License-Identifier: Apache-2.0
"""What joins data, paper and the outside world, without Qt: reads by queries, works, stores by one command."""
