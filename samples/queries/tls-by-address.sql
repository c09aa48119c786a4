-- TLS into Microsoft 365, by connecting address: the share of messages whose entry was encrypted, lowest first.
SELECT connecting_ip, count(*) AS messages, count(*) FILTER (entry_tls) AS encrypted, count(*) FILTER (entry_tls IS NULL) AS not_told,
       round(100.0 * count(*) FILTER (entry_tls) / nullif(count(entry_tls), 0), 1) AS percent
FROM messages
WHERE connecting_ip IS NOT NULL
GROUP BY connecting_ip
ORDER BY percent NULLS LAST, messages DESC, connecting_ip;
