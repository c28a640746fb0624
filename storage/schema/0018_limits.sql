-- What counts against a limit: `name` is that of core.model.limits.Limit, `scope` a person, a chat or an account.
create table limit_uses (
    id integer primary key autoincrement,
    name text not null,
    scope text not null,
    request bigint, -- what it was used for; that may be deleted before
    item text not null default '', -- which file of it
    amount bigint not null,
    used_at double precision not null
);

create index limit_uses_scope on limit_uses (name, scope, used_at);

create index limit_uses_request on limit_uses (request);

-- the open requests of a person in all their chats
create index requests_of_person on requests (sender) where outcome is null;
