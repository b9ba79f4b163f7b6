package io.github.klibras.core.service;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.RecognitionResult;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.recognition.RecognitionPolicy;
import io.github.klibras.core.recognition.SignClassifier;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;

/** Processes one video: landmarks, prediction, verdict, and the sign to award. Thread-safe. */
final class Recognizer {

    private static final Logger LOG = System.getLogger(RecognitionWorker.class.getName());

    private final CatalogStore catalog;
    private final LandmarkExtractor extractor;
    private final @Nullable ModelBundle bundle;
    private final @Nullable RecognitionPolicy policy;
    private final Scheduler scheduler;

    /**
     * @param bundle replaces the classifier's own, if given
     * @param policy replaces the bundle's, if given
     * @param scheduler measures how long things take
     */
    Recognizer(
            CatalogStore catalog,
            LandmarkExtractor extractor,
            @Nullable ModelBundle bundle,
            @Nullable RecognitionPolicy policy,
            Scheduler scheduler) {
        this.catalog = catalog;
        this.extractor = extractor;
        this.bundle = bundle;
        this.policy = policy;
        this.scheduler = scheduler;
    }

    /**
     * Loads the landmark models. Other failures are ignored here: they recur in the attempt and count there.
     *
     * @throws ModelUnavailableException if the models cannot be loaded
     * @throws CancellationException if loading was cancelled
     */
    void prepare(Video video, SignClassifier model) {
        try {
            extractor.prepare(video, request(model).layout());
        } catch (ModelUnavailableException | CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "The extractor could not get ready", e);
        }
    }

    /** Recognizes a video; the work is cancelled when the claim is lost. Passes on what extractor and model throw. */
    Completed recognize(Claim claim, Video video, SignClassifier model, Heartbeat heartbeat) {
        long started = scheduler.nanoTime();
        ExtractionRequest wanted = request(model);
        ExtractedLandmarks landmarks =
                extractor.extract(video, wanted.with(heartbeat).cancelledWhen(heartbeat::isOver));
        LandmarkSequence input = wanted.preprocessing().finish(landmarks.sequence());
        long extracted = scheduler.nanoTime();
        Prediction prediction = model.classify(input);
        long classified = scheduler.nanoTime();
        Recognition recognition = policyFor(model).judge(claim.expectedAction(), prediction);
        RecognitionResult result = new RecognitionResult(
                recognition,
                model.modelId().orElse(null),
                landmarks.framesExtracted(),
                landmarks.totalFrames(),
                Duration.ofNanos(extracted - started),
                Duration.ofNanos(classified - extracted),
                Duration.ofNanos(classified - started));
        return new Completed(result, recognition.found() ? signOf(claim) : OptionalLong.empty());
    }

    private ExtractionRequest request(SignClassifier model) {
        return bundle == null ? model.request() : bundle.request();
    }

    private RecognitionPolicy policyFor(SignClassifier model) {
        if (policy != null) {
            return policy;
        }
        Optional<ModelBundle> known = bundle == null ? model.bundle() : Optional.of(bundle);
        return known.map(ModelBundle::policy).orElseGet(RecognitionPolicy::defaults);
    }

    /** Returns the sign to award; a job of the Python service names it only by its video key. */
    private OptionalLong signOf(Claim claim) {
        if (claim.signId() != null) {
            return OptionalLong.of(claim.signId());
        }
        Optional<Sign> sign = catalog.findSignByVideoKey(claim.expectedAction());
        return sign.map(found -> OptionalLong.of(found.id())).orElseGet(OptionalLong::empty);
    }
}
