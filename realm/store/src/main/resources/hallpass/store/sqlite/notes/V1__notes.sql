-- Times are milliseconds since 1970. Ids are given by the program, the same way on every kind of database.
CREATE TABLE notes (
    id         INTEGER NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    written_at INTEGER NOT NULL,
    UNIQUE (owner, name)
) STRICT;
