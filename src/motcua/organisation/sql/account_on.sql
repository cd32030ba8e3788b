-- The account in force on a day for an agency, the nearest above first. An agency that ended is followed to who
-- keeps its dossiers.
WITH RECURSIVE heir(id, step) AS (
    SELECT %(agency)s::bigint, 0
    UNION ALL
    SELECT s.successor_id, h.step + 1
    FROM heir h JOIN organisation_succession s ON s.predecessor_id = h.id
    WHERE s.takes_dossiers AND s.day <= %(day)s AND h.step < 20
), up(id, parent_id, height) AS (
    SELECT a.id, a.parent_id, 0 FROM organisation_agency a
    WHERE a.id = (SELECT h.id FROM heir h ORDER BY h.step DESC, h.id LIMIT 1)
    UNION ALL
    SELECT a.id, a.parent_id, u.height + 1 FROM up u JOIN organisation_agency a ON a.id = u.parent_id
    WHERE u.height < 20
)
SELECT b.* FROM up u JOIN organisation_agencyaccount b ON b.agency_id = u.id
WHERE b.valid_from <= %(day)s AND (b.valid_to IS NULL OR b.valid_to >= %(day)s)
ORDER BY u.height LIMIT 1
