-- The tables of the Python service's models, and the columns and indexes that KLibras adds.
--
-- Every statement may meet its own result: the database may be empty, may have been made by the Python service's
-- create_all, or by its migrations (users without points and with shorter columns). All end up the same, data kept.

do $$
begin
    if to_regtype('roles_enum') is null then
        create type roles_enum as enum ('USER', 'ADMIN');
    end if;
end
$$;

create table if not exists users (
    id serial primary key,
    email varchar(50) not null,
    username varchar(15) not null,
    password varchar(100) not null,
    points int not null,
    role roles_enum not null
);
alter table users alter column email type varchar(50);
alter table users alter column username type varchar(15);
alter table users alter column password type varchar(100);
-- The default is for rows that exist; the Python service's models have none.
alter table users add column if not exists points int default 0 not null;
alter table users alter column points drop default;
create index if not exists ix_users_id on users (id);
create unique index if not exists ix_users_email on users (email);
create unique index if not exists ix_users_username on users (username);
-- The order of the leaderboard, with all that a page shows: it reads as many entries as it has lines, and no rows.
create index if not exists ix_users_leaderboard on users (points desc, id) include (username, role);

create table if not exists modules (
    id serial primary key,
    name varchar(50) not null
);
-- Ours: what is retired is not offered any more, but still known to those who learnt it.
alter table modules add column if not exists retired boolean default false not null;
create index if not exists ix_modules_id on modules (id);
create index if not exists ix_modules_name on modules (name);

create table if not exists signs (
    id serial primary key,
    name varchar(15) not null,
    "desc" varchar(500) not null,
    "videoUrl" varchar(150) not null,
    pontos int not null
);
alter table signs add column if not exists retired boolean default false not null;
create index if not exists ix_signs_id on signs (id);
create index if not exists ix_signs_name on signs (name);
-- A job names its sign by the video key.
create index if not exists ix_signs_video_url on signs ("videoUrl", id);

create table if not exists user_module_association (
    user_id int not null references users (id),
    module_id int not null references modules (id),
    primary key (user_id, module_id)
);

create table if not exists user_sign_association (
    user_id int not null references users (id),
    sign_id int not null references signs (id),
    primary key (user_id, sign_id)
);

create table if not exists module_sign_association (
    module_id int not null references modules (id),
    sign_id int not null references signs (id),
    primary key (module_id, sign_id)
);

create table if not exists processing_jobs (
    job_id varchar(36) primary key,
    user_id int not null,
    expected_action varchar(255) not null,
    status varchar(50) not null,
    action_found boolean,
    predicted_action varchar(255),
    confidence varchar(10),
    is_match boolean,
    error varchar(500),
    created_at timestamp not null,
    completed_at timestamp,
    result json
);
-- Of jobs that are equally old, the lowest id comes first, byte by byte, whatever the locale of the database.
alter table processing_jobs alter column job_id type varchar(36) collate "C";
-- Ours. A row that the Python service inserts gets by without them: state null means "as the status says".
alter table processing_jobs add column if not exists state varchar(20);
alter table processing_jobs add column if not exists lease_until timestamp;
alter table processing_jobs add column if not exists fencing_token bigint default 0 not null;
alter table processing_jobs add column if not exists attempts int default 0 not null;
alter table processing_jobs add column if not exists confidence_value double precision;
alter table processing_jobs add column if not exists awarded_points int default 0 not null;
alter table processing_jobs add column if not exists idempotency_key varchar(64);
-- Only KLibras writes it: false until the queue has confirmed the message, null in a row of the Python service.
alter table processing_jobs add column if not exists message_confirmed boolean;
create index if not exists ix_processing_jobs_history on processing_jobs (user_id, created_at desc, job_id);
create unique index if not exists ux_processing_jobs_idempotency on processing_jobs (user_id, idempotency_key)
    where idempotency_key is not null;
-- What the reaper and the relay look for: the oldest of the jobs that have not ended. Small, however many have ended.
create index if not exists ix_processing_jobs_open on processing_jobs (created_at, job_id)
    where status not in ('completed', 'failed');
-- How many open jobs a user has.
create index if not exists ix_processing_jobs_open_of_user on processing_jobs (user_id)
    where status not in ('completed', 'failed');
-- What is deleted after the retention time.
create index if not exists ix_processing_jobs_ended on processing_jobs (created_at, job_id)
    where status in ('completed', 'failed');

-- Ours: videos that wait for their job to end, if the application keeps them in the database.
create table if not exists processing_job_videos (
    job_id varchar(36) collate "C" primary key,
    content bytea not null,
    stored_at timestamp not null
);

-- Wakes those who wait for a job, whoever has ended it: KLibras or the Python service. Told when the transaction commits.
create or replace function klibras_job_ended() returns trigger language plpgsql as $$
begin
    perform pg_notify('klibras_job_ended', new.job_id);
    return null;
end
$$;
drop trigger if exists klibras_job_ended on processing_jobs;
create trigger klibras_job_ended after update of status on processing_jobs
    for each row when (new.status in ('completed', 'failed') and old.status is distinct from new.status)
    execute function klibras_job_ended();
