-- What was kept among the preferences finds a place of its own. What has an end is as old as the last message.

-- the first request that brought files into the session
alter table projects add column files_since bigint references requests (id);

update projects set files_since = (
    select requests.id from preferences join requests on requests.id = cast(substr(preferences.value, 2) as bigint)
    where preferences.scope = 'project:' || projects.id and preferences.name = 'material'
);

delete from preferences where name = 'material' and scope like 'project:%';

-- its words went with a file of the chat, so that its upload page is closed
alter table requests add column words_taken boolean not null default false;

update requests set words_taken = true where 'upload-page:' || id in (
    select scope from preferences where name = 'taken'
);

delete from preferences where name = 'taken' and scope like 'upload-page:%';

-- made by whichever process asked first, the same for all
create table secrets (
    name text primary key,
    value text not null
);

insert into secrets (name, value) select 'cipher salt', value from preferences where scope = '' and name = 'cipher-salt';

insert into secrets (name, value) select 'upload page', value from preferences where scope = 'upload-page' and name = 'key';

insert into secrets (name, value)
select 'telegram webhook', value from preferences where scope = 'telegram' and name = 'webhook';

delete from preferences
where (scope = '' and name = 'cipher-salt')
    or (scope = 'upload-page' and name = 'key')
    or (scope = 'telegram' and name = 'webhook');

create table first_times (
    scope text not null,
    name text not null,
    happened_at double precision not null,
    primary key (scope, name)
);

insert into first_times (scope, name, happened_at)
select scope, name, coalesce((select max(said_at) from messages), 0)
from preferences where name in ('greeted', 'refused', 'paused', 'short_clip');

delete from preferences where name in ('greeted', 'refused', 'paused', 'short_clip');

create table adapter_data (
    scope text not null,
    name text not null,
    value text not null,
    expires_at double precision, -- null: never
    primary key (scope, name)
);

-- 31536000: a year, which is what the adapters give to what they keep for a message or a film
insert into adapter_data (scope, name, value, expires_at)
select
    scope,
    name,
    value,
    case
        when scope = 'telegram:presses' or scope like 'telegram:%:films' or name = 'telegram.preview'
            then coalesce((select max(said_at) from messages), 0) + 31536000
    end
from preferences where name not in ('language', 'skill');

delete from preferences where name not in ('language', 'skill');

alter table kept_words rename to pending_words;

alter table pending_words rename column kept_until to keep_until;

drop index owed_answers_here;

alter table owed_answers rename to undelivered_answers;

alter table undelivered_answers rename column paid_by to handed_to;

create index undelivered_answers_here on undelivered_answers (address, sender) where handed_to is null;
