-- a project that was deleted while something went on in it: that is cancelled, and when it has ended, the rest goes
alter table projects add column closed_at double precision;
create index projects_closed on projects (id) where closed_at is not null and deleted_at is null;
