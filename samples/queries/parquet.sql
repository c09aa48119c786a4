-- NDJSON to Parquet: three tables beside each other, messages.parquet, hops.parquet and findings.parquet.
-- Error records are left out here: hopscope summary counts them.
CREATE OR REPLACE VIEW records AS
SELECT * FROM read_ndjson('records*.ndjson', union_by_name = true, maximum_object_size = 268435456) WHERE type = 'message';

COPY (
  SELECT source.path, source.offset AS position, source.id AS record_id, message.message_id, message.date::TIMESTAMPTZ AS date, message.from_address,
         message.subject, verdict.connector, verdict.assurance, verdict.submission_path, verdict.tenant_id, verdict.connecting_ip, verdict.helo,
         verdict.matched_connector, origin.ip AS origin_ip, origin.helo AS origin_helo, timing.total_ms, timing.first::TIMESTAMPTZ AS first_seen,
         list_filter(passes, p -> p.current)[1].tls AS entry_tls
  FROM records
) TO 'messages.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT source.path, source.offset AS position, message.message_id, hop.index AS number, hop.role, hop.operator, hop.by_host, hop.from_helo, hop.from_ip,
         hop.protocol, hop.tls, hop.trust, hop.time::TIMESTAMPTZ AS time, hop.delay_ms, hop.inferred
  FROM (SELECT source, message, unnest(hops) AS hop FROM records)
) TO 'hops.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT source.path, source.offset AS position, message.message_id, finding.code, finding.severity, finding.title, finding.hop
  FROM (SELECT source, message, unnest(findings) AS finding FROM records)
) TO 'findings.parquet' (FORMAT parquet, COMPRESSION zstd);
