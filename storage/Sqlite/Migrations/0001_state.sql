-- Times are microseconds since 1970.
CREATE TABLE state (
    kind         TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    tenant_id    TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    client_id    TEXT,
    subject_hash BLOB,
    group_id     TEXT,
    expires_at   INTEGER,
    retain_until INTEGER,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    payload      BLOB    NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT;

CREATE INDEX state_expiry  ON state (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX state_list    ON state (tenant_id, kind, created_at, key);
CREATE INDEX state_client  ON state (tenant_id, kind, client_id, created_at, key)    WHERE client_id IS NOT NULL;
CREATE INDEX state_subject ON state (tenant_id, kind, subject_hash, created_at, key) WHERE subject_hash IS NOT NULL;
CREATE INDEX state_group   ON state (tenant_id, kind, group_id, created_at, key)     WHERE group_id IS NOT NULL;

-- The latest time at which a row was told to have expired: no reader's clock counts before it.
CREATE TABLE state_clock (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    high_water INTEGER NOT NULL
) STRICT;
INSERT INTO state_clock (id, high_water) VALUES (1, 0);

CREATE TABLE data_protection_keys (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    xml     TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE storage_settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
