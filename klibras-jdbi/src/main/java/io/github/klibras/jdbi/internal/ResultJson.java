package io.github.klibras.jdbi.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.klibras.core.job.RecognitionResult;
import io.github.klibras.core.recognition.Recognition;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/** The column {@code result}, as clients of the Python service read it. Thread-safe. */
final class ResultJson {

    private static final JsonFactory JSON = new JsonFactory();

    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private ResultJson() {}

    /** Describes the result of a video. */
    static String of(RecognitionResult result) {
        Recognition recognition = result.recognition();
        return object(json -> {
            json.writeBooleanField("action_found", recognition.found());
            json.writeStringField("predicted_action", recognition.predicted());
            json.writeStringField("confidence", Percentage.format(recognition.confidence()));
            json.writeStringField("expected_action", recognition.expected());
            json.writeBooleanField("is_match", recognition.matches());
            json.writeNumberField("frames_extracted", result.framesExtracted());
            json.writeNumberField("total_frames", result.totalFrames());
            json.writeStringField("extraction_time_ms", millis(result.extractionTime()));
            json.writeStringField("inference_time_ms", millis(result.inferenceTime()));
            json.writeStringField("total_time_ms", millis(result.totalTime()));
            json.writeStringField("avg_frame_time_ms", millis(perFrame(result)));
        });
    }

    /** Describes why there is no result. */
    static String ofError(String error) {
        return object(json -> {
            json.writeBooleanField("action_found", false);
            json.writeStringField("error", error);
        });
    }

    private static Duration perFrame(RecognitionResult result) {
        return result.framesExtracted() == 0
                ? Duration.ZERO
                : result.extractionTime().dividedBy(result.framesExtracted());
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }

    private static String object(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
