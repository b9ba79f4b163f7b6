package io.github.klibras.keras.layer;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of {@code keras.ops} that is applied to each value. The output has no mask.
 *
 * @param function which one
 */
public record FunctionSpec(Function function) implements LayerSpec {

    /** Functions of one number. */
    public enum Function {
        ABSOLUTE(Math::abs),
        COS(Math::cos),
        EXP(Math::exp),
        EXPM1(Math::expm1),
        /** The usual approximation of {@link Activation#GELU} by the hyperbolic tangent. */
        GELU_TANH(x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        LOG(Math::log),
        LOG1P(Math::log1p),
        NEGATIVE(x -> -x),
        RECIPROCAL(x -> 1 / x),
        RSQRT(x -> 1 / Math.sqrt(x)),
        SIGN(Math::signum),
        SIN(Math::sin),
        SQRT(Math::sqrt),
        SQUARE(x -> x * x);

        @SuppressWarnings("ImmutableEnumChecker") // None of the formulas has state.
        private final DoubleUnaryOperator formula;

        Function(DoubleUnaryOperator formula) {
            this.formula = formula;
        }

        /** Returns the function's value. */
        public float of(float x) {
            return (float) formula.applyAsDouble(x);
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs);
    }
}
