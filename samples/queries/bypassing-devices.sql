-- Which devices bypass the connector: machines that hand their mail straight to Microsoft 365, or log in, instead of going through the relay.
-- A stranger does so too: what comes in from the internet counts only if its sender's domain is a recipient's.
SELECT coalesce(connecting_ip, origin_ip, 'unknown') AS device, coalesce(origin_helo, helo) AS name, submission_path, count(*) AS messages,
       min(first_seen) AS first_time, max(first_seen) AS last_time, min(from_address) AS an_example
FROM messages
WHERE connector = 'not-traversed'
  AND (submission_path IN ('direct-send', 'smtp-auth')
       OR (submission_path = 'internet-inbound'
           AND list_contains([lower(split_part(a, '@', -1)) FOR a IN to_addresses], lower(split_part(from_address, '@', -1)))))
GROUP BY ALL
ORDER BY messages DESC, device, name, submission_path;
