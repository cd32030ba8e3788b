-- Every account that the dossiers of an agency may have been paid into: of it, of its predecessors and successors
-- in their work, and of all above any of them.
WITH RECURSIVE kin(id) AS (
    SELECT %(agency)s::bigint
    UNION
    SELECT CASE WHEN s.predecessor_id = k.id THEN s.successor_id ELSE s.predecessor_id END
    FROM kin k JOIN organisation_succession s ON k.id IN (s.predecessor_id, s.successor_id)
    WHERE s.takes_dossiers
), up(id) AS (
    SELECT id FROM kin
    UNION
    SELECT a.parent_id FROM up u JOIN organisation_agency a ON a.id = u.id WHERE a.parent_id IS NOT NULL
)
SELECT b.* FROM up u JOIN organisation_agencyaccount b ON b.agency_id = u.id
ORDER BY b.valid_from DESC, b.id DESC
