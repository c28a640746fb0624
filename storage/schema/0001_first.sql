-- Times are seconds since the epoch, an address is the text of core.chat.Address, JSON is what core.codec writes.

create table accounts (
    id integer primary key autoincrement,
    owner text not null unique,
    origin text not null,
    client_id text, -- sealed by storage.cipher, as is the token
    token text,
    user_id text not null default '',
    expires_at double precision,
    minted_at double precision,
    export_paused boolean not null default false
);

-- every mint ever, because the backend's cap counts them and an account remembers only its last
create table mints (
    account bigint not null references accounts (id),
    minted_at double precision not null,
    primary key (account, minted_at)
);

create table projects (
    id integer primary key autoincrement,
    number bigint not null,
    address text not null,
    sender text not null,
    private boolean not null,
    skill text not null,
    title text not null default '',
    account bigint references accounts (id),
    task_id text not null default '',
    session_id text not null default '', -- 19 digits: text, never a number
    created_at double precision not null,
    unique (address, sender, number)
);

create table current_projects (
    address text not null,
    sender text not null,
    project bigint not null references projects (id),
    primary key (address, sender)
);

create table requests (
    id integer primary key autoincrement,
    head bigint not null default 0, -- a lane is ordered by (head, child)
    child bigint not null default 0,
    parent bigint references requests (id),
    flow text not null,
    address text not null,
    sender text not null,
    sender_name text not null,
    sender_locale text not null,
    private boolean not null,
    key text not null,
    handle text not null,
    lane text not null,
    language text not null,
    meaning text not null,
    words text not null,
    press text not null,
    project bigint references projects (id),
    reply_to text,
    accepted_at double precision not null,
    joins_until double precision not null,
    sealed boolean not null default false,
    cancelled boolean not null default false,
    outcome text,
    ended_at double precision,
    status_key text,
    claims bigint not null default 0, -- begun and not ended in order, with nothing new in the journal
    progress bigint not null default 0, -- outcomes in the journal when it was begun last
    wake_at double precision not null default 0
);

-- the head of a lane without a look at its neighbours
create index requests_lane on requests (lane, head, child) where outcome is null;

create index requests_here on requests (address, sender) where outcome is null;

create index requests_project on requests (project) where outcome is null;

create index requests_parent on requests (parent, child);

create table journal (
    request bigint not null references requests (id),
    name text not null,
    tries bigint not null default 0,
    outcome text,
    primary key (request, name)
);

-- What was said, either way. `received` is the receipt: a row without it was never taken in, whatever else it holds.
create table messages (
    id integer primary key autoincrement,
    address text not null,
    key text not null,
    received boolean not null default false,
    role text, -- of a message of ours
    request bigint references requests (id),
    project bigint references projects (id),
    sender text,
    text text not null default '',
    attachments text not null default '[]',
    album text,
    cut boolean not null default false,
    said_at double precision not null,
    body text, -- what a transcript shows
    position bigint,
    change bigint,
    unique (address, key)
);

create index messages_request on messages (request);

create index messages_change on messages (address, change) where change is not null;

create table counters (
    name text primary key,
    value bigint not null
);

insert into counters (name, value) values ('transcript', 0);

create table versions (
    id integer primary key autoincrement,
    project bigint not null references projects (id),
    number bigint not null,
    draft text not null,
    digest text not null,
    request bigint references requests (id),
    made_at double precision not null,
    seen bigint not null, -- grows each time a draft is seen; the newest version has the highest
    render_id text not null default '',
    render_account bigint references accounts (id),
    unique (project, digest),
    unique (project, number)
);

create table preferences (
    scope text not null,
    name text not null,
    value text not null,
    primary key (scope, name)
);

create table kept_words (
    address text not null,
    sender text not null,
    words text not null,
    fresh boolean not null,
    kept_until double precision not null,
    primary key (address, sender)
);

create table owed_answers (
    id integer primary key autoincrement,
    address text not null,
    sender text not null,
    request bigint not null references requests (id),
    text text not null,
    paid_by bigint references requests (id) -- who delivers it now
);

create index owed_answers_here on owed_answers (address, sender) where paid_by is null;

create table timings (
    id integer primary key autoincrement,
    kind text not null,
    seconds double precision not null
);

create index timings_kind on timings (kind, id);
