-- The tables of the Python service's models, and the columns and indexes that KLibras adds.
--
-- Every statement may meet its own result: the database may be empty, may have been made by the Python service's
-- create_all, or by its migrations (users without points and with shorter columns). All end up the same, data kept.
--
-- The collation compares byte by byte, and does not take blanks at the end for nothing, so that all databases agree on
-- what is equal. MariaDB ends the transaction with each of these statements: what fails can be run again.

create table if not exists users (
    id int not null auto_increment primary key,
    email varchar(50) not null,
    username varchar(15) not null,
    password varchar(100) not null,
    points int not null,
    role enum ('USER', 'ADMIN') not null
);
alter table users convert to character set utf8mb4 collate utf8mb4_nopad_bin;
alter table users
    modify column email varchar(50) not null,
    modify column username varchar(15) not null,
    modify column password varchar(100) not null,
    -- The default is for rows that exist; the Python service's models have none.
    add column if not exists points int not null default 0;
alter table users alter column points drop default;
-- The Python service's second index on the primary key makes deadlocks: one statement locks an entry of it before the row,
-- another one the row before the entry.
drop index if exists ix_users_id on users;
create unique index if not exists ix_users_email on users (email);
create unique index if not exists ix_users_username on users (username);
-- The order of the leaderboard: a page reads as many entries of it as it has lines.
create index if not exists ix_users_leaderboard on users (points desc, id);

create table if not exists modules (
    id int not null auto_increment primary key,
    name varchar(50) not null
);
alter table modules convert to character set utf8mb4 collate utf8mb4_nopad_bin;
-- Ours: what is retired is not offered any more, but still known to those who learnt it.
alter table modules add column if not exists retired boolean not null default false;
drop index if exists ix_modules_id on modules;
create index if not exists ix_modules_name on modules (name);

create table if not exists signs (
    id int not null auto_increment primary key,
    name varchar(15) not null,
    `desc` varchar(500) not null,
    `videoUrl` varchar(150) not null,
    pontos int not null
);
alter table signs convert to character set utf8mb4 collate utf8mb4_nopad_bin;
alter table signs add column if not exists retired boolean not null default false;
drop index if exists ix_signs_id on signs;
create index if not exists ix_signs_name on signs (name);
-- A job names its sign by the video key.
create index if not exists ix_signs_video_url on signs (`videoUrl`, id);

create table if not exists user_module_association (
    user_id int not null,
    module_id int not null,
    primary key (user_id, module_id),
    foreign key (user_id) references users (id),
    foreign key (module_id) references modules (id)
);

create table if not exists user_sign_association (
    user_id int not null,
    sign_id int not null,
    primary key (user_id, sign_id),
    foreign key (user_id) references users (id),
    foreign key (sign_id) references signs (id)
);

create table if not exists module_sign_association (
    module_id int not null,
    sign_id int not null,
    primary key (module_id, sign_id),
    foreign key (module_id) references modules (id),
    foreign key (sign_id) references signs (id)
);

create table if not exists processing_jobs (
    job_id varchar(36) not null primary key,
    user_id int not null,
    expected_action varchar(255) not null,
    status varchar(50) not null,
    action_found boolean,
    predicted_action varchar(255),
    confidence varchar(10),
    is_match boolean,
    error varchar(500),
    created_at datetime(6) not null,
    completed_at datetime(6),
    result json
);
alter table processing_jobs convert to character set utf8mb4 collate utf8mb4_nopad_bin;
alter table processing_jobs
    modify column created_at datetime(6) not null,
    modify column completed_at datetime(6),
    -- Ours. A row that the Python service inserts gets by without them: state null means "as the status says".
    add column if not exists state varchar(20),
    add column if not exists lease_until datetime(6),
    add column if not exists fencing_token bigint not null default 0,
    add column if not exists attempts int not null default 0,
    add column if not exists confidence_value double,
    add column if not exists awarded_points int not null default 0,
    add column if not exists idempotency_key varchar(64),
    -- Only KLibras writes it: false until the queue has confirmed the message, null in a row of the Python service.
    add column if not exists message_confirmed boolean;
create index if not exists ix_processing_jobs_history on processing_jobs (user_id, created_at desc, job_id);
create unique index if not exists ux_processing_jobs_idempotency on processing_jobs (user_id, idempotency_key);
-- What the reaper and the relay look for: the oldest of the jobs that have not ended.
create index if not exists ix_processing_jobs_open on processing_jobs (status, created_at, job_id);

-- Ours: videos that wait for their job to end, if the application keeps them in the database.
create table if not exists processing_job_videos (
    job_id varchar(36) not null primary key,
    content longblob not null,
    stored_at datetime(6) not null
) character set utf8mb4 collate utf8mb4_nopad_bin;
