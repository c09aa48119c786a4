-- Whose servers kept mail longest, each day: the owner with the highest 95th percentile of the delay of a hop.
SELECT day, owner, lines, p95_ms, worst_ms
FROM (
  SELECT time::DATE AS day, coalesce(operator, role) AS owner, count(*) AS lines, quantile_disc(delay_ms, 0.95) AS p95_ms, max(delay_ms) AS worst_ms
  FROM hops
  WHERE delay_ms IS NOT NULL AND time IS NOT NULL AND trust <> 'contradicted' AND NOT inferred
  GROUP BY ALL
)
QUALIFY row_number() OVER (PARTITION BY day ORDER BY p95_ms DESC, worst_ms DESC, owner) = 1
ORDER BY day;
