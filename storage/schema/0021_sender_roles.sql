-- what lists of who may use the bot name beside a sender and an address: the sender's roles there, with commas, and the
-- channel that a thread belongs to
alter table requests add column sender_roles text not null default '';

alter table requests add column channel text not null default '';
