-- What is kept of a job besides: the sign, whose video key may change; which model judged it; how far a worker has come;
-- the key by which whoever ended it without a claim recognizes that; and whether the sign was paid, which may be with no points.
-- Null in the rows of the Python service.
alter table processing_jobs add column if not exists sign_id int;
alter table processing_jobs add column if not exists model varchar(300);
alter table processing_jobs add column if not exists frames_done int;
alter table processing_jobs add column if not exists frames_total int;
alter table processing_jobs add column if not exists ending_key bigint;
alter table processing_jobs add column if not exists award_granted boolean;
-- When a sign was learnt, in UTC, also if the Python service inserts the row; null where it was learnt before.
alter table user_sign_association add column if not exists learnt_at timestamp(6);
alter table user_sign_association alter column learnt_at
    set default dateadd('MICROSECOND', cast(extract(epoch from current_timestamp) * 1000000 as bigint),
        timestamp '1970-01-01 00:00:00');
-- What the relay looks for every few seconds: the few jobs whose message is not confirmed yet.
create index if not exists ix_processing_jobs_unsent on processing_jobs (status, message_confirmed, created_at, job_id);
-- What is deleted after the retention time.
create index if not exists ix_processing_jobs_age on processing_jobs (created_at, job_id);
-- Which videos have waited longest: the few that nothing else deletes.
create index if not exists ix_processing_job_videos_age on processing_job_videos (stored_at, job_id);
