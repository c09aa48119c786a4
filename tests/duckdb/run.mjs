// node run.mjs HOPSCOPE SOURCE_ROOT [--update]: what samples/queries answer over the NDJSON of samples, against expected/*.csv.
// Each query is asked twice: of the NDJSON, and of the Parquet that is made of it. Skipped (77) where `npm ci` was not run in this folder.
// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
if (!existsSync(join(here, 'node_modules', '@duckdb', 'node-api'))) {
  console.log('no node_modules: npm ci --prefix tests/duckdb');
  process.exit(77);
}
const { DuckDBInstance } = await import('@duckdb/node-api');
const [hopscope, root] = process.argv.slice(2, 4).map(path => resolve(path));
const update = process.argv.includes('--update');
const queries = join(root, 'samples', 'queries'), expected = join(here, 'expected');
const folder = mkdtempSync(join(tmpdir(), 'hopscope-duckdb-'));
let checks = 0, failed = 0;

function check(good, name, detail = '') {
  checks++;
  if (!good) failed++;
  console.log(`${good ? 'ok' : 'FAILED'} ${name}${good ? '' : `\n${detail}`}`);
}

function tool(args, input) {
  const run = spawnSync(hopscope, args, { cwd: root, input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`hopscope ${args.join(' ')}: exit ${run.status ?? run.signal ?? run.error}\n${run.stderr}`);
  return run.stdout;
}

const cell = value => value === null ? '' : /^$|[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : String(value);

async function csv(connection, sql) {
  const reader = await connection.runAndReadAll(sql);
  return [reader.columnNames(), ...reader.getRowsJson()].map(row => row.map(cell).join(',') + '\n').join('');
}

async function main() {
  const lines = tool(['-f', 'ndjson', 'samples']);
  const error = tool(['-f', 'ndjson', '--input', 'records'], '\n'); // a line without a message
  writeFileSync(join(folder, 'records-1.ndjson'), lines);
  writeFileSync(join(folder, 'records-2.ndjson'), error);
  process.chdir(folder); // the queries name files in the current folder
  const sql = name => readFileSync(join(queries, name), 'utf8');
  const names = readdirSync(queries).filter(name => name.endsWith('.sql') && !['records.sql', 'parquet.sql'].includes(name)).map(name => basename(name, '.sql')).sort();
  const connection = await (await DuckDBInstance.create(':memory:', { memory_limit: '1GB', threads: '2' })).connect();

  // What was counted without DuckDB.
  const records = lines.trimEnd().split('\n').map(line => JSON.parse(line)).filter(record => record.type === 'message');
  const sum = key => records.reduce((n, record) => n + record[key].length, 0);
  const counts = `messages,hops,findings,dated\n${records.length},${sum('hops')},${sum('findings')},${records.filter(r => r.message.date && r.timing.first).length}\n`;
  check(JSON.parse(error).type === 'error', 'an empty line is an error record', error);

  for (const setup of ['records.sql', 'parquet.sql']) {
    await connection.run(sql(setup));
    const counted = await csv(connection, `SELECT (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM hops) AS hops,
      (SELECT count(*) FROM findings) AS findings, (SELECT count(*) FROM messages WHERE date IS NOT NULL AND first_seen IS NOT NULL) AS dated`);
    check(counted === counts, `${setup}: all rows`, `${counts}${counted}`);
    for (const name of names) {
      const answer = await csv(connection, sql(`${name}.sql`)), file = join(expected, `${name}.csv`);
      if (update && setup === 'records.sql') writeFileSync(file, answer);
      const wanted = existsSync(file) ? readFileSync(file, 'utf8') : '(no such file)';
      check(answer === wanted && answer.split('\n').length > 2, `${setup}: ${name}`, `--- expected\n${wanted}--- answered\n${answer}`);
    }
  }
  const kept = readdirSync(expected).map(name => basename(name, '.csv')).sort();
  check(String(kept) === String(names), 'an answer for each query, a query for each answer', `${names}\n${kept}`);

  // The SQL that docs/queries.md shows: that of the files, and one of its own that must run.
  const shown = [...readFileSync(join(root, 'docs', 'queries.md'), 'utf8').matchAll(/^```sql\n(.*?)^```$/gms)].map(match => match[1]);
  const files = names.map(name => sql(`${name}.sql`).replace(/^--.*\n/gm, ''));
  check(shown.filter(text => files.includes(text)).length === 3, 'three queries are shown as they are', shown.join('\n'));
  for (const text of shown) check((await csv(connection, text)).length > 0, `shown: ${text.split('\n')[0]}`);

  // No key needs a quote: outside of strings and comments the queries have none; nor do keys that are also words of SQL.
  const quoted = readdirSync(queries).filter(name => sql(name).replace(/--.*$/gm, '').replace(/'[^']*'/g, '').includes('"'));
  check(quoted.length === 0, 'no key is quoted', quoted);
  const first = [...records].sort((a, b) => b.source.offset - a.source.offset)[0];
  const plain = await csv(connection, 'SELECT source.path, source.offset, timing.first FROM records ORDER BY source.offset DESC LIMIT 1');
  check(plain === `path,offset,first\n${[first.source.path, first.source.offset, first.timing.first].map(cell).join(',')}\n`, 'keys that are words of SQL', plain);
}

try {
  await main();
} catch (error) {
  check(false, 'no error', error.stack);
} finally {
  process.chdir(root);
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${checks} checks, ${failed} failed`);
process.exitCode = failed > 0 || checks < 10 ? 1 : 0;
