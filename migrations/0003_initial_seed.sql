-- The name and checksum of the seed whose rows are in the table `seed`. One row.
ALTER TABLE planted RENAME TO initial_seed;
