-- As the tables of the same name over SQLite. Texts compare by their bytes, there and here.
CREATE TABLE notes (
    id         BIGINT NOT NULL PRIMARY KEY,
    owner      TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    text       TEXT   NOT NULL,
    written_at BIGINT NOT NULL,
    UNIQUE (owner, name)
);

CREATE TABLE replays (
    acceptor TEXT COLLATE "C" NOT NULL,
    until    BIGINT NOT NULL,
    -- SHA-256 of the sealed bytes.
    digest   BYTEA  NOT NULL,
    PRIMARY KEY (acceptor, until, digest)
);
