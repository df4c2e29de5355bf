-- [stitched] Which member of the club is which customer of the music counter:
-- the n-th by a fixed hash is the n-th by a fixed hash.
UPDATE crm.profile AS member
SET customer_id = buyer.customer_id
FROM (SELECT profile_id, row_number() OVER (ORDER BY md5(account), account) AS n
		FROM crm.profile WHERE network = 'club'
			AND account NOT IN (SELECT account FROM crm.company_profile WHERE network = 'club')) AS m,
	(SELECT customer_id, row_number() OVER (ORDER BY md5(account), account) AS n
		FROM crm.profile WHERE network = 'music') AS buyer
WHERE member.profile_id = m.profile_id AND buyer.n = m.n;

CALL scrm.refresh('crm');
