-- The newest requests of a project: whether the agent's last words asked something.
create index requests_of_project on requests (project, id);
