-- From the key of a browser to everything a request asks first: what the session holds, whose it is, whether that
-- account may still work today, and the mark of the rights as they stand. One row, or none.
SELECT s.data, s.last_seen, v.mark, u.id, u.login_name, u.password, u.last_login, u.must_change_password,
       u.is_citizen,
       u.is_active AND coalesce(o.left_on, 'infinity') >= d.today AS may_work,
       EXISTS (SELECT FROM mfa_authenticator f WHERE f.user_id = u.id AND f.type = 'totp') AS second_factor
       /* and more */
FROM organisation_session s
CROSS JOIN organisation_rightsversion v
CROSS JOIN (SELECT %s::date AS today) d
LEFT JOIN organisation_user u ON u.id = s.user_id
LEFT JOIN organisation_officer o ON o.user_id = u.id
WHERE s.digest = %s AND s.expires > %s
