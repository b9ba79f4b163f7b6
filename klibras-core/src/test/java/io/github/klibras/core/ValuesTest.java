package io.github.klibras.core;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.recognition.GoldenVector;
import io.github.klibras.core.recognition.Prediction.Candidate;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.recognition.RecognitionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values are equal by content, do not print it, and stay within their bounds. */
class ValuesTest {

    @Test
    void videosAreEqualByTheirBytesAndDoNotPrintThem() {
        Video video = Video.of(new byte[] {1, 2, 3});

        assertThat(video).isEqualTo(Video.of(new byte[] {1, 2, 3})).hasSameHashCodeAs(Video.of(new byte[] {1, 2, 3}));
        assertThat(video).isNotEqualTo(Video.of(new byte[] {1, 2, 4})).isNotEqualTo(new Object());
        assertThat(video.size()).isEqualTo(3);
        assertThat(video).hasToString("Video[3 bytes]");
        assertThat(Video.of(new byte[1]).hashCode()).isNotEqualTo(video.hashCode());
    }

    @Test
    void sequencesAreEqualByTheirFeatures() {
        float[] features = new float[2 * LandmarkLayout.POSE_HANDS.features()];
        LandmarkSequence sequence = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, features.clone());
        features[300] = 1;
        LandmarkSequence other = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, features);

        assertThat(sequence).isEqualTo(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[features.length]));
        assertThat(sequence).hasSameHashCodeAs(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[516]));
        assertThat(sequence).isNotEqualTo(other).isNotEqualTo(new Object());
        assertThat(sequence.hashCode()).isNotEqualTo(other.hashCode());
        assertThat(sequence.toString()).contains("2").contains("POSE_HANDS");
    }

    @Test
    void goldenVectorsAreEqualByTheirContents() {
        LandmarkSequence input = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[258]);
        LandmarkSequence longer = LandmarkSequence.of(LandmarkLayout.POSE_HANDS, new float[516]);
        GoldenVector vector = GoldenVector.of("a", input, new float[] {0, 1});
        GoldenVector other = GoldenVector.of("a", input, new float[] {0.4f, 0.6f});

        assertThat(vector)
                .isEqualTo(GoldenVector.of("a", input, new float[] {0, 1}))
                .hasSameHashCodeAs(GoldenVector.of("a", input, new float[] {0, 1}))
                .isNotEqualTo(other)
                .isNotEqualTo(GoldenVector.of("b", input, new float[] {0, 1}))
                .isNotEqualTo(GoldenVector.of("a", longer, new float[] {0, 1}))
                .isNotEqualTo(new Object());
        assertThat(vector.hashCode())
                .isNotEqualTo(other.hashCode())
                .isNotEqualTo(GoldenVector.of("b", input, new float[] {0, 1}).hashCode());
        assertThat(vector.toString()).contains("a").contains("2 outputs");
    }

    @Test
    void idsAreRandomUuids() {
        UUID id = UUID.fromString(JobId.random(new Random(1)).value());
        long ones = 0;
        for (int seed = 0; seed < 64; seed++) {
            ones |= UUID.fromString(JobId.random(new Random(seed)).value()).getLeastSignificantBits();
        }

        assertThat(id.version()).isEqualTo(4);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(ones).as("all bits but the variant's second vary").isEqualTo(0xbfff_ffff_ffff_ffffL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!",
                "~",
                "a-b_c.d:e/f",
                "",
                " ",
                "\u0000",
                "\u007f",
                "ä",
                "\n",
                "手手手手手手手手手手手手手手手手手手手手手手手手手手手手手手手手手手手🤟"
            })
    void idsMayHoldAnyStorableText(String id) {
        assertThat(new JobId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83e", "\udd1fx", "0123456789012345678901234567890123456"})
    void unstorableIdsAreRefused(String id) {
        assertThatThrownBy(() -> new JobId(id)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void newJobRefusesNulInItsId() {
        assertThatThrownBy(() -> new NewJob(new JobId("a\0"), 1, "a", Instant.EPOCH))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202a", "\u202e", "\u2066", "\u2069", "\u0000", "\u0085", "\ud800"})
    void bidiAndControlCharactersAreRefused(String text) {
        assertThatThrownBy(() -> new NewJob(new JobId("x"), 1, "a" + text, Instant.EPOCH))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("position 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u2029", "\u202f", "\u2065", "\u206a", "\ud83e\udd1f"})
    void neighborsOfRefusedCharactersAreAccepted(String text) {
        assertThat(new NewJob(new JobId("x"), 1, "a" + text, Instant.EPOCH).expectedAction())
                .isEqualTo("a" + text);
    }

    @Test
    void longLabelsAreTruncatedBetweenCharacters() {
        String whole = "\ud83e\udd1f".repeat(Recognition.MAX_PREDICTED);

        assertThat(new Recognition("a", whole, 0, false, false).predicted()).isEqualTo(whole);
        assertThat(new Recognition("a", whole + "x", 0, false, false).predicted())
                .isEqualTo("\ud83e\udd1f".repeat(Recognition.MAX_PREDICTED - 1) + "…");
        assertThat(new Recognition("a", "x\0\udfffy\ue000", 0, false, false).predicted())
                .isEqualTo("x\ufffd\ufffdy\ue000");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void probabilitiesAndThresholdsMayBeZeroOrOne(double probability) {
        assertThat(new Candidate("a", probability).probability()).isEqualTo(probability);
        assertThat(new RecognitionPolicy(probability, "null").threshold()).isEqualTo(probability);
    }
}
