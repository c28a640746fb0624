-- who uses an account of their own, and the direct chat where they are told of its end
create table logins (
    person text primary key,
    account bigint not null references accounts (id),
    address text not null,
    sender text not null,
    locale text not null,
    began_at double precision not null,
    told text not null default ''
);

create index logins_account on logins (account);

-- a token that was typed, sealed by storage.cipher, until its request has ended
alter table requests add column token text;

-- the token, as a fingerprint, with which a render was refused; a replaced one ends the pause
alter table accounts add column paused_for text not null default '';
