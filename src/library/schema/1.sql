-- Schema 1 of the library. Fixed: later versions add files beside this one.
PRAGMA application_id = 0x6c69616e; -- "lian"

-- What was done, in order; nothing is ever deleted here.
CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    action TEXT NOT NULL CHECK (action IN ('import', 'undo')),
    undoes INTEGER REFERENCES revision (id),       -- of an undo: the import it reverses
    data_set TEXT NOT NULL,                        -- name of the folder or file, or as the user called it
    whole INTEGER NOT NULL CHECK (whole IN (0, 1)),-- a folder stands for the whole data set, a lone file for itself
    time TEXT NOT NULL,                            -- when it was done, as the front end told
    as_of TEXT,                                    -- date of the data
    program TEXT NOT NULL,                         -- version that did it
    fingerprint TEXT NOT NULL,                     -- SHA-256 over the content of the library's data set afterwards
    rows_read INTEGER NOT NULL,                    -- of the import's own files
    rows_used INTEGER NOT NULL,
    rows_set_aside INTEGER NOT NULL,
    notes INTEGER NOT NULL,                        -- issues in the import's own files
    warnings INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    CHECK ((action = 'undo') = (undoes IS NOT NULL))
) STRICT;

-- Bytes of source files, each content once.
CREATE TABLE content (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL
) STRICT;

-- The bytes in pieces of one mebibyte, each compressed (zlib).
CREATE TABLE chunk (
    content INTEGER NOT NULL REFERENCES content (id),
    position INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (content, position)
) STRICT;

-- Which files an import brought.
CREATE TABLE file (
    revision INTEGER NOT NULL REFERENCES revision (id),
    name TEXT NOT NULL,
    content INTEGER NOT NULL REFERENCES content (id),
    PRIMARY KEY (revision, name)
) STRICT;

-- From here on: what the files say, for people and for history. A row is valid from revision `valid_from` until before
-- `valid_to`; NULL means still valid. `key` names the same thing through time; `hash` is SHA-256 over the values;
-- `data_set`, `file`, `sheet` and `row` say where it was read at `valid_from`. Money is in yuan. '*' is undisclosed, NULL missing.

CREATE TABLE firm (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL,
    name TEXT NOT NULL, credit_code TEXT, area TEXT, place TEXT, zone TEXT, abroad TEXT, basis TEXT,
    registered_at TEXT, counted_at TEXT, role TEXT, size TEXT, qualifications TEXT, chains TEXT, industry TEXT,
    "group" TEXT, contact TEXT, listed INTEGER NOT NULL,
    data_set TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER, hash TEXT NOT NULL,
    valid_from INTEGER NOT NULL REFERENCES revision (id), valid_to INTEGER REFERENCES revision (id)
) STRICT;

CREATE TABLE firm_name (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL,
    firm TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
    data_set TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER, hash TEXT NOT NULL,
    valid_from INTEGER NOT NULL REFERENCES revision (id), valid_to INTEGER REFERENCES revision (id)
) STRICT;

CREATE TABLE firm_year (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL,
    firm TEXT NOT NULL, name TEXT NOT NULL, year INTEGER NOT NULL,
    revenue REAL, output REAL, cost REAL, research REAL, employees REAL, patents REAL, tax REAL, land REAL, energy REAL,
    data_set TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER, hash TEXT NOT NULL,
    valid_from INTEGER NOT NULL REFERENCES revision (id), valid_to INTEGER REFERENCES revision (id)
) STRICT;

-- What a buyer bought in a year: lines after cleaning, those with an amount, their sum.
CREATE TABLE purchase (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL,
    firm TEXT NOT NULL, name TEXT NOT NULL, year INTEGER, lines INTEGER NOT NULL, priced INTEGER NOT NULL, amount REAL,
    data_set TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER, hash TEXT NOT NULL,
    valid_from INTEGER NOT NULL REFERENCES revision (id), valid_to INTEGER REFERENCES revision (id)
) STRICT;

-- A project at a snapshot date.
CREATE TABLE project (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL,
    project TEXT NOT NULL, name TEXT NOT NULL, date TEXT, kind TEXT, stage TEXT, firm TEXT, firm_name TEXT, products TEXT,
    area TEXT, place TEXT, zone TEXT, from_place TEXT, enclave INTEGER,
    investment ANY, paid_in ANY, land REAL, energy REAL, capacity ANY,
    signed TEXT, started TEXT, opened TEXT, counted INTEGER, responsible TEXT,
    data_set TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER, hash TEXT NOT NULL,
    valid_from INTEGER NOT NULL REFERENCES revision (id), valid_to INTEGER REFERENCES revision (id)
) STRICT;

CREATE TABLE talent (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL,
    name TEXT NOT NULL, category TEXT, field TEXT, products TEXT, area TEXT, place TEXT, zone TEXT, employer TEXT, firm TEXT,
    data_set TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER, hash TEXT NOT NULL,
    valid_from INTEGER NOT NULL REFERENCES revision (id), valid_to INTEGER REFERENCES revision (id)
) STRICT;

-- One thing has one row at a time.
CREATE UNIQUE INDEX firm_now ON firm (key) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX firm_name_now ON firm_name (key) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX firm_year_now ON firm_year (key) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX purchase_now ON purchase (key) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX project_now ON project (key) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX talent_now ON talent (key) WHERE valid_to IS NULL;

CREATE INDEX firm_history ON firm (key, valid_from);
CREATE INDEX firm_name_history ON firm_name (key, valid_from);
CREATE INDEX firm_year_history ON firm_year (key, valid_from);
CREATE INDEX purchase_history ON purchase (key, valid_from);
CREATE INDEX project_history ON project (key, valid_from);
CREATE INDEX talent_history ON talent (key, valid_from);
