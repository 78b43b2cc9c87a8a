-- As the tables of the same name over SQLite. Texts compare by their bytes, there and here.
CREATE TABLE certificates (
    id          BIGINT NOT NULL PRIMARY KEY,
    -- Hexadecimal, as openssl shows it.
    serial      TEXT COLLATE "C" NOT NULL UNIQUE,
    subject     TEXT   NOT NULL,
    -- None while nothing is signed.
    der         BYTEA,
    not_before  BIGINT NOT NULL,
    not_after   BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    revoked_at  BIGINT,
    -- The name of a CRLReason (RFC 5280 §5.3.1).
    reason      TEXT,
    CHECK ((revoked_at IS NULL) = (reason IS NULL))
);

-- One row. Both numbers only rise.
CREATE TABLE ledger_state (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    crl_number BIGINT  NOT NULL,
    changes    BIGINT  NOT NULL
);

INSERT INTO ledger_state (id, crl_number, changes) VALUES (1, 0, 0);

CREATE TABLE replays (
    acceptor TEXT COLLATE "C" NOT NULL,
    until    BIGINT NOT NULL,
    -- SHA-256 of the sealed bytes.
    digest   BYTEA  NOT NULL,
    PRIMARY KEY (acceptor, until, digest)
);
