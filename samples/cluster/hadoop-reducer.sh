#!/bin/bash
# Hadoop streaming reducer: records in any order in, one summary record out.  SPDX-License-Identifier: MIT
# A record holds no TAB, so that all of it is the key; the TAB that Hadoop puts behind it is white space to a JSON reader.
set -euo pipefail
exec "${HOPSCOPE:-hopscope}" summary -f ndjson -
