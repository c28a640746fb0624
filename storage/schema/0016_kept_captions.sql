-- the subtitles files of words that wait for their clip, as JSON; '': there are none
alter table pending_words add column captions text not null default '';
