-- works_from: 1
-- Rows are 1.2 to 1.5 KB, and a page has room for three beside their successors: measured, every step then stays on its page, where at 65 % a
-- third of them went to another page and to each index. Pages that are there already keep what they have.
ALTER TABLE state SET (fillfactor = 50);
