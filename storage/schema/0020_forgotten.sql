-- a request whose sender asked to delete what is theirs: it goes when nothing of theirs goes on in its project
alter table requests add column forgotten boolean not null default false;

create index requests_forgotten on requests (id) where forgotten;

create index projects_files_since on projects (files_since) where files_since is not null;
