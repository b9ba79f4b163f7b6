-- The plans of the hot statements, as docs/database.md shows them. Run it with psql on the database klibras_bench that
-- LeaderboardBenchmark leaves behind; it adds a million jobs first, one in two hundred of them open.
\set QUIET on
insert into processing_jobs (job_id, user_id, expected_action, status, state, created_at, completed_at, attempts)
select md5(i::text)::uuid::text, 1 + (i * 7919::bigint) % 1000000, 's1', case when i % 200 = 0 then 'pending' else 'completed' end,
 case when i % 200 = 0 then 'QUEUED' else 'COMPLETED' end, timestamp '2026-11-24' - i * interval '10 seconds',
 case when i % 200 = 0 then null else timestamp '2026-11-24' - i * interval '10 seconds' end, 1 from generate_series(1, 1000000) i;
vacuum analyze processing_jobs; vacuum analyze users;
\echo == top50
explain (analyze, buffers, costs off, timing off, summary off) select u.id, u.username, u.points, a.signs from (select id, username, points from users where 1 = 1 order by points desc, id limit 50) u left join lateral (select count(*) as signs from user_sign_association where user_id = u.id) a on true order by u.points desc, u.id;
\echo == after
explain (analyze, buffers, costs off, timing off, summary off) select u.id, u.username, u.points, a.signs from ((select id, username, points from users where 1 = 1 and points = 100 and id > 500000 order by points desc, id limit 50) union all (select id, username, points from users where 1=1 and points <= 99 order by points desc, id limit 50) order by points desc, id limit 50) u left join lateral (select count(*) as signs from user_sign_association where user_id = u.id) a on true order by u.points desc, u.id;
\echo == award
begin;
explain (analyze, buffers, costs off, timing off, summary off) with learner as materialized (select id from users where id = 4711 for no key update), sign as (select id, pontos from signs where id = 3 and not retired), learned as (insert into user_sign_association (user_id, sign_id) select learner.id, sign.id from learner cross join sign on conflict do nothing returning sign_id), paid as (update users set points = points + sign.pontos from learned join sign on sign.id = learned.sign_id where users.id = 4711 returning users.points) select (select count(*) from learner) as learners, (select pontos from sign) as price, (select points from paid) as total;
rollback;
\echo == rank
explain (analyze, buffers, costs off, timing off, summary off) select count(*) from users where points > 100;
\echo == findAll
explain (analyze, buffers, costs off, timing off, summary off) select * from processing_jobs where job_id = any (array(select md5(i::text)::uuid::text from generate_series(1, 50) i));
\echo == claim
begin;
explain (analyze, buffers, costs off, timing off, summary off) update processing_jobs set state = 'RUNNING', lease_until = timestamp '2026-11-24 00:01', fencing_token = fencing_token + 1, attempts = attempts + 1 where job_id = md5('200')::uuid::text and (status not in ('completed', 'failed') and (state is null or state = 'QUEUED') or status not in ('completed', 'failed') and state = 'RUNNING' and lease_until <= timestamp '2026-11-24');
rollback;
\echo == history
explain (analyze, buffers, costs off, timing off, summary off) select job_id from processing_jobs where user_id = 7920 order by created_at desc, job_id limit 20 offset 0;
\echo == countOpen
explain (analyze, buffers, costs off, timing off, summary off) select count(*) from processing_jobs where user_id = 7920 and status not in ('completed', 'failed');
\echo == expire
explain (analyze, buffers, costs off, timing off, summary off) select job_id from processing_jobs where status not in ('completed', 'failed') and (state is null or state = 'QUEUED') and created_at < timestamp '2026-11-20' order by created_at, job_id limit 100 offset 0;
\echo == purge
explain (analyze, buffers, costs off, timing off, summary off) select job_id from processing_jobs where status in ('completed', 'failed') and created_at < timestamp '2026-08-10' and coalesce(completed_at, created_at) < timestamp '2026-08-10' order by created_at, job_id limit 100 offset 0;
\echo == email
explain (analyze, buffers, costs off, timing off, summary off) select id, email, username, role, points from users where email = 'u4711@example.org';
\echo == sign
explain (analyze, buffers, costs off, timing off, summary off) select id from signs where "videoUrl" = 's3' and not retired order by id limit 1;
