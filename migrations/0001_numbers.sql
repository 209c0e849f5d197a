CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  -- How many numbers the account has: a list names its total without counting a million rows.
  numbers INTEGER NOT NULL DEFAULT 0 CHECK (numbers >= 0)
) STRICT, WITHOUT ROWID;

-- Never the key itself.
CREATE TABLE keys (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  access TEXT NOT NULL CHECK (access IN ('full', 'read'))
) STRICT, WITHOUT ROWID;

CREATE TABLE trunks (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE applications (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE numbers (
  e164 TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  trunk_id TEXT REFERENCES trunks (id),
  application_id TEXT REFERENCES applications (id),
  status TEXT NOT NULL CHECK (status IN ('active', 'pending', 'suspended')),
  country TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('local', 'toll_free', 'mobile')),
  region TEXT NOT NULL,
  -- A JSON array of strings.
  capabilities TEXT NOT NULL CHECK (json_valid(capabilities)),
  monthly_fee REAL NOT NULL,
  setup_fee REAL NOT NULL,
  currency TEXT NOT NULL,
  -- Whole seconds since 1970.
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- "A phone number can be assigned to either a trunk OR an application, but not both"
  CHECK (trunk_id IS NULL OR application_id IS NULL)
) STRICT, WITHOUT ROWID;

-- The list of an account's numbers, sorted by E.164.
CREATE INDEX numbers_of_account ON numbers (account_id, e164);

CREATE TRIGGER number_added AFTER INSERT ON numbers BEGIN
  UPDATE accounts SET numbers = numbers + 1 WHERE id = NEW.account_id;
END;

CREATE TRIGGER number_removed AFTER DELETE ON numbers BEGIN
  UPDATE accounts SET numbers = numbers - 1 WHERE id = OLD.account_id;
END;

-- Which seed the state began with. One row.
CREATE TABLE planted (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  name TEXT NOT NULL,
  -- SHA-256 of the seed as it was planted, whatever was added since.
  checksum TEXT NOT NULL
) STRICT;

-- The seed itself, a row of JSON for each of its rows: what a reset returns to.
CREATE TABLE seed (
  list TEXT NOT NULL CHECK (list IN ('accounts', 'keys', 'trunks', 'applications', 'numbers')),
  id TEXT NOT NULL,
  row TEXT NOT NULL CHECK (json_valid(row)),
  PRIMARY KEY (list, id)
) STRICT, WITHOUT ROWID;
