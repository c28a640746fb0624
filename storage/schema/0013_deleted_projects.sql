-- a deleted project: its row stays, since requests and receipts refer to it, and nothing of what was said or made in it
alter table projects add column deleted_at double precision;
