-- A Discord message that had to go to its asker's direct chat stands there, so that a reply to it finds its project.
-- Before, it was kept under the place of its request, as "dm.<channel>.<message>".
update messages set
    address = 'discord:u' || (select sender from requests where requests.id = messages.request) || ':',
    key = replace(key, rtrim(key, '0123456789'), '')
where address like 'discord:%' and key like 'dm.%.%' and request is not null;
