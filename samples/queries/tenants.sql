-- Tenants seen, and how their mail came in.
SELECT tenant_id, count(*) AS messages, count(*) FILTER (connector = 'traversed') AS traversed,
       count(*) FILTER (connector = 'indeterminate') AS undecided, count(DISTINCT connecting_ip) AS addresses,
       min(first_seen) AS first_time, max(first_seen) AS last_time
FROM messages
WHERE tenant_id IS NOT NULL
GROUP BY tenant_id
ORDER BY messages DESC, tenant_id;
