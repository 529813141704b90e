-- Times are microseconds since 1970. Collation "C" compares texts byte by byte, as SQLite does.
-- A row changes about five times, then is deleted. A third of each page is left free, so that a changed row stays on its page and no
-- index is touched (no index has a column that changes with every step); vacuum comes early and often. Payloads are encrypted, so
-- compressing them would be in vain, and short enough to stay in the row.
CREATE TABLE state (
    kind         text   COLLATE "C" NOT NULL,
    key          text   COLLATE "C" NOT NULL,
    tenant_id    text   COLLATE "C" NOT NULL,
    status       text   COLLATE "C" NOT NULL,
    client_id    text   COLLATE "C",
    subject_hash bytea,
    group_id     text   COLLATE "C",
    expires_at   bigint,
    retain_until bigint,
    created_at   bigint NOT NULL,
    updated_at   bigint NOT NULL,
    version      bigint NOT NULL,
    payload      bytea  NOT NULL,
    PRIMARY KEY (kind, key)
) WITH (
    fillfactor = 65,
    toast_tuple_target = 4080,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0.1,
    autovacuum_analyze_scale_factor = 0.05,
    autovacuum_vacuum_cost_delay = 1
);
ALTER TABLE state ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE INDEX state_expiry  ON state (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX state_list    ON state (tenant_id, kind, created_at, key);
CREATE INDEX state_client  ON state (tenant_id, kind, client_id, created_at, key)    WHERE client_id IS NOT NULL;
CREATE INDEX state_subject ON state (tenant_id, kind, subject_hash, created_at, key) WHERE subject_hash IS NOT NULL;
CREATE INDEX state_group   ON state (tenant_id, kind, group_id, created_at, key)     WHERE group_id IS NOT NULL;

-- The latest time at which a row was told to have expired: no reader's clock counts before it.
CREATE TABLE state_clock (
    id         integer NOT NULL PRIMARY KEY CHECK (id = 1),
    high_water bigint  NOT NULL
) WITH (fillfactor = 10);
INSERT INTO state_clock (id, high_water) VALUES (1, 0);

CREATE TABLE data_protection_keys (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text   NOT NULL,
    xml     text   NOT NULL,
    made_at bigint NOT NULL
);

CREATE TABLE storage_settings (
    name  text  NOT NULL PRIMARY KEY,
    value bytea NOT NULL
);
