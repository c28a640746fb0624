-- where a chat is now that had another address: an allow-list that names the old one goes on to count
create table moved_addresses (
    former text primary key,
    current text not null
);

-- In a supergroup that was a group, messages are numbered from the start. So the key of a group's message names the
-- group: "105@-4001". Ids of groups have at most twelve digits, those of supergroups and channels thirteen.
update messages set key = key || '@' || replace(substr(address, 10), ':', '')
where address like 'telegram:-%'
    and length(replace(substr(address, 10), ':', '')) <= 13
    and substr(key, 1, 1) between '0' and '9'
    and key not like '%#%'
    and key not like '%@%';
