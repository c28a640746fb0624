-- `press` was a button, a marker and a topic in one text: a button's action stays, in the wire form that buttons carry
alter table requests rename column press to action;

-- what intake itself answers
alter table requests add column reply text not null default '';

alter table requests add column words_from text not null default 'typed';

-- words that would cancel somebody else's request had no press, those that may had one
update requests set reply = 'cancel_not_yours'
    where flow = 'answer' and action = '' and meaning like '{"wish":"cancel"%' and words <> '';

update requests set reply = case action
    when 'refused:' then 'refused'
    when 'owed:' then 'undelivered'
    when 'late:' then 'too_late'
    when 'not_yours:' then 'not_yours'
    when 'old:' then 'old_button'
    when 'unseen:' then 'unseen_replied_to'
    when 'unread:' then 'unseen_message'
end
where action in ('refused:', 'owed:', 'late:', 'not_yours:', 'old:', 'unseen:', 'unread:');

update requests set words_from = 'pending' where action = 'kept:';

update requests set words_from = 'earlier' where action like 'again:%';

-- what was no button, and a cancel in words
update requests set action = '' where action = 'kept:' or (reply <> '' and reply <> 'cancel_not_yours')
    or (action like 'cancel:%' and words <> '');

-- a meaning is what words mean: these had none
update requests set meaning = '' where flow = 'answer' and ((reply <> '' and reply <> 'cancel_not_yours')
    or (action <> '' and words = ''));
