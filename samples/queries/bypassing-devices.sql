-- Which devices bypass the connector: machines that hand their mail straight to Microsoft 365, or log in, instead of going through the relay.
SELECT coalesce(connecting_ip, origin_ip, 'unknown') AS device, coalesce(origin_helo, helo) AS name, submission_path, count(*) AS messages,
       min(first_seen) AS first_time, max(first_seen) AS last_time, min(from_address) AS an_example
FROM 'messages.parquet'
WHERE connector = 'not-traversed' AND submission_path IN ('direct-send', 'smtp-auth', 'internet-inbound')
GROUP BY ALL
ORDER BY messages DESC, device, name;
