-- the servers where commands were registered, by application
insert into adapter_data (scope, name, value)
select
    'discord:guilds',
    substr(name, 1, instr(name, ':') - 1),
    group_concat(substr(name, instr(name, ':') + 1), ',')
from adapter_data
where scope = 'discord:commands' and name like '%:%' and name not like '%:everywhere'
group by substr(name, 1, instr(name, ':') - 1);
