-- the button that a request came from: its action in wire form, and the key of the message that it stands under
alter table requests add column pressed text;

alter table requests add column pressed_under text;

create index requests_pressed on requests (address, pressed_under) where pressed_under is not null;

-- a message of ours whose buttons do nothing any more
alter table messages add column withdrawn boolean not null default false;
