package io.github.klibras.benchmarks;

import io.github.klibras.core.leaderboard.LeaderboardRow;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.resps.Tuple;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Redis server on loopback, with a sorted set of learners by points, and hashes of their names and numbers of signs.
 */
final class RedisPeer implements AutoCloseable {

    private static final int PORT = 56379;
    private static final double ID_SPACE = 1e9;
    private static final int BATCH = 10_000;

    private final Process process;
    private final Jedis jedis;

    private RedisPeer(Process process, Jedis jedis) {
        this.process = process;
        this.jedis = jedis;
    }

    static RedisPeer start() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "redis-server", "--port", String.valueOf(PORT), "--bind", "127.0.0.1", "--save", "")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int attempt = 0; ; attempt++) {
            try {
                Jedis jedis = new Jedis("127.0.0.1", PORT, 60_000);
                jedis.ping();
                return new RedisPeer(process, jedis);
            } catch (RuntimeException e) {
                if (attempt == 50) {
                    process.destroy();
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    void fill(Iterable<LeaderboardRow> rows) {
        jedis.flushAll();
        Pipeline pipeline = jedis.pipelined();
        int waiting = 0;
        for (LeaderboardRow row : rows) {
            String id = String.valueOf(row.userId());
            pipeline.zadd("board", score(row.points(), row.userId()), id);
            pipeline.hset("names", id, row.username());
            pipeline.hset("signs", id, String.valueOf(row.signs()));
            if (++waiting == BATCH) {
                pipeline.sync();
                waiting = 0;
            }
        }
        pipeline.sync();
    }

    /** Returns a score that puts the lower id first among equal points, as everywhere here. */
    private static double score(int points, long userId) {
        return points * ID_SPACE + (ID_SPACE - userId);
    }

    /** Takes two round trips: ids first, then their names and signs. */
    List<LeaderboardRow> top(int limit) {
        List<Tuple> top = jedis.zrangeWithScores(
                "board", ZRangeParams.zrangeParams(0, limit - 1).rev());
        String[] ids = top.stream().map(Tuple::getElement).toArray(String[]::new);
        Pipeline pipeline = jedis.pipelined();
        Response<List<String>> names = pipeline.hmget("names", ids);
        Response<List<String>> signs = pipeline.hmget("signs", ids);
        pipeline.sync();
        List<LeaderboardRow> rows = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            rows.add(new LeaderboardRow(
                    Long.parseLong(ids[i]),
                    names.get().get(i),
                    (int) (top.get(i).getScore() / ID_SPACE),
                    Integer.parseInt(signs.get().get(i))));
        }
        return rows;
    }

    long rank(long userId) {
        return jedis.zrevrank("board", String.valueOf(userId)) + 1;
    }

    double award(long userId, int points) {
        return jedis.zincrby("board", points * ID_SPACE, String.valueOf(userId));
    }

    @Override
    public void close() {
        jedis.close();
        process.destroy();
    }
}
