-- As the tables of the same name over SQLite. Texts compare by their bytes, there and here.
CREATE TABLE principals (
    id         BIGINT NOT NULL PRIMARY KEY,
    name       TEXT COLLATE "C" NOT NULL UNIQUE,
    kind       TEXT   NOT NULL CHECK (kind IN ('USER', 'SERVICE')),
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);

CREATE TABLE principal_keys (
    principal_id BIGINT  NOT NULL REFERENCES principals (id),
    version      INTEGER NOT NULL CHECK (version > 0),
    encryption   TEXT    NOT NULL,
    salt         TEXT    NOT NULL,
    -- Sealed under the master key, bound to the principal's name and the version.
    sealed_key   BYTEA   NOT NULL,
    created_at   BIGINT  NOT NULL,
    -- From then on the key opens nothing any more.
    retires_at   BIGINT,
    PRIMARY KEY (principal_id, version)
);

-- One row that opens with the right master key alone.
CREATE TABLE master_key_check (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sealed BYTEA   NOT NULL
);

CREATE TABLE replays (
    acceptor TEXT COLLATE "C" NOT NULL,
    until    BIGINT NOT NULL,
    -- SHA-256 of the sealed bytes.
    digest   BYTEA  NOT NULL,
    PRIMARY KEY (acceptor, until, digest)
);
