#!/bin/bash
# Hadoop streaming mapper: names of files, one a line, in; one record (hopscope/1) a message out.  SPDX-License-Identifier: MIT
#
#   mapred streaming -D mapreduce.job.reduces=1 -inputformat org.apache.hadoop.mapred.lib.NLineInputFormat \
#     -input names.txt -output out -file hadoop-mapper.sh -file hadoop-reducer.sh -mapper 'bash hadoop-mapper.sh' -reducer 'bash hadoop-reducer.sh'
#
# NLineInputFormat puts the line's offset and a TAB before each line: they go. Names are of a file system that every node mounts.
set -euo pipefail
sed -u 's/^[0-9]*\t//' | "${HOPSCOPE:-hopscope}" -f ndjson --line-buffered --files-from -
