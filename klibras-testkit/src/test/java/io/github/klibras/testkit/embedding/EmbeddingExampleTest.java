package io.github.klibras.testkit.embedding;

import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InsecurePasswordHasher;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.privacy.PersonalData;
import io.github.klibras.core.service.Submission;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.Username;
import io.github.klibras.testkit.FakeClassifier;
import io.github.klibras.testkit.queue.TextMessageFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the snippets of docs/embedding.md. */
class EmbeddingExampleTest {

    private static final Video VIDEO = Video.of(new byte[] {1, 2, 3});

    // snippet fakes
    private final InMemoryStores stores = new InMemoryStores();
    private final FakeClassifier classifier = new FakeClassifier("bom_dia", "null");
    private final LandmarkExtractor extractor = (video, request) -> {
        int frames = request.sampler().frames();
        float[] zeros = new float[frames * request.layout().features()];
        return new ExtractedLandmarks(LandmarkSequence.of(request.layout(), zeros), frames, frames);
    };
    private final BackEnd backEnd =
            new BackEnd(stores, new InsecurePasswordHasher(), new TextMessageFormat(), extractor, () -> classifier);
    // end

    @AfterEach
    void close() throws Exception {
        backEnd.close();
    }

    // snippet test
    @Test
    void learnerIsPaidOnceForShowingASign() {
        stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
        User ana = register("ana");

        RecognitionJob first = show(ana, "bom_dia");
        RecognitionJob again = show(ana, "bom_dia");
        classifier.answer("null", 0.9);
        RecognitionJob nothing = show(ana, "bom_dia");

        assertThat(first.awardedPoints()).isEqualTo(10);
        assertThat(again.awardedPoints()).isZero();
        assertThat(nothing.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(nothing.recognition().found()).isFalse();
        assertThat(backEnd.leaderboard.top(10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.points()).isEqualTo(10));
    }
    // end

    // snippet register
    private User register(String name) {
        Registration registration =
                backEnd.accounts.register(new EmailAddress(name + "@example.org"), new Username(name), "senha secreta");
        if (registration instanceof Registration.Registered registered) {
            return registered.user();
        }
        // EmailTaken or UsernameTaken: a form would say which.
        throw new AssertionError(registration);
    }
    // end

    // snippet submit
    private RecognitionJob show(User user, String sign) {
        Submission submission =
                backEnd.recognition.submit(user.id(), sign, VIDEO).join();
        if (submission instanceof Submission.Accepted accepted) {
            return backEnd.recognition
                    .await(accepted.jobId(), user.id(), Duration.ofSeconds(10))
                    .join()
                    .orElseThrow();
        }
        // UnknownSign, NoSuchUser, TooManyOpen, TooLarge, SubmittedBefore, NotQueued: each has its own HTTP status.
        throw new AssertionError(submission);
    }
    // end

    // snippet await-future
    /** For a host that answers asynchronously: no thread waits. */
    private CompletableFuture<String> answerLater(JobId id, long userId) {
        return backEnd.recognition
                .await(id, userId, Duration.ofSeconds(10))
                .thenApply(job -> job.map(found -> found.status().name()).orElse("no such job"));
    }
    // end

    // snippet await-blocking
    /** For a host with one thread per request: only that thread waits, without a connection. */
    private String answerNow(JobId id, long userId) {
        Optional<RecognitionJob> job =
                backEnd.recognition.await(id, userId, Duration.ofSeconds(10)).join();
        if (job.isEmpty()) {
            return "no such job"; // or another user's, which looks the same
        }
        // If it has not ended, the time was up: the client may ask again.
        return job.get().status().name();
    }
    // end

    // snippet privacy
    /** Exports everything known about a person, and deletes it everywhere. */
    private Optional<PersonalData> leave(long userId) {
        Optional<PersonalData> copy = backEnd.exporter.export(userId);
        backEnd.eraser.erase(userId);
        return copy;
    }
    // end

    @Test
    void bothFormsOfWaitingGiveTheSameAnswer() {
        stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
        User ana = register("ana");
        User bia = register("bia");
        JobId job = show(ana, "bom_dia").id();

        assertThat(answerNow(job, ana.id())).isEqualTo("COMPLETED");
        assertThat(answerLater(job, ana.id()).join()).isEqualTo("COMPLETED");
        assertThat(answerNow(job, bia.id())).isEqualTo("no such job");
        assertThat(answerLater(job, bia.id()).join()).isEqualTo("no such job");
    }

    @Test
    void listenersCountEvents() {
        stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
        User ana = register("ana");

        show(ana, "bom_dia");
        show(ana, "bom_dia");

        assertThat(backEnd.events.ended.sum()).isEqualTo(2);
        assertThat(backEnd.events.failed.sum()).isZero();
        assertThat(backEnd.events.pointsPaid.sum()).isEqualTo(10);
    }

    @Test
    void leavingUserGetsACopyAndIsErased() {
        stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
        User ana = register("ana");
        RecognitionJob job = show(ana, "bom_dia");

        PersonalData copy = leave(ana.id()).orElseThrow();

        assertThat(copy.user().points()).isEqualTo(10);
        assertThat(copy.jobs()).extracting(RecognitionJob::id).containsExactly(job.id());
        assertThat(backEnd.leaderboard.top(10)).isEmpty();
        assertThat(backEnd.recognition.find(job.id(), ana.id())).isEmpty();
        assertThat(leave(ana.id())).isEmpty();
    }

    @Test
    void theModelIsClosedWithTheBackEnd() throws Exception {
        stores.catalog().addSign(new NewSign("Bom dia", "", "bom_dia", 10));
        show(register("ana"), "bom_dia");

        backEnd.close();

        assertThat(classifier.closed()).isTrue();
    }
}
