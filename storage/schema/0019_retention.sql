-- What has come to its end is deleted, requests and projects too. A row that others refer to is looked for among these.
create index requests_ended on requests (ended_at, id) where parent is null and ended_at is not null;

-- messages of no request, such as the receipt of a press that did nothing
create index messages_alone on messages (said_at) where request is null;

create index messages_project on messages (project) where project is not null;

create index versions_request on versions (request) where request is not null;

create index versions_render on versions (render_account) where render_account is not null;

create index projects_account on projects (account) where account is not null;

create index current_projects_project on current_projects (project);

create index undelivered_answers_request on undelivered_answers (request);

create index undelivered_answers_handed on undelivered_answers (handed_to) where handed_to is not null;

create index pending_words_request on pending_words (request) where request is not null;
