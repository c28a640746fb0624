-- whose upload page waits for the same clip
alter table kept_words add column request bigint references requests (id);
