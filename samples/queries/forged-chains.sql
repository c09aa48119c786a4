-- Forged chains: lines that claim Microsoft 365 below the true entry (HS204), a Microsoft name from a foreign address (HS206).
SELECT code, title, connector, submission_path, connecting_ip, count(*) AS messages, min(path) AS an_example
FROM findings
WHERE code IN ('HS204', 'HS206')
GROUP BY ALL
ORDER BY messages DESC, code, title, connecting_ip, connector, submission_path;
