-- As the tables of the same name over SQLite. Texts compare by their bytes, there and here.
CREATE TABLE replays (
    acceptor TEXT COLLATE "C" NOT NULL,
    until    BIGINT NOT NULL,
    -- SHA-256 of the sealed bytes.
    digest   BYTEA  NOT NULL,
    PRIMARY KEY (acceptor, until, digest)
);
