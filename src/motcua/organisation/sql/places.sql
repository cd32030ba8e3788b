-- For each agency a post sits at: its house (the first agency upwards that is no division, with the divisions
-- below and the agencies whose dossiers it took over), what is below the post, and its unit (that and the way up
-- to the house). For each scope: its reach, the whole subtree with what its agencies took over.
WITH RECURSIVE way AS (
    SELECT a.id AS start, a.id, a.parent_id, a.kind FROM organisation_agency a WHERE a.id = ANY(%(agencies)s)
    UNION ALL
    SELECT w.start, p.id, p.parent_id, p.kind
    FROM way w JOIN organisation_agency p ON p.id = w.parent_id WHERE w.kind = 'division'
), down AS (
    SELECT 'house' AS part, start, id FROM way WHERE kind <> 'division'
    UNION
    SELECT 'below', start, start FROM way
    UNION
    SELECT 'reach', id, id FROM organisation_agency WHERE id = ANY(%(scopes)s)
    UNION
    SELECT d.part, d.start, n.id
    FROM down d
    JOIN LATERAL (
        SELECT c.id FROM organisation_agency c
        WHERE c.parent_id = d.id AND (c.kind = 'division' OR d.part = 'reach')
        UNION ALL
        SELECT s.predecessor_id FROM organisation_succession s
        WHERE s.successor_id = d.id AND s.takes_dossiers AND s.day <= %(day)s
    ) n ON true
), parts AS (
    SELECT part, start, id FROM down
    UNION
    SELECT 'unit', start, id FROM down WHERE part = 'below'
    UNION
    SELECT 'unit', start, id FROM way
    UNION
    SELECT 'unit', w.start, s.predecessor_id
    FROM way w JOIN organisation_succession s ON s.successor_id = w.id AND s.takes_dossiers AND s.day <= %(day)s
)
SELECT parts.part, parts.start, parts.id, a.code
FROM parts JOIN organisation_agency a ON a.id = parts.id
