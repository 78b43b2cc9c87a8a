-- What was accepted once (RFC 4120 §3.2.3), until nobody would accept it any more. The same bytes always have the same
-- end, so that the key finds a repetition and, in its order, what is over.
CREATE TABLE replays (
    acceptor TEXT    NOT NULL,
    until    INTEGER NOT NULL,
    -- SHA-256 of the sealed bytes.
    digest   BLOB    NOT NULL,
    PRIMARY KEY (acceptor, until, digest)
) STRICT, WITHOUT ROWID;
