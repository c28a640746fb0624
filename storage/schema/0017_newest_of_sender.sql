-- what somebody asked last in a chat, which a "yes" may be about
create index requests_of_sender on requests (address, sender, id);
