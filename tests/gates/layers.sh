#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A layer includes itself and what stands left of it; a foreign header has one owner.
. "$(dirname "$0")/gate.sh"

verdict "layers and owners of foreign headers" \
	"$(find src include/tidings tests/unit -name '*.[ch]' -exec awk -f tools/layers.awk {} + | sort)"
finish
