-- what admins decide in the chat, beside the settings; `kind` is one of core.model.access_rules.RuleKind
create table access_rules (
    kind text not null,
    entry text not null,
    amount bigint not null default 0,
    made_by text not null,
    made_at double precision not null,
    primary key (kind, entry)
);

create index access_rules_entry on access_rules (entry);

-- an admin let it go on after its end; until it has ended again, the button that would repeat it does nothing
alter table requests add column reopened boolean not null default false;
