-- After records.sql. NDJSON to Parquet: three tables in the current folder, which the other queries read from then on.
COPY messages TO 'messages.parquet' (FORMAT parquet, COMPRESSION zstd);
COPY hops TO 'hops.parquet' (FORMAT parquet, COMPRESSION zstd);
COPY findings TO 'findings.parquet' (FORMAT parquet, COMPRESSION zstd);
CREATE OR REPLACE VIEW messages AS SELECT * FROM 'messages.parquet';
CREATE OR REPLACE VIEW hops AS SELECT * FROM 'hops.parquet';
CREATE OR REPLACE VIEW findings AS SELECT * FROM 'findings.parquet';
