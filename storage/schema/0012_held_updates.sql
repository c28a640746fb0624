-- An update that means something only if another one comes waits under a name for that: a part of an album that may
-- turn out to be for the bot.
alter table inbox add column held_for text;

create index inbox_held on inbox (scope, held_for) where held_for is not null;
