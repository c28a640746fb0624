-- a status message is a message like any other: a reply to it finds its request and project
insert into messages (address, key, request, project, role, said_at)
select address, status_key, id, project, 'status', accepted_at from requests
where status_key is not null
on conflict (address, key) do update set
    request = coalesce(messages.request, excluded.request),
    project = coalesce(messages.project, excluded.project),
    role = coalesce(messages.role, excluded.role);
