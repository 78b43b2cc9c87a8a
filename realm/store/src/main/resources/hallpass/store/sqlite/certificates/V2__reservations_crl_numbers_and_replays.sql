-- A serial is in the ledger before anything is signed: until then its row has no certificate.
CREATE TABLE certificates_2 (
    id          INTEGER NOT NULL PRIMARY KEY,
    -- Hexadecimal, as openssl shows it.
    serial      TEXT    NOT NULL UNIQUE,
    subject     TEXT    NOT NULL,
    der         BLOB,
    not_before  INTEGER NOT NULL,
    not_after   INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    revoked_at  INTEGER,
    -- The name of a CRLReason (RFC 5280 §5.3.1).
    reason      TEXT,
    CHECK ((revoked_at IS NULL) = (reason IS NULL))
) STRICT;

INSERT INTO certificates_2 SELECT * FROM certificates;

DROP TABLE certificates;

ALTER TABLE certificates_2 RENAME TO certificates;

-- One row. Both numbers only rise.
CREATE TABLE ledger_state (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Of the last list (RFC 5280 §5.2.3).
    crl_number INTEGER NOT NULL,
    -- One more with each revocation.
    changes    INTEGER NOT NULL
) STRICT;

INSERT INTO ledger_state (id, crl_number, changes)
VALUES (1, 0, (SELECT COUNT(*) FROM certificates WHERE revoked_at IS NOT NULL));

-- What was accepted once (RFC 4120 §3.2.3), until nobody would accept it any more. The same bytes always have the same
-- end, so that the key finds a repetition and, in its order, what is over.
CREATE TABLE replays (
    acceptor TEXT    NOT NULL,
    until    INTEGER NOT NULL,
    -- SHA-256 of the sealed bytes.
    digest   BLOB    NOT NULL,
    PRIMARY KEY (acceptor, until, digest)
) STRICT, WITHOUT ROWID;
