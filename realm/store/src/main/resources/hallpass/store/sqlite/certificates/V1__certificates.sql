-- Times are milliseconds since 1970. Ids are given by the program, the same way on every kind of database.
CREATE TABLE certificates (
    id          INTEGER NOT NULL PRIMARY KEY,
    -- Hexadecimal, as openssl shows it.
    serial      TEXT    NOT NULL UNIQUE,
    subject     TEXT    NOT NULL,
    der         BLOB    NOT NULL,
    not_before  INTEGER NOT NULL,
    not_after   INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    revoked_at  INTEGER,
    -- The name of a CRLReason (RFC 5280 §5.3.1).
    reason      TEXT,
    CHECK ((revoked_at IS NULL) = (reason IS NULL))
) STRICT;
