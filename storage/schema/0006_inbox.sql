-- What a platform sent, as it came: stored before the platform is told so, emptied when it has been handled. The empty
-- row stays for a while, because a platform that was not told in time sends the same again.
create table inbox (
    id integer primary key autoincrement, -- the order of arrival
    scope text not null, -- the bot that it was sent to
    number bigint not null, -- the platform's own
    body text not null,
    arrived_at double precision not null,
    handled_at double precision,
    unique (scope, number)
);

create index inbox_waiting on inbox (scope, id) where handled_at is null;
