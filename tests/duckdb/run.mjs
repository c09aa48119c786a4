// node run.mjs FOLDER QUERIES: makes Parquet of FOLDER/records*.ndjson and prints what each of samples/queries answers, as one JSON object.
// SPDX-License-Identifier: MIT
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const [folder, queries] = process.argv.slice(2).map(path => resolve(path));
const connection = await (await DuckDBInstance.create(':memory:', { memory_limit: '2GB', threads: '2' })).connect();
process.chdir(folder); // the queries name files beside the records

async function rows(sql) {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

const answers = {};
for (const part of readFileSync(join(queries, 'parquet.sql'), 'utf8').split(/;\s*$/m))
  if (part.trim()) await connection.run(part);
for (const file of readdirSync(queries).filter(name => name.endsWith('.sql') && name !== 'parquet.sql').sort())
  answers[basename(file, '.sql')] = await rows(readFileSync(join(queries, file), 'utf8'));

// Straight from NDJSON: no key needs a quote.
const plain = {
  verdicts: "SELECT verdict.connector, count(*) AS n FROM read_ndjson('records*.ndjson') WHERE type = 'message' GROUP BY ALL ORDER BY ALL",
  roles: "SELECT hop.role, count(*) AS n FROM (SELECT unnest(hops) AS hop FROM records) GROUP BY ALL ORDER BY ALL",
  slow: "SELECT source.path, source.offset, timing.total_ms FROM records ORDER BY timing.total_ms DESC NULLS LAST, source.offset LIMIT 3",
};
for (const [name, sql] of Object.entries(plain)) answers[name] = await rows(sql);
for (const table of ['messages', 'hops', 'findings'])
  answers[`count_${table}`] = Number((await rows(`SELECT count(*) AS n FROM '${table}.parquet'`))[0].n);
console.log(JSON.stringify(answers));
