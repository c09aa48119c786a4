-- What the other queries read: views over records*.ndjson in the current folder, as `hopscope -f ndjson` writes them.
-- The types are declared, not guessed from the first lines; keys that are not named here stay unread. Times are in UTC.
-- Error records are left out: hopscope summary counts them. A record may have 64 MiB (maximum_object_size).
CREATE OR REPLACE VIEW records AS
SELECT * EXCLUDE type REPLACE (from_json(source, '{"path": "VARCHAR", "index": "BIGINT", "offset": "BIGINT", "part": "VARCHAR", "id": "VARCHAR"}') AS source)
FROM read_json('records*.ndjson', format = 'newline_delimited', maximum_object_size = 67108864, columns = {
  type: 'VARCHAR',
  source: 'JSON', -- offset is a word of SQL that no STRUCT may declare
  message: 'STRUCT(message_id VARCHAR, date VARCHAR, from_address VARCHAR, to_addresses VARCHAR[], subject VARCHAR)',
  verdict: 'STRUCT(connector VARCHAR, assurance VARCHAR, submission_path VARCHAR, tenant_id VARCHAR, connecting_ip VARCHAR, helo VARCHAR,
                   matched_connector VARCHAR, pass INTEGER)',
  origin: 'STRUCT(ip VARCHAR, helo VARCHAR)',
  passes: 'STRUCT(index INTEGER, tls BOOLEAN)[]',
  hops: 'STRUCT(index INTEGER, role VARCHAR, operator VARCHAR, by_host VARCHAR, from_helo VARCHAR, from_ip VARCHAR, protocol VARCHAR, tls BOOLEAN,
                trust VARCHAR, time VARCHAR, delay_ms BIGINT, inferred BOOLEAN)[]',
  timing: 'STRUCT(total_ms BIGINT, first VARCHAR, last VARCHAR)',
  findings: 'STRUCT(code VARCHAR, severity VARCHAR, title VARCHAR, hop INTEGER)[]'
})
WHERE type = 'message';

-- A row a message. entry_tls: whether the line at the entry that the verdict is about tells of TLS.
CREATE OR REPLACE VIEW messages AS
SELECT source.path, source.index AS number, source.offset AS position, source.part, source.id AS record_id, message.message_id,
       try_cast(message.date AS TIMESTAMP) AS date, message.from_address, message.to_addresses, message.subject, verdict.connector,
       verdict.assurance, verdict.submission_path, verdict.tenant_id, verdict.connecting_ip, verdict.helo, verdict.matched_connector,
       origin.ip AS origin_ip, origin.helo AS origin_helo, timing.total_ms, try_cast(timing.first AS TIMESTAMP) AS first_seen,
       [p.tls FOR p IN passes IF p.index = verdict.pass][1] AS entry_tls
FROM records;

-- A row a hop.
CREATE OR REPLACE VIEW hops AS
SELECT source.path, source.index AS number, source.part, source.id AS record_id, message.message_id, hop.index AS hop, hop.role, hop.operator,
       hop.by_host, hop.from_helo, hop.from_ip, hop.protocol, hop.tls, hop.trust, try_cast(hop.time AS TIMESTAMP) AS time, hop.delay_ms, hop.inferred
FROM (SELECT source, message, unnest(hops) AS hop FROM records);

-- A row a finding, with what the verdict says: no join is needed.
CREATE OR REPLACE VIEW findings AS
SELECT source.path, source.index AS number, source.part, source.id AS record_id, message.message_id, finding.code, finding.severity, finding.title,
       finding.hop, verdict.connector, verdict.submission_path, verdict.connecting_ip
FROM (SELECT source, message, verdict, unnest(findings) AS finding FROM records);
