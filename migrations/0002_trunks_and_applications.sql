-- docs:/sip-trunking/create-trunk
ALTER TABLE trunks ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE trunks ADD COLUMN auth_type TEXT NOT NULL DEFAULT 'ip' CHECK (auth_type IN ('ip', 'credential'));
ALTER TABLE trunks ADD COLUMN termination_uri TEXT;
-- A JSON array of strings.
ALTER TABLE trunks ADD COLUMN origination_uris TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(origination_uris));
-- 0 is without limit.
ALTER TABLE trunks ADD COLUMN max_channels INTEGER NOT NULL DEFAULT 0 CHECK (max_channels >= 0);
-- Whole seconds since 1970; as a seed that leaves it out.
ALTER TABLE trunks ADD COLUMN created_at INTEGER NOT NULL DEFAULT 1773562800;
UPDATE trunks SET name = id;

ALTER TABLE applications ADD COLUMN answer_url TEXT;
ALTER TABLE applications ADD COLUMN answer_method TEXT NOT NULL DEFAULT 'POST' CHECK (answer_method IN ('GET', 'POST'));
ALTER TABLE applications ADD COLUMN hangup_url TEXT;
-- In clear, for it signs what is sent to those URLs.
ALTER TABLE applications ADD COLUMN webhook_secret TEXT;
