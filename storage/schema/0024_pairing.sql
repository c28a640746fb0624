-- a code is its fingerprint; see core.model.pairing
create table pairing_codes (
    fingerprint text primary key,
    made_by text not null,
    good_until double precision not null
);

create table pairing_tries (
    id integer primary key autoincrement,
    person text not null,
    tried_at double precision not null
);

create index pairing_tries_person on pairing_tries (person, tried_at);
