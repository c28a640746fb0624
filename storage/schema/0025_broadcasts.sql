-- what an admin told everybody; `id` is the request that offered it, the counts are those of its end
create table broadcasts (
    id bigint primary key,
    sent bigint,
    failed bigint,
    unknown bigint,
    stopped bigint
);

-- who gets it, until its end: `waiting`, `taken`, `sent`, `failed` or `stopped`
create table broadcast_recipients (
    id integer primary key autoincrement,
    broadcast bigint not null references broadcasts (id),
    address text not null,
    person text not null,
    state text not null default 'waiting',
    unique (broadcast, address)
);

create index broadcast_recipients_state on broadcast_recipients (broadcast, state, id);
