-- How many of each subject of administration there are on a day.
SELECT
    (SELECT count(*) FROM organisation_agency
     WHERE valid_from <= %(day)s AND coalesce(valid_to, 'infinity') >= %(day)s) AS agencies,
    (SELECT count(*) FROM organisation_section
     WHERE valid_from <= %(day)s AND coalesce(valid_to, 'infinity') >= %(day)s) AS sections,
    (SELECT count(*) FROM organisation_officer) AS officers,
    (SELECT count(*) FROM organisation_post) AS posts,
    (SELECT count(*) FROM organisation_standin
     WHERE valid_from <= %(day)s AND valid_to >= %(day)s) AS stand_ins,
    (SELECT count(*) FROM organisation_change) AS changes
