package io.github.klibras.amqp;

import com.rabbitmq.client.Channel;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.queue.JobMessageFormat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The queues of recognition jobs: one for jobs, one for each retry step, and one for parked messages.
 *
 * <p>A message waits in the queue of a step until its time is up ({@code x-message-ttl}), then the broker moves it back
 * to the queue of jobs. A single queue with a time per message would not work: a message would also wait for the one
 * ahead of it, however long that takes. Immutable.
 */
public final class QueueTopology {

    /** The queue of the Python service. */
    public static final String PYTHON_QUEUE = "video_processing_queue";

    /** The default queue of {@link #quorum()}. */
    public static final String QUORUM_QUEUE = "klibras.recognition";

    /** Default number of deliveries of one message after which a quorum queue parks it. */
    public static final int DELIVERY_LIMIT = 20;

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16),
            Duration.ofSeconds(32),
            Duration.ofSeconds(64));

    private static final String TYPE = "x-queue-type";
    private static final String DEAD_LETTER_EXCHANGE = "x-dead-letter-exchange";
    private static final String DEAD_LETTER_KEY = "x-dead-letter-routing-key";
    private static final String DEAD_LETTER_STRATEGY = "x-dead-letter-strategy";
    private static final String OVERFLOW = "x-overflow";
    private static final String DELIVERIES = "x-delivery-limit";
    private static final String TTL = "x-message-ttl";
    private static final String DEFAULT_EXCHANGE = "";

    private final String queue;
    private final boolean quorum;
    private final boolean python;
    private final int deliveryLimit;
    private final List<Duration> retrySteps;

    private QueueTopology(String queue, boolean quorum, boolean python, int deliveryLimit, List<Duration> retrySteps) {
        this.queue = queue;
        this.quorum = quorum;
        this.python = python;
        this.deliveryLimit = deliveryLimit;
        this.retrySteps = retrySteps;
        if (queue.isEmpty() || queue.length() > 200) {
            throw new InvalidInputException("The name of a queue has 1 to 200 characters, not " + queue.length());
        }
    }

    /** Returns the queue as the Python service declares it, so that either side may be Python. */
    public static QueueTopology compatible() {
        return compatible(PYTHON_QUEUE);
    }

    /** Returns a classic durable queue of this name, without arguments. */
    public static QueueTopology compatible(String queue) {
        return new QueueTopology(queue, false, true, DELIVERY_LIMIT, STEPS);
    }

    /**
     * Returns replicated queues, for a cluster, which also count deliveries: a message that kills its worker each
     * time is parked by the broker. The Python service cannot use them, since it declares its queue without
     * arguments.
     */
    public static QueueTopology quorum() {
        return quorum(QUORUM_QUEUE);
    }

    /** Returns replicated queues of this name. */
    public static QueueTopology quorum(String queue) {
        return new QueueTopology(queue, true, false, DELIVERY_LIMIT, STEPS);
    }

    /**
     * Returns these queues with other retry steps. A delay takes the first step that is long enough, and so may grow by
     * as much as the steps are apart; one longer than the last step takes several.
     *
     * @param steps in ascending order, each at least a millisecond; default 1, 2, 4, 8, 16, 32 and 64 s
     */
    public QueueTopology withRetrySteps(Duration... steps) {
        if (steps.length == 0) {
            throw new InvalidInputException("There are no steps of retries; at least one is needed");
        }
        Duration last = Duration.ZERO;
        for (Duration step : steps) {
            if (step.toMillis() <= last.toMillis() || step.compareTo(Duration.ofDays(1)) > 0) {
                throw new InvalidInputException("The steps of retries " + List.of(steps)
                        + " are not in ascending order, from a millisecond to a day");
            }
            last = step;
        }
        return new QueueTopology(queue, quorum, python, deliveryLimit, List.of(steps));
    }

    /**
     * Returns these queues with another limit of deliveries, which applies to quorum queues only.
     *
     * @param limit positive; default {@value #DELIVERY_LIMIT}
     */
    public QueueTopology withDeliveryLimit(int limit) {
        Numbers.positive("limit of deliveries", limit);
        return new QueueTopology(queue, quorum, python, limit, retrySteps);
    }

    /**
     * Returns these queues for workers of KLibras only, which can read claim checks: see
     * {@link AmqpJobMessageFormat#largeAs}. Producers may still be of the Python service.
     */
    public QueueTopology withoutPythonWorkers() {
        return new QueueTopology(queue, quorum, false, deliveryLimit, retrySteps);
    }

    /** Checks that all workers of these queues can read the messages, including large ones. */
    void requireReaders(JobMessageFormat format) {
        if (python && format.forLarge().isPresent()) {
            throw new InvalidInputException("A worker of the Python service may take messages from the " + this
                    + ", and would not understand a claim check; use QueueTopology.quorum(), or withoutPythonWorkers() if"
                    + " there are none");
        }
    }

    /** Returns the name of the queue of jobs. */
    public String queue() {
        return queue;
    }

    /** Returns the name of the queue of parked messages. */
    public String parkedQueue() {
        return queue + ".parked";
    }

    /** Returns the names of all queues. */
    public List<String> queues() {
        return Stream.concat(
                        Stream.of(queue, parkedQueue()), retrySteps.stream().map(this::retryQueue))
                .toList();
    }

    /** Returns the shortest step that is long enough, or the longest if none is. */
    Duration retryStep(Duration delay) {
        for (Duration step : retrySteps) {
            if (step.compareTo(delay) >= 0) {
                return step;
            }
        }
        return retrySteps.get(retrySteps.size() - 1);
    }

    String retryQueue(Duration step) {
        long millis = step.toMillis();
        return queue + ".retry." + (millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms");
    }

    /**
     * Creates the queues that are missing.
     *
     * @throws BrokerException if a queue of that name exists with other properties
     * @throws IOException if the broker does not answer
     */
    void declare(Channel channel) throws IOException {
        declare(channel, parkedQueue(), parkedArguments());
        declare(channel, queue, mainArguments());
        for (Duration step : retrySteps) {
            declare(channel, retryQueue(step), retryArguments(step));
        }
    }

    private static void declare(Channel channel, String name, Map<String, Object> arguments) throws IOException {
        try {
            channel.queueDeclare(name, true, false, false, arguments);
        } catch (IOException e) {
            String reason = ManagedConnection.reason(e);
            if (reason.startsWith("PRECONDITION_FAILED")) {
                throw new BrokerException(
                        "The queue " + name + " exists, but not as it should be (durable, with the arguments "
                                + arguments + "). Delete it, or use another name. The broker says: " + reason,
                        e);
            }
            throw e;
        }
    }

    private Map<String, Object> mainArguments() {
        if (!quorum) {
            return Map.of();
        }
        Map<String, Object> arguments = deadLetteringTo(parkedQueue());
        arguments.put(DELIVERIES, deliveryLimit);
        return arguments;
    }

    /** Always of the quorum type: only that hands messages over with a confirm, and so loses none on the way. */
    private Map<String, Object> retryArguments(Duration step) {
        Map<String, Object> arguments = deadLetteringTo(queue);
        arguments.put(TTL, step.toMillis());
        return arguments;
    }

    private static Map<String, Object> deadLetteringTo(String target) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put(TYPE, "quorum");
        arguments.put(DEAD_LETTER_EXCHANGE, DEFAULT_EXCHANGE);
        arguments.put(DEAD_LETTER_KEY, target);
        arguments.put(DEAD_LETTER_STRATEGY, "at-least-once");
        arguments.put(OVERFLOW, "reject-publish");
        return arguments;
    }

    /** Inspecting a parked message counts as a delivery, so there must be no limit for it to run into. */
    private Map<String, Object> parkedArguments() {
        return quorum ? Map.of(TYPE, "quorum", DELIVERIES, Integer.MAX_VALUE) : Map.of();
    }

    @Override
    public String toString() {
        return (quorum ? "quorum queue " : "queue ") + queue;
    }
}
