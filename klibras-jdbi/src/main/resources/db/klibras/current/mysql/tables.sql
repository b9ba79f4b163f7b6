-- All tables: those of the Python service's models, with the columns and indexes that KLibras adds. For MariaDB and MySQL.
--
-- Every statement may meet its own result (what is there already, or gone already, is no failure): the schema may be empty, may
-- hold the tables of the Python service's create_all or of its migrations (users without points and with shorter columns), or
-- those of KLibras' versions 1 to 3. All end up with the same columns, data kept. No column gets narrower and no default is
-- dropped: a placeholder named after a column is a type that is wide enough, and not narrower than the one that is there.
--
-- The collation compares byte by byte, and does not take blanks at the end for nothing, so that all databases agree on
-- what is equal. The database ends the transaction with each of these statements: what fails can be run again.

create table if not exists users (
    id int not null auto_increment primary key,
    email varchar(254) not null,
    username varchar(30) not null,
    password varchar(100) not null,
    points int not null default 0,
    role enum ('USER', 'ADMIN') not null
) engine InnoDB, character set utf8mb4 collate ${collation};
alter table users convert to character set utf8mb4 collate ${collation};
alter table users
    modify column email ${users.email} not null,
    modify column username ${users.username} not null,
    modify column password ${users.password} not null;
alter table users add column points int not null default 0;
alter table users alter column points set default ${users.points};
-- The Python service's second index on the primary key makes deadlocks: one statement locks an entry of it before the row,
-- another one the row before the entry.
drop index ix_users_id on users;
create unique index ix_users_email on users (email);
create unique index ix_users_username on users (username);
-- The order of the leaderboard: a page reads as many entries of it as it has lines.
create index ix_users_leaderboard on users (points desc, id);

create table if not exists modules (
    id int not null auto_increment primary key,
    name varchar(50) not null
) engine InnoDB, character set utf8mb4 collate ${collation};
alter table modules convert to character set utf8mb4 collate ${collation};
-- Ours: what is retired is not offered any more, but still known to those who learnt it.
alter table modules add column retired boolean not null default false;
drop index ix_modules_id on modules;
create index ix_modules_name on modules (name);

create table if not exists signs (
    id int not null auto_increment primary key,
    name varchar(15) not null,
    `desc` varchar(500) not null,
    `videoUrl` varchar(150) not null,
    pontos int not null
) engine InnoDB, character set utf8mb4 collate ${collation};
alter table signs convert to character set utf8mb4 collate ${collation};
alter table signs add column retired boolean not null default false;
drop index ix_signs_id on signs;
create index ix_signs_name on signs (name);
-- A job names its sign by the video key.
create index ix_signs_video_url on signs (`videoUrl`, id);

create table if not exists user_module_association (
    user_id int not null,
    module_id int not null,
    primary key (user_id, module_id),
    foreign key (user_id) references users (id),
    foreign key (module_id) references modules (id)
) engine InnoDB;

create table if not exists user_sign_association (
    user_id int not null,
    sign_id int not null,
    primary key (user_id, sign_id),
    foreign key (user_id) references users (id),
    foreign key (sign_id) references signs (id)
) engine InnoDB;
-- When a sign was learnt, in UTC, also if the Python service inserts the row; null where it was learnt before.
alter table user_sign_association add column learnt_at datetime(6);
alter table user_sign_association alter column learnt_at set default (utc_timestamp(6));

create table if not exists module_sign_association (
    module_id int not null,
    sign_id int not null,
    primary key (module_id, sign_id),
    foreign key (module_id) references modules (id),
    foreign key (sign_id) references signs (id)
) engine InnoDB;

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
) engine InnoDB, character set utf8mb4 collate ${collation};
alter table processing_jobs convert to character set utf8mb4 collate ${collation};
alter table processing_jobs
    modify column created_at datetime(6) not null,
    modify column completed_at datetime(6);
-- Ours. A row that the Python service inserts gets by without them: state null means "as the status says".
alter table processing_jobs add column state varchar(20);
alter table processing_jobs add column lease_until datetime(6);
alter table processing_jobs add column fencing_token bigint not null default 0;
alter table processing_jobs add column attempts int not null default 0;
alter table processing_jobs add column confidence_value double;
alter table processing_jobs add column awarded_points int not null default 0;
alter table processing_jobs add column idempotency_key varchar(64);
-- Only KLibras writes it: false until the queue has confirmed the message, null in a row of the Python service.
alter table processing_jobs add column message_confirmed boolean;
-- Until when a relay is at sending the message of a job again; null in the rows of everybody else.
alter table processing_jobs add column relay_until datetime(6);
-- What is kept of a job besides: the sign, whose video key may change; which model judged it; how far a worker has come;
-- the key by which whoever ended it without a claim recognizes that; and whether the sign was paid, which may be with no points.
-- Null in the rows of the Python service.
alter table processing_jobs add column sign_id int;
alter table processing_jobs add column model varchar(150);
alter table processing_jobs add column frames_done int;
alter table processing_jobs add column frames_total int;
alter table processing_jobs add column ending_key bigint;
alter table processing_jobs add column award_granted boolean;
create index ix_processing_jobs_history on processing_jobs (user_id, created_at desc, job_id);
create unique index ux_processing_jobs_idempotency on processing_jobs (user_id, idempotency_key);
-- What the reaper and the relay look for: the oldest of the jobs that have not ended.
create index ix_processing_jobs_open on processing_jobs (status, created_at, job_id);
-- What the relay looks for every few seconds: the few jobs whose message is not confirmed yet.
create index ix_processing_jobs_unsent on processing_jobs (status, message_confirmed, created_at, job_id);

-- Ours: videos that wait for their job to end, if the application keeps them in the database.
create table if not exists processing_job_videos (
    job_id varchar(36) not null primary key,
    content longblob not null,
    stored_at datetime(6) not null
) engine InnoDB, character set utf8mb4 collate ${collation};
-- Which videos have waited longest: the few that nothing else deletes.
create index ix_processing_job_videos_age on processing_job_videos (stored_at, job_id);
