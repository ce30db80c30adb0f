-- Messages: one that waits, one that is partly sent, one that is given up, one
-- that is sent wholly, and one that is being sent.  Their bytes are frames of
-- Zstandard (RFC 8878) that hold them as they are.
INSERT INTO message (digest, slot, message_id, subject, at, queued, size) VALUES
  ('daily', '2024-04-18', 'd18@example.org', 'Daily: 3 stories', 1713423600, 1713423660, 26),
  ('daily', '2024-04-19', 'd19@example.org', 'Daily: "2" стories', 1713510000, 1713510060, 26),
  ('weekly', '2024-W16', 'w16@example.org', 'Weekly', 1713164400, 1713164460, 26),
  ('daily', '2024-04-17', 'd17@example.org', 'Daily', 1713337200, 1713337260, 26),
  ('weekly', '2024-W17', 'w17@example.org', 'Weekly', 1713769200, 1713769260, 26);
INSERT INTO message_part (message, part, size, bytes)
  SELECT id, 0, 26, CAST(X'28b52ffd201ad10000' || 'Subject: n' || id
    || char(13, 10, 13, 10) || 'Good day.' || char(13, 10) AS BLOB)
  FROM message;
INSERT INTO delivery (message, recipient, state, attempts, next, last, error) VALUES
  (1, 'a@example.org', 0, 0, 0, 0, NULL),
  (2, 'a@example.org', 2, 1, 0, 1713510100, NULL),
  (2, 'b@example.org', 0, 2, 1713511000, 1713510200, '451 4.7.1 greylisted'),
  (2, 'c@example.org', 0, 1, 1713512000, 1713510100, 'too busy'),
  (2, 'd@example.org', 3, 1, 0, 1713510100, '550 5.1.1 no such user'),
  (3, 'a@example.org', 3, 9, 0, 1713600000, '554 5.7.1 rejected' || char(27) || '[2J'),
  (4, 'a@example.org', 2, 1, 0, 1713337300, NULL),
  (5, '', 1, 1, 1713770000, 1713769300, NULL);
