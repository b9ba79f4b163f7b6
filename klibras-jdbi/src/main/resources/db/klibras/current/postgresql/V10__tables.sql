-- All tables: those of the Python service's models, with the columns and indexes that KLibras adds.
--
-- Every statement may meet its own result: the schema may be empty, may hold the tables of the Python service's create_all or
-- of its migrations (users without points and with shorter columns), or those of KLibras' versions 1 to 3. All end up with the
-- same columns, data kept. No column gets narrower and no default is dropped: a placeholder named after a column is a type that is wide enough, and
-- not narrower than the one that is there.

do $$
begin
    if to_regtype('"${flyway:defaultSchema}".roles_enum') is null then
        create type roles_enum as enum ('USER', 'ADMIN');
    end if;
end
$$;

create table if not exists users (
    id serial primary key,
    email varchar(254) not null,
    username varchar(30) not null,
    password varchar(100) not null,
    points int default 0 not null,
    role "${flyway:defaultSchema}".roles_enum not null
);
alter table users alter column email type ${users.email};
alter table users alter column username type ${users.username};
alter table users alter column password type ${users.password};
alter table users add column if not exists points int default 0 not null;
alter table users alter column points set default ${users.points};
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
-- When a sign was learnt, in UTC, also if the Python service inserts the row; null where it was learnt before.
alter table user_sign_association add column if not exists learnt_at timestamp;
alter table user_sign_association alter column learnt_at set default (current_timestamp at time zone 'UTC');

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
alter table processing_jobs alter column job_id type ${processing_jobs.job_id} collate "C";
alter table processing_jobs
    -- Ours. A row that the Python service inserts gets by without them: state null means "as the status says".
    add column if not exists state varchar(20),
    add column if not exists lease_until timestamp,
    add column if not exists fencing_token bigint default 0 not null,
    add column if not exists attempts int default 0 not null,
    add column if not exists confidence_value double precision,
    add column if not exists awarded_points int default 0 not null,
    add column if not exists idempotency_key varchar(64),
    -- Only KLibras writes it: false until the queue has confirmed the message, null in a row of the Python service.
    add column if not exists message_confirmed boolean,
    -- Until when a relay is at sending the message of a job again; null in the rows of everybody else.
    add column if not exists relay_until timestamp,
    -- What is kept of a job besides: the sign, whose video key may change; which model judged it; how far a worker has
    -- come; the key by which whoever ended it without a claim recognizes that; and whether the sign was paid, which may be
    -- with no points. Null in the rows of the Python service.
    add column if not exists sign_id int,
    add column if not exists model varchar(150),
    add column if not exists frames_done int,
    add column if not exists frames_total int,
    add column if not exists ending_key bigint,
    add column if not exists award_granted boolean;
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
-- What the relay looks for every few seconds: the few jobs whose message is not confirmed yet.
create index if not exists ix_processing_jobs_unsent on processing_jobs (created_at, job_id)
    where status = 'pending' and message_confirmed = false;

-- Ours: videos that wait for their job to end, if the application keeps them in the database.
create table if not exists processing_job_videos (
    job_id varchar(36) collate "C" primary key,
    content bytea not null,
    stored_at timestamp not null
);
-- Which videos have waited longest: the few that nothing else deletes.
create index if not exists ix_processing_job_videos_age on processing_job_videos (stored_at, job_id);

-- Wakes those who wait for a job, whoever has ended it: KLibras or the Python service. Told when the transaction commits.
create or replace function klibras_job_ended() returns trigger language plpgsql as $$
begin
    perform pg_notify('klibras_job_ended', new.job_id);
    return null;
end
$$;
do $$
begin
    if not exists (select from pg_trigger
            where tgname = 'klibras_job_ended' and tgrelid = '"${flyway:defaultSchema}".processing_jobs'::regclass) then
        create trigger klibras_job_ended after update of status on processing_jobs
            for each row when (new.status in ('completed', 'failed') and old.status is distinct from new.status)
            execute function klibras_job_ended();
    end if;
end
$$;
