package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.FunctionSpec;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.ReductionSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OperatorsTest {

    private static OperatorCall call(String name, Map<String, Object> options) {
        return new OperatorCall(name, List.of(TensorReference.to("x")), options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum", "exp", "relu", "softmax", "getitem", "matmul"})
    void optionsThatNobodyReadsAreRefused(String name) {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> Operators.spec(call(name, Map.of("axis", 1, "key", 0, "where", 3))))
                .withMessageContaining("has the option 'where' = 3, which is not supported");
    }

    @Test
    void optionsThatAreOffAreHarmless() {
        assertThat(Operators.spec(call("exp", Map.of("conjugate", false))))
                .isEqualTo(new FunctionSpec(FunctionSpec.Function.EXP));
        assertThat(Operators.spec(call("sum", Map.of("axis", 1, "keepdims", false))))
                .isEqualTo(new ReductionSpec(ReductionSpec.Kind.SUM, List.of(1), false));
    }

    @Test
    void aSliceWithoutAnIndexIsRefused() {
        for (Map<String, Object> options :
                List.of(Map.<String, Object>of(), Map.<String, Object>of("key", List.of()))) {
            assertThatExceptionOfType(InvalidModelException.class)
                    .isThrownBy(() -> Operators.spec(call("getitem", options)))
                    .withMessageContaining("an index or slice of something other than the batch");
        }
    }

    @Test
    void aPartOfTheBatchIsRefused() {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> Operators.spec(call("getitem", Map.of("key", 0))))
                .withMessageContaining("takes a part of the batch");
    }
}
