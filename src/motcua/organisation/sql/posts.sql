-- The posts an account's officer holds on a day, own ones and those stood in for, these with the officers who
-- hold them on that day; one row of nulls without any.
SELECT o.id AS officer_id, o.code AS officer_code, o.full_name, u.login_name,
       h.ground,
       CASE WHEN h.ground <> '' THEN ARRAY(
           SELECT b.code FROM organisation_assignment x JOIN organisation_officer b ON b.id = x.officer_id
           WHERE x.post_id = h.post_id AND x.officer_id <> o.id
             AND x.valid_from <= %(day)s AND coalesce(x.valid_to, 'infinity') >= %(day)s
       ) END AS stands_for,
       p.id AS post_id, p.role, p.title, p.scope_id, p.section_id, s.name AS section_name,
       a.id AS agency_id, a.code AS agency_code, a.name AS agency_name,
       coalesce(w.kind, a.kind) = 'province' AND p.role IN ('leader', 'inspector', 'controller') AS whole
FROM organisation_user u
JOIN organisation_officer o ON o.user_id = u.id
LEFT JOIN (
    SELECT officer_id, post_id, '' AS ground, valid_from, valid_to FROM organisation_assignment
    UNION ALL
    SELECT officer_id, post_id, ground, valid_from, valid_to FROM organisation_standin
) h ON h.officer_id = o.id AND h.valid_from <= %(day)s AND coalesce(h.valid_to, 'infinity') >= %(day)s
LEFT JOIN organisation_post p ON p.id = h.post_id
LEFT JOIN organisation_section s ON s.id = p.section_id
LEFT JOIN organisation_agency a
    ON a.id = coalesce(s.agency_id, p.agency_id) AND a.valid_from <= %(day)s AND coalesce(a.valid_to, 'infinity') >= %(day)s
LEFT JOIN organisation_agency w ON w.id = p.scope_id
WHERE u.id = %(user)s AND u.is_active
ORDER BY h.ground, p.id
