-- what somebody wrote in the message that is replied to, or the selected part of it
alter table messages add column quoted text not null default '';

alter table pending_words add column quoted text not null default '';
