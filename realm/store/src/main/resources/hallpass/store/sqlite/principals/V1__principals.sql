-- Times are milliseconds since 1970. Ids are given by the program, the same way on every kind of database.
CREATE TABLE principals (
    id         INTEGER NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    kind       TEXT    NOT NULL CHECK (kind IN ('USER', 'SERVICE')),
    created_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;

CREATE TABLE principal_keys (
    principal_id INTEGER NOT NULL REFERENCES principals (id),
    version      INTEGER NOT NULL CHECK (version > 0),
    encryption   TEXT    NOT NULL,
    salt         TEXT    NOT NULL,
    -- Sealed under the master key, bound to the principal's name and the version.
    sealed_key   BLOB    NOT NULL,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (principal_id, version)
) STRICT;

-- One row that opens with the right master key alone.
CREATE TABLE master_key_check (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sealed BLOB    NOT NULL
) STRICT;
