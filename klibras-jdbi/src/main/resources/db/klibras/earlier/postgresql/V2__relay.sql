-- Until when a relay is at sending the message of a job again; null in the rows of everybody else.
alter table processing_jobs add column if not exists relay_until timestamp;
