package io.github.klibras.amqp;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.testkit.queue.JobMessageFormatContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AmqpJobMessageFormatTest extends JobMessageFormatContract {

    private static final byte[] MP4 = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'm', 'p', '4', '2'};

    private final AmqpJobMessageFormat format = AmqpJobMessageFormat.base64();

    @Override
    protected JobMessageFormat format() {
        return format;
    }

    @Test
    void messageHasTheFieldsOfThePythonServiceAndItsEncoding() {
        EncodedMessage encoded = format.encode(new JobMessage(new JobId("job-1"), 7, "bom_dia", Video.of(MP4)));

        assertThat(encoded.contentType()).isEqualTo("application/json");
        assertThat(new String(encoded.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"job_id\":\"job-1\",\"expected_action\":\"bom_dia\",\"user_id\":7,\"encoding\":\"base64\","
                                + "\"video_content\":\"AAAAGGZ0eXBtcDQy\"}");
    }

    @Test
    void aHexMessageOfThePythonServiceIsRead() {
        assertThat(decode("{\"job_id\": \"job-1\", \"expected_action\": \"bom_dia\","
                        + " \"video_content\": \"00000018667479706d703432\", \"user_id\": 7}"))
                .isEqualTo(new JobMessage(new JobId("job-1"), 7, "bom_dia", Video.of(MP4)));
    }

    @Test
    void base64MessageWithoutDeclaredEncodingIsRead() {
        assertThat(decode("{\"video_content\": \"AAAAGGZ0eXBtcDQy\", \"later\": {\"field\": [1]}, \"user_id\": 7,"
                        + " \"expected_action\": \"bom_dia\", \"job_id\": \"job-1\"}"))
                .isEqualTo(new JobMessage(new JobId("job-1"), 7, "bom_dia", Video.of(MP4)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                                | it is not a JSON object
            {"job_id":"j","user_id":1,"expected_action":"a"}                  | field video_content is missing
            {"job_id":"j","user_id":1,"video_content":"QQ=="}                 | field expected_action is missing
            {"user_id":1,"expected_action":"a","video_content":"QQ=="}        | field job_id is missing
            {"job_id":"j","user_id":"1"}                                      | field user_id is not a whole number
            {"job_id":"j","user_id":1.5}                                      | field user_id is not a whole number
            {"job_id":"j","user_id":99999999999999999999}                     | field user_id is not a whole number
            {"job_id":7}                                                      | field job_id is not a string
            {"job_id":null}                                                   | field job_id is not a string
            {"job_id":"0123456789012345678901234567890123456"}                | field job_id: A job id has at most 36
            {"job_id":"j","job_id":"k"}                                       | it is not well-formed JSON at byte
            {"job_id":"j","user_id":1,"expected_action":"a","video_content":"QQ=="} x | it is not well-formed JSON
            {"job_id":"j","user_id":1,"expected_action":"a","video_content":"QQ=="} 1 | something follows
            {"job_id":"j","user_id":1,"expected_action":"a","video_content":""} | field video_content: The video is empty
            {"job_id":"j","user_id":1,"expected_action":"a","encoding":"base64","video_content":"QQ=!"} | position 2
            {"job_id":"j","user_id":1,"expected_action":"a","encoding":"hex","video_content":"4G"} | position 1
            {"job_id":"j","user_id":1,"expected_action":"a","encoding":"raw","video_content":"41"} | neither base64 nor hex
            """)
    void malformedMessageIsRefusedWithAReason(String json, String complaint) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void errorNamesTheJobButNeverQuotesTheVideo() {
        assertThatThrownBy(() -> decode("{\"job_id\":\"job-1\",\"video_content\":SECRET}"))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        problem -> assertThat(problem.jobId()).contains(new JobId("job-1")))
                .hasMessageNotContaining("SECRET")
                .hasNoCause();
    }

    private JobMessage decode(String json) {
        return format.decode(new EncodedMessage(json.getBytes(StandardCharsets.UTF_8), null, Map.of()));
    }
}
