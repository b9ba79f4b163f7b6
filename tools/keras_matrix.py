"""Write a matrix of small Keras models with the outputs that Keras computes for them.

Every case is a model of a few layers with random weights, saved in both formats. A reader of
these formats is right when its outputs equal Keras' ones:

    OUT/NAME.h5, NAME.keras   the same model, saved both ways
    OUT/NAME.in.f32           inputs, little-endian float32 in C order
    OUT/NAME.out.f32          what Keras computes from them, likewise
    OUT/index.json            per case: name, shapes, layer classes, circle, subset, formats

Circle 1 is what models of signs are usually made of, circle 2 what else a reader should support,
and circle 3 what it may refuse. The subset is a small selection of the first two circles.
A format that Keras does not restore itself is left out of the case, and printed.
"""

import argparse
import json
import math
import os
import tempfile
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
# A restored model is the same program as the saved one, so it needs no other compilation.
COMPILED = tempfile.TemporaryDirectory(prefix="keras-matrix-")
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", COMPILED.name)
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "-1")

import absl.logging
import keras
import numpy as np
from keras import layers

FORMATS = ("h5", "keras")
TOLERANCE = 1e-6
BATCH = 3
UNITS = (5, 7, 16, 17, 33)
FEATURES = (3, 6, 16, 19)
TIMES = (9, 12, 20, 13)
MERGE_MODES = ("concat", "sum", "mul", "ave")
RECURRENT = {"gru": layers.GRU, "lstm": layers.LSTM, "rnn": layers.SimpleRNN}
ACTIVATIONS = {
    1: "linear relu tanh sigmoid softmax elu selu softplus softsign silu swish gelu leaky_relu "
    "relu6 exponential mish".split(),
    2: "hard_sigmoid hard_silu hard_swish hard_tanh log_sigmoid log_softmax celu tanh_shrink "
    "squareplus soft_shrink hard_shrink sparse_plus sparse_sigmoid sparsemax".split(),
}


# --- cases ----------------------------------------------------------------------------------


def normal(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    return rng.normal(0, 1, (BATCH, *shape))


def wide(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    """Far enough from 0 for the activations that change at 3 or 6."""
    return rng.normal(0, 4, (BATCH, *shape))


def token(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    return rng.integers(0, 11, (BATCH, *shape))


def gaps(rng: np.random.Generator, shape: tuple, value: float = 0) -> np.ndarray:
    """No missing frame, then missing ones at the start, inside, at the end, and all over."""
    x = rng.normal(0, 1, (5, *shape))
    x[0, 4, :-1] = value  # no missing frame, as one feature is there
    x[1, :2] = value
    x[2, 3:5] = value
    x[3, -3:] = value
    x[4, [0, 2, 3, -1]] = value
    return x


def gaps_and_empty(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    """Also a recording without any frame."""
    return np.concatenate([gaps(rng, shape), np.zeros((1, *shape))])


@dataclass(frozen=True)
class Case:
    name: str
    shape: tuple  # of one input; None stands for an unknown length
    build: Callable[[], keras.Model]
    circle: int = 1
    inputs: Callable[[np.random.Generator, tuple], np.ndarray] = normal
    train: bool = False  # one step, so that the files have an optimizer's state


def sequential(name: str, shape: tuple, *stack: layers.Layer, **options) -> Case:
    return Case(name, shape, lambda: keras.Sequential([keras.Input(shape), *stack]), **options)


def functional(name: str, shape: tuple, connect: Callable, **options) -> Case:
    """`connect` returns the model's output for its input."""

    def build() -> keras.Model:
        x = keras.Input(shape)
        return keras.Model(x, connect(x))

    return Case(name, shape, build, **options)


def head() -> layers.Layer:
    return layers.Dense(3, activation="softmax")


def named(name: str, **marks: bool) -> str:
    return "_".join([name, *(mark for mark, present in marks.items() if present)])


def after_sequence(number: int) -> list[layers.Layer]:
    """One of several ways from [time, features] to an output."""
    ends = (
        lambda: [layers.Flatten(), head()],
        lambda: [layers.GlobalAveragePooling1D(), head()],
        lambda: [layers.GRU(5), head()],
        lambda: [],
    )
    return ends[number % len(ends)]()


def circle_1() -> Iterator[Case]:
    for kind, layer in RECURRENT.items():
        yield from recurrent(kind, layer)
    yield from recurrent_gru()
    yield from recurrent_lstm()
    yield from bidirectional()
    yield from activations()
    yield from activation_layers()
    yield from convolutions()
    yield from poolings()
    yield from normalizations()
    yield from without_effect()
    yield from branches()
    yield from typical()


def circle_2() -> Iterator[Case]:
    yield from convolutions_in_groups()
    yield from backward_layers()
    for kind, layer in RECURRENT.items():
        yield from masked_recurrent(kind, layer)
        yield from backwards(kind, layer)
    yield from masked_bidirectional()
    yield from masked_between()
    yield from layer_normalizations()
    yield from frame_by_frame()
    yield from shapes()
    yield from merges()
    yield from nested()
    yield from inputs()
    yield from names()
    yield from training_state()
    yield from operators()
    yield from more_layers()
    yield from graphs()


# --- circle 1: recurrent layers -------------------------------------------------------------


def recurrent(kind: str, layer: type) -> Iterator[Case]:
    for i, (use_bias, sequences) in enumerate(product((True, False), repeat=2)):
        yield sequential(
            named(kind, nobias=not use_bias, seq=sequences),
            (TIMES[i], FEATURES[i]),
            layer(UNITS[i], use_bias=use_bias, return_sequences=sequences),
            *(after_sequence(i) if sequences else [head()]),
        )
    for i, activation in enumerate(
        ("relu", "sigmoid", "softsign", "elu", "selu", "linear", "silu", "softplus", "gelu")
    ):
        yield sequential(
            f"{kind}_{activation}",
            (9, FEATURES[i % 4]),
            layer(UNITS[i % 5], activation=activation, return_sequences=i % 3 == 0),
            *(after_sequence(i // 3) if i % 3 == 0 else [head()]),
        )
    yield sequential(
        f"{kind}_hard_sigmoid", (9, 6), layer(7, activation="hard_sigmoid"), head(), circle=2
    )
    for units in (1, 5, 16, 33, 64):
        yield sequential(f"{kind}_units_{units}", (12, 16), layer(units), head())
    yield sequential(f"{kind}_raw", (20, 19), layer(17))
    yield sequential(f"{kind}_one_feature", (9, 1), layer(7), head())
    yield sequential(f"{kind}_time_1", (1, 6), layer(16), head())
    yield sequential(
        f"{kind}_time_1_seq", (1, 19), layer(5, return_sequences=True), layer(7), head()
    )
    yield sequential(
        f"{kind}_stacked",
        (12, 19),
        layer(33, return_sequences=True),
        layer(17, return_sequences=True),
        layer(5),
        layers.Dense(7, activation="relu"),
        head(),
    )
    yield sequential(
        f"{kind}_dropout",
        (9, 16),
        layer(16, dropout=0.3, recurrent_dropout=0.2, return_sequences=True),
        layers.Dropout(0.4),
        layer(7, dropout=0.5),
        head(),
    )
    yield sequential(
        f"{kind}_training_settings",
        (9, 6),
        layer(
            7,
            kernel_initializer=keras.initializers.HeUniform(seed=3),
            recurrent_initializer="identity",
            bias_initializer=keras.initializers.Constant(0.2),
            kernel_regularizer=keras.regularizers.L1L2(1e-4, 1e-3),
            recurrent_regularizer="l2",
            activity_regularizer="l1",
            kernel_constraint=keras.constraints.MaxNorm(2.0),
            bias_constraint="non_neg",
        ),
        head(),
    )
    yield sequential(f"{kind}_unrolled", (9, 6), layer(7, unroll=True), head(), circle=2)


def gates(kind: str, layer: type) -> Iterator[Case]:
    for i, gate in enumerate(
        ("tanh", "relu", "softsign", "linear", "softplus", "hard_sigmoid", "hard_silu")
    ):
        yield sequential(
            f"{kind}_gate_{gate}",
            (9, FEATURES[i % 4]),
            layer(UNITS[(i + 2) % 5], recurrent_activation=gate),
            head(),
            circle=2 if gate.startswith("hard") else 1,
        )
    yield sequential(
        f"{kind}_both_relu_tanh",
        (12, 3),
        layer(7, activation="relu", recurrent_activation="tanh", return_sequences=True),
    )


def recurrent_gru() -> Iterator[Case]:
    yield from gates("gru", layers.GRU)
    for i, (use_bias, sequences) in enumerate(product((True, False), repeat=2)):
        yield sequential(
            named("gru_before", nobias=not use_bias, seq=sequences),
            (TIMES[i], FEATURES[3 - i]),
            layers.GRU(
                UNITS[4 - i], reset_after=False, use_bias=use_bias, return_sequences=sequences
            ),
            *(after_sequence(i // 2) if sequences else [head()]),
        )
    for activation, gate in (("relu", "sigmoid"), ("elu", "tanh"), ("linear", "softsign")):
        yield sequential(
            f"gru_before_{activation}_{gate}",
            (9, 6),
            layers.GRU(7, activation, gate, reset_after=False),
            head(),
        )
    yield sequential(
        "gru_before_after_stacked",
        (12, 16),
        layers.GRU(17, reset_after=False, return_sequences=True),
        layers.GRU(16, reset_after=True, return_sequences=True),
        layers.GRU(5, reset_after=False, use_bias=False),
        head(),
    )


def recurrent_lstm() -> Iterator[Case]:
    yield from gates("lstm", layers.LSTM)
    yield sequential(
        "lstm_no_forget_bias", (12, 6), layers.LSTM(17, unit_forget_bias=False), head()
    )
    yield sequential(
        "lstm_gru_rnn",
        (12, 19),
        layers.LSTM(16, return_sequences=True),
        layers.GRU(7, return_sequences=True),
        layers.SimpleRNN(5),
        head(),
    )


def bidirectional() -> Iterator[Case]:
    both = layers.Bidirectional
    for i, ((kind, layer), mode, sequences) in enumerate(
        product(RECURRENT.items(), MERGE_MODES, (False, True))
    ):
        yield sequential(
            named(f"bi_{kind}_{mode}", seq=sequences),
            (TIMES[i % 3], FEATURES[i % 4]),
            both(layer(UNITS[i % 5], return_sequences=sequences), merge_mode=mode),
            *(after_sequence(i // 2) if sequences else [head()]),
        )
    for mode, sequences in (("concat", False), ("sum", True)):
        yield sequential(
            named(f"bi_gru_before_{mode}", seq=sequences),
            (9, 6),
            both(layers.GRU(7, reset_after=False, return_sequences=sequences), merge_mode=mode),
            *(after_sequence(0) if sequences else [head()]),
        )
    yield sequential(
        "bi_lstm_nobias_relu", (9, 16), both(layers.LSTM(5, "relu", use_bias=False)), head()
    )
    yield sequential("bi_gru_time_1", (1, 6), both(layers.GRU(7)), head())
    yield sequential(
        "bi_stacked",
        (12, 19),
        both(layers.LSTM(16, return_sequences=True)),
        layers.Dropout(0.2),
        both(layers.GRU(5, return_sequences=True), merge_mode="ave"),
        both(layers.SimpleRNN(7)),
        head(),
    )


# --- circle 1: dense layers and activations --------------------------------------------------


def activations() -> Iterator[Case]:
    for circle, activation_names in ACTIVATIONS.items():
        for i, name in enumerate(activation_names):
            yield sequential(
                f"dense_{name}",
                (FEATURES[i % 4],),
                layers.Dense(UNITS[i % 5], activation=name),
                layers.Dense(UNITS[(i + 1) % 5], activation=name),
                circle=circle,
            )
            yield sequential(
                f"activation_{name}",
                (9, 6) if i % 2 == 0 else (16,),
                layers.Activation(name),
                circle=circle,
                inputs=normal if name == "exponential" else wide,
            )
    for i, use_bias in enumerate((True, False)):
        yield sequential(
            named("dense_chain", nobias=not use_bias),
            (19,),
            layers.Dense(33, activation="relu", use_bias=use_bias),
            layers.Dense(17, use_bias=use_bias),
            layers.Activation("tanh"),
            layers.Dense(5 + i, activation="sigmoid", use_bias=use_bias),
            layers.Dense(3, activation="softmax", use_bias=use_bias),
        )
    yield sequential("dense_wide", (130,), layers.Dense(200, activation="relu"), head())
    yield sequential("dense_one", (1,), layers.Dense(1, activation="sigmoid"))
    yield sequential(
        "dense_training_settings",
        (6,),
        layers.Dense(
            7,
            activation="relu",
            kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.1, seed=5),
            kernel_regularizer=keras.regularizers.L2(0.01),
            kernel_constraint=keras.constraints.UnitNorm(axis=0),
        ),
        head(),
    )
    yield sequential(
        "dense_activation_is_layer",
        (6,),
        layers.Dense(7, activation=layers.LeakyReLU(negative_slope=0.1)),
        head(),
        circle=3,
    )


def activation_layers() -> Iterator[Case]:
    for name, layer in (
        ("relu_layer", layers.ReLU()),
        ("relu_layer_max", layers.ReLU(max_value=2.5)),
        ("relu_layer_slope", layers.ReLU(negative_slope=0.15)),
        ("relu_layer_threshold", layers.ReLU(threshold=0.7)),
        ("relu_layer_all", layers.ReLU(max_value=2.0, negative_slope=0.2, threshold=0.5)),
        ("leaky_relu_layer", layers.LeakyReLU()),
        ("leaky_relu_layer_slope", layers.LeakyReLU(negative_slope=0.05)),
        ("elu_layer", layers.ELU()),
        ("elu_layer_alpha", layers.ELU(alpha=0.6)),
        ("softmax_layer", layers.Softmax()),
    ):
        yield sequential(name, (9, 7), layer, inputs=wide)
    for name, layer in (
        ("prelu", layers.PReLU()),
        ("prelu_shared", layers.PReLU(shared_axes=[1])),
        ("prelu_shared_all", layers.PReLU(shared_axes=[1, 2])),
        ("softmax_layer_axis_1", layers.Softmax(axis=1)),
    ):
        yield sequential(name, (9, 7), layer, inputs=wide, circle=2)
    yield sequential("prelu_dense", (6,), layers.Dense(17), layers.PReLU(), head(), circle=2)
    yield sequential(
        "softmax_layer_two_axes", (9, 7), layers.Softmax(axis=[1, 2]), inputs=wide, circle=3
    )
    yield sequential(
        "activation_layers_chain",
        (19,),
        layers.Dense(16),
        layers.LeakyReLU(negative_slope=0.1),
        layers.Dense(7),
        layers.ELU(alpha=1.3),
        layers.Dense(5),
        layers.ReLU(max_value=6),
        layers.Dense(3),
        layers.Softmax(axis=-1),
    )


# --- circle 1: convolution, pooling, normalization -------------------------------------------


def convolutions() -> Iterator[Case]:
    after = (None, "relu", "tanh", "elu", "sigmoid", "selu", "gelu")
    steps = ((1, 1), (2, 1), (3, 1), (1, 2))
    kernels = (1, 2, 3, 5)
    for i, (padding, (stride, dilation), kernel) in enumerate(
        product(("valid", "same", "causal"), steps, kernels)
    ):
        if kernel == 1 and dilation == 2:
            continue
        use_bias = i % 3 != 1
        name = f"conv_{padding}_k{kernel}_s{stride}_d{dilation}"
        yield sequential(
            named(name, nobias=not use_bias),
            (TIMES[i % 4], FEATURES[(i + i // 4) % 4]),
            layers.Conv1D(
                UNITS[i % 5],
                kernel,
                strides=stride,
                padding=padding,
                dilation_rate=dilation,
                use_bias=use_bias,
                activation=after[i % 7],
            ),
            *([layers.Flatten(), head()] if i % 4 == 3 else []),
        )
    yield sequential("conv_kernel_is_time", (9, 6), layers.Conv1D(5, 9), layers.Flatten())
    yield sequential("conv_same_kernel_over_time", (4, 6), layers.Conv1D(7, 9, padding="same"))
    yield sequential("conv_causal_time_1", (1, 3), layers.Conv1D(7, 3, padding="causal"))
    yield sequential("conv_wide_kernel", (20, 19), layers.Conv1D(33, 7, padding="same"))
    yield sequential(
        "conv_stack",
        (20, 19),
        layers.Conv1D(33, 3, padding="same", activation="relu"),
        layers.MaxPooling1D(2),
        layers.Conv1D(17, 3, strides=2, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.GlobalAveragePooling1D(),
        head(),
    )
    yield sequential(
        "conv_causal_dilated_stack",
        (20, 6),
        *(
            layers.Conv1D(7, 3, padding="causal", dilation_rate=rate, activation="relu")
            for rate in (1, 2, 4, 8)
        ),
        layers.GlobalMaxPooling1D(),
        head(),
    )


def poolings() -> Iterator[Case]:
    windows = ((2, None), (2, 1), (2, 3), (3, None), (3, 1), (3, 2))
    for i, ((kind, layer), (pool, stride), padding) in enumerate(
        product(
            (("max", layers.MaxPooling1D), ("average", layers.AveragePooling1D)),
            windows,
            ("valid", "same"),
        )
    ):
        yield sequential(
            f"{kind}_pool{pool}_s{stride or 'none'}_{padding}",
            ((9, 13, 20)[i % 3], FEATURES[i % 4]),
            layer(pool, strides=stride, padding=padding),
        )
    for kind, layer in (
        ("max", layers.GlobalMaxPooling1D),
        ("average", layers.GlobalAveragePooling1D),
    ):
        yield sequential(f"global_{kind}", (9, 19), layer())
        yield sequential(f"global_{kind}_keepdims", (12, 7), layer(keepdims=True))
    yield sequential(
        "global_average_keepdims_flatten",
        (9, 16),
        layers.GlobalAveragePooling1D(keepdims=True),
        layers.Flatten(),
        head(),
    )


def normalizations() -> Iterator[Case]:
    for i, (scale, center) in enumerate(product((True, False), repeat=2)):
        yield sequential(
            named("bn_features", noscale=not scale, nocenter=not center),
            (FEATURES[i],),
            layers.BatchNormalization(scale=scale, center=center),
            *([head()] if i % 2 else []),
        )
        yield sequential(
            named("bn_time", noscale=not scale, nocenter=not center),
            (9, FEATURES[3 - i]),
            layers.BatchNormalization(scale=scale, center=center, epsilon=(1e-5, 0.1)[i % 2]),
            *([layers.GRU(5), head()] if i % 2 else []),
        )
    yield sequential("bn_epsilon", (7,), layers.BatchNormalization(epsilon=0.5, momentum=0.9))
    yield sequential(
        "bn_between",
        (12, 19),
        layers.BatchNormalization(),
        layers.Conv1D(16, 3, use_bias=False),
        layers.BatchNormalization(),
        layers.Activation("relu"),
        layers.GRU(7),
        layers.BatchNormalization(),
        head(),
    )
    yield sequential(
        "bn_axis_1", (9, 6), layers.BatchNormalization(axis=1), layers.Flatten(), head(), circle=2
    )
    yield sequential("bn_axis_2", (9, 6), layers.BatchNormalization(axis=2), circle=2)


def without_effect() -> Iterator[Case]:
    """Layers that have an effect only in training."""
    makers = {
        "dropout": lambda: layers.Dropout(0.3, seed=4),
        "dropout_noise_shape": lambda: layers.Dropout(0.3, noise_shape=(None, 1, 6)),
        "spatial_dropout": lambda: layers.SpatialDropout1D(0.3),
        "gaussian_dropout": lambda: layers.GaussianDropout(0.3),
        "gaussian_noise": lambda: layers.GaussianNoise(0.3),
        "alpha_dropout": lambda: layers.AlphaDropout(0.3),
    }
    for name, make in makers.items():
        yield sequential(name, (9, 6), make(), layers.GRU(7), head())
    yield sequential(
        "dropout_all",
        (9, 6),
        *(make() for make in makers.values()),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(7, activation="selu"),
        layers.AlphaDropout(0.1),
        head(),
    )
    yield sequential(
        "activity_regularization",
        (9, 6),
        layers.ActivityRegularization(l1=0.1),
        layers.GRU(7),
        head(),
        circle=2,
    )
    yield sequential("flatten", (9, 7), layers.Flatten())
    yield sequential("flatten_flat", (7,), layers.Flatten(), layers.Dense(5))


# --- circle 1: functional models -------------------------------------------------------------


def residual(x, units: int):
    y = layers.Conv1D(units, 3, padding="same", activation="relu")(x)
    y = layers.BatchNormalization()(y)
    y = layers.Conv1D(units, 3, padding="same")(y)
    shortcut = x if x.shape[-1] == units else layers.Conv1D(units, 1)(x)
    return layers.ReLU()(layers.Add()([shortcut, y]))


def branches() -> Iterator[Case]:
    def concatenate_features(x):
        parts = [layers.Dense(n, activation="tanh")(x) for n in (5, 7, 1)]
        return head()(layers.Concatenate()(parts))

    def concatenate_frames(x):
        parts = [layers.Conv1D(7, 3)(x), layers.GRU(7, return_sequences=True)(x)]
        return layers.Concatenate(axis=1)(parts)

    def concatenate_frame_features(x):
        parts = [x, layers.Conv1D(5, 3, padding="causal")(x)]
        return layers.GRU(7)(layers.Concatenate(axis=-1)(parts))

    def add_2(x):
        return head()(layers.Add()([layers.Dense(16, activation="relu")(x), x]))

    def add_3(x):
        gru, lstm, conv = layers.GRU(7), layers.LSTM(7), layers.Conv1D(7, 3)
        return layers.Add()([gru(x), lstm(x), layers.GlobalMaxPooling1D()(conv(x))])

    def gru_and_conv(x):
        first = layers.GRU(17)(layers.GRU(16, return_sequences=True)(x))
        second = layers.Conv1D(16, 3, activation="relu")(x)
        second = layers.Flatten()(layers.MaxPooling1D(2)(second))
        first, second = layers.Dense(5, activation="relu")(first), layers.Dense(7)(second)
        return head()(layers.Dropout(0.3)(layers.Concatenate()([first, second])))

    def residual_blocks(x):
        for units in (7, 7, 16):
            x = residual(x, units)
        return head()(layers.GlobalAveragePooling1D()(x))

    def residual_dense(x):
        x = layers.Dense(16)(layers.Flatten()(x))
        for _ in range(3):
            x = layers.Add()([x, layers.Dense(16, activation="tanh")(x)])
        return head()(x)

    def order_of_creation(x):
        """Neither by name nor by depth are these layers in the order of their creation."""
        last = layers.Dense(3, activation="softmax", name="a_last")
        merge = layers.Concatenate(name="m")
        short = layers.Dense(5, activation="relu", name="z_short")
        deep = [layers.Dense(n, activation="tanh", name=f"b_{n}") for n in (16, 7, 5)]
        y = x
        for layer in reversed(deep):
            y = layer(y)
        return last(merge([y, short(x), x]))

    def same_input_twice(x):
        y = layers.Dense(6, activation="relu")(x)
        return layers.Concatenate()([y, y, x])

    def merged_twice(x):
        first, second = layers.Dense(7)(x), layers.Dense(7, activation="relu")(x)
        total = layers.Add()([first, second])
        return head()(layers.Concatenate()([second, total, first]))

    yield functional("concatenate_features", (16,), concatenate_features)
    yield functional("concatenate_frames", (12, 6), concatenate_frames)
    yield functional("concatenate_frame_features", (9, 19), concatenate_frame_features)
    yield functional("add_2", (16,), add_2)
    yield functional("add_3", (9, 6), add_3)
    yield functional("gru_and_conv", (12, 19), gru_and_conv)
    yield functional("residual_blocks", (12, 6), residual_blocks)
    yield functional("residual_dense", (9, 3), residual_dense)
    yield functional("order_of_creation", (16,), order_of_creation)
    yield functional("same_input_twice", (6,), same_input_twice)
    yield functional("merged_twice", (19,), merged_twice)
    yield functional("functional_gru", (12, 19), lambda x: head()(layers.GRU(16)(x)))


def typical() -> Iterator[Case]:
    """What tutorials on sign recognition build, only smaller."""
    yield sequential(
        "typical_lstm",
        (20, 33),
        layers.LSTM(16, return_sequences=True, activation="relu"),
        layers.LSTM(33, return_sequences=True, activation="relu"),
        layers.LSTM(16, activation="relu"),
        layers.Dense(16, activation="relu"),
        layers.Dense(7, activation="relu"),
        head(),
    )
    yield sequential(
        "typical_gru",
        (20, 33),
        layers.GRU(33, return_sequences=True),
        layers.Dropout(0.3),
        layers.GRU(16),
        layers.BatchNormalization(),
        layers.Dense(16, activation="relu"),
        layers.Dropout(0.2),
        head(),
    )
    yield sequential(
        "typical_conv_bi_lstm",
        (20, 33),
        layers.Conv1D(16, 5, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.MaxPooling1D(2),
        layers.SpatialDropout1D(0.2),
        layers.Bidirectional(layers.LSTM(16, return_sequences=True)),
        layers.GlobalMaxPooling1D(),
        layers.Dense(17, activation="gelu"),
        head(),
    )


# --- circle 2: convolution in groups, two directions -----------------------------------------


def convolutions_in_groups() -> Iterator[Case]:
    yield sequential(
        "conv_groups_2", (9, 6), layers.Conv1D(16, 3, groups=2, activation="relu"), circle=2
    )
    yield sequential(
        "conv_groups_3_same",
        (12, 6),
        layers.Conv1D(9, 2, groups=3, padding="same", strides=2, use_bias=False),
        layers.Flatten(),
        head(),
        circle=2,
    )
    yield sequential("conv_groups_each", (9, 7), layers.Conv1D(14, 3, groups=7), circle=2)


def backward_layers() -> Iterator[Case]:
    """Bidirectional layers whose second direction is given separately."""

    def pair(forward, backward, **options):
        return layers.Bidirectional(forward, backward_layer=backward, **options)

    yield sequential(
        "bi_backward_layer",
        (9, 6),
        pair(layers.GRU(7), layers.GRU(7, activation="relu", go_backwards=True)),
        head(),
        circle=2,
    )
    yield sequential(
        "bi_backward_layer_before",
        (9, 6),
        pair(layers.GRU(5), layers.GRU(5, go_backwards=True, reset_after=False)),
        head(),
        circle=2,
    )
    yield sequential(
        "bi_backward_layer_named_seq",
        (12, 6),
        pair(
            layers.LSTM(5, return_sequences=True, name="there"),
            layers.LSTM(5, return_sequences=True, go_backwards=True, name="back"),
            merge_mode="sum",
        ),
        layers.GlobalAveragePooling1D(),
        head(),
        circle=2,
    )
    yield sequential(
        "bi_backward_layer_other_class",
        (9, 6),
        pair(layers.LSTM(7), layers.SimpleRNN(7, go_backwards=True), merge_mode="mul"),
        circle=2,
    )
    yield sequential(
        "bi_forward_goes_backwards",
        (9, 6),
        pair(
            layers.GRU(5, return_sequences=True, go_backwards=True),
            layers.GRU(5, return_sequences=True),
        ),
        circle=2,
    )


def backwards(kind: str, layer: type) -> Iterator[Case]:
    yield sequential(f"{kind}_backwards", (9, 6), layer(7, go_backwards=True), head(), circle=2)
    yield sequential(
        f"{kind}_backwards_seq",
        (12, 16),
        layer(5, go_backwards=True, return_sequences=True),
        circle=2,
    )
    yield sequential(
        f"{kind}_backwards_forwards",
        (9, 3),
        layer(17, go_backwards=True, return_sequences=True),
        layer(7),
        head(),
        circle=2,
    )


# --- circle 2: masks --------------------------------------------------------------------------


def masked(
    name: str, *stack: layers.Layer, shape: tuple = (9, 6), mask_value: float = 0.0, **options
) -> Case:
    options = {"circle": 2, "inputs": partial(gaps, value=mask_value)} | options
    return sequential(name, shape, layers.Masking(mask_value), *stack, **options)


def masked_recurrent(kind: str, layer: type) -> Iterator[Case]:
    yield masked(f"mask_{kind}", layer(7), head())
    yield masked(f"mask_{kind}_value", layer(16), head(), shape=(12, 19), mask_value=-1.0)
    yield masked(f"mask_{kind}_seq", layer(5, return_sequences=True), mask_value=-1.0)
    yield masked(f"mask_{kind}_seq_next", layer(17, return_sequences=True), layer(7), head())
    yield masked(
        f"mask_{kind}_seq_average",
        layer(7, return_sequences=True),
        layers.GlobalAveragePooling1D(),
        head(),
    )
    yield masked(f"mask_{kind}_seq_flatten", layer(7, return_sequences=True), layers.Flatten())
    yield masked(f"mask_{kind}_backwards", layer(7, go_backwards=True), head())
    yield masked(f"mask_{kind}_backwards_seq", layer(7, go_backwards=True, return_sequences=True))
    yield masked(
        f"mask_{kind}_backwards_seq_next",
        layer(7, go_backwards=True, return_sequences=True),
        layer(5),
    )
    yield masked(f"mask_{kind}_unrolled_seq", layer(7, unroll=True, return_sequences=True))
    yield masked(f"mask_{kind}_empty", layer(7), head(), inputs=gaps_and_empty)
    yield masked(f"mask_{kind}_empty_seq", layer(7, return_sequences=True), inputs=gaps_and_empty)


def masked_bidirectional() -> Iterator[Case]:
    both = layers.Bidirectional
    for i, (kind, layer) in enumerate(RECURRENT.items()):
        yield masked(f"mask_bi_{kind}", both(layer(UNITS[i])), head(), mask_value=float(-i))
    for mode in MERGE_MODES:
        yield masked(f"mask_bi_{mode}", both(layers.GRU(7), merge_mode=mode), head())
        yield masked(
            f"mask_bi_{mode}_seq", both(layers.LSTM(5, return_sequences=True), merge_mode=mode)
        )
        yield masked(
            f"mask_bi_{mode}_seq_next",
            both(layers.GRU(5, return_sequences=True), merge_mode=mode),
            layers.GRU(7),
            head(),
        )
    yield masked(
        "mask_bi_stacked",
        both(layers.LSTM(7, return_sequences=True)),
        layers.Dropout(0.3),
        both(layers.LSTM(5)),
        head(),
        shape=(12, 19),
        mask_value=-1.0,
    )
    yield masked(
        "mask_bi_average",
        both(layers.GRU(7, return_sequences=True)),
        layers.GlobalAveragePooling1D(),
    )
    yield masked("mask_bi_empty", both(layers.GRU(7)), head(), inputs=gaps_and_empty)
    yield masked(
        "mask_bi_backward_layer",
        both(
            layers.GRU(5, return_sequences=True),
            backward_layer=layers.LSTM(5, return_sequences=True, go_backwards=True),
        ),
        layers.GRU(7),
    )


def masked_between() -> Iterator[Case]:
    """Which layers pass the mask on, which stop it, and which one uses it."""
    handing_on = {
        "dropout": lambda: [layers.Dropout(0.3)],
        "spatial_dropout": lambda: [layers.SpatialDropout1D(0.3)],
        "gaussian": lambda: [layers.GaussianNoise(0.3), layers.GaussianDropout(0.2)],
        "alpha_dropout": lambda: [layers.AlphaDropout(0.1)],
        "batch_normalization": lambda: [layers.BatchNormalization()],
        "layer_normalization": lambda: [layers.LayerNormalization()],
        "dense": lambda: [layers.Dense(7, activation="relu")],
        "time_distributed": lambda: [layers.TimeDistributed(layers.Dense(7))],
        "activation": lambda: [layers.Activation("sigmoid")],
        "activation_layers": lambda: [
            layers.ReLU(max_value=2),
            layers.LeakyReLU(),
            layers.ELU(),
            layers.PReLU(),
        ],
        "identity": lambda: [layers.Identity()],
        "rescaling": lambda: [layers.Rescaling(2.0, offset=0.5)],
        "masking": lambda: [layers.Rescaling(1.0, offset=1.0), layers.Masking(1.0)],
    }
    stopping = {
        "conv": lambda: [layers.Conv1D(7, 3, padding="same")],
        "conv_k1": lambda: [layers.Conv1D(7, 1)],
        "max_pool": lambda: [layers.MaxPooling1D(2)],
        "average_pool": lambda: [layers.AveragePooling1D(2)],
        "flatten": lambda: [layers.Flatten(), layers.Reshape((9, 6))],
        "reshape": lambda: [layers.Reshape((18, 3))],
        "permute": lambda: [layers.Permute((2, 1))],
        "zero_padding": lambda: [layers.ZeroPadding1D(1)],
        "cropping": lambda: [layers.Cropping1D(1)],
        "up_sampling": lambda: [layers.UpSampling1D(2)],
    }
    for name, make in (handing_on | stopping).items():
        yield masked(f"mask_{name}_gru", *make(), layers.GRU(7), head())
    yield masked("mask_only", mask_value=-1.0)
    yield masked("mask_dense", layers.Dense(7), mask_value=-1.0)
    yield masked("mask_flatten", layers.Flatten(), head())
    yield masked("mask_conv", layers.Conv1D(7, 3), layers.GlobalAveragePooling1D(), head())
    yield masked("mask_average", layers.GlobalAveragePooling1D())
    yield masked("mask_average_keepdims", layers.GlobalAveragePooling1D(keepdims=True))
    yield masked("mask_max", layers.GlobalMaxPooling1D())
    yield masked(
        "mask_lstm_time_distributed_gru",
        layers.LSTM(7, return_sequences=True),
        layers.TimeDistributed(layers.Dense(5, activation="relu")),
        layers.GRU(16),
        head(),
        mask_value=-1.0,
    )
    yield masked(
        "mask_gru_bn_gru",
        layers.GRU(7, return_sequences=True),
        layers.BatchNormalization(),
        layers.GRU(5),
        head(),
    )
    yield masked("mask_last_feature_only", layers.GRU(5), head(), shape=(9, 2))
    yield masked("mask_repeat", layers.GRU(7), layers.RepeatVector(4), layers.GRU(5))
    yield sequential(
        "mask_after_dense",
        (9, 6),
        layers.ReLU(),
        layers.Dense(6, activation="relu"),
        layers.Masking(),
        layers.LSTM(7),
        head(),
        circle=2,
    )


# --- circle 2: further layers -----------------------------------------------------------------


def layer_normalizations() -> Iterator[Case]:
    for i, (scale, center) in enumerate(product((True, False), repeat=2)):
        yield sequential(
            named("ln", noscale=not scale, nocenter=not center),
            ((FEATURES[i],), (9, FEATURES[i]))[i % 2],
            layers.LayerNormalization(scale=scale, center=center),
            circle=2,
        )
    for name, options in (
        ("ln_epsilon", {"epsilon": 0.2}),
        ("ln_axis_2", {"axis": 2}),
        ("ln_axis_1", {"axis": 1}),
        ("ln_axis_list", {"axis": [-1]}),
    ):
        yield sequential(name, (9, 7), layers.LayerNormalization(**options), circle=2)
    for name, options in (
        ("ln_two_axes", {"axis": [1, 2]}),
        ("ln_rms_scaling", {"rms_scaling": True}),
    ):
        yield sequential(name, (9, 7), layers.LayerNormalization(**options), circle=3)
    yield sequential(
        "ln_gru_ln",
        (9, 19),
        layers.LayerNormalization(),
        layers.GRU(16, return_sequences=True),
        layers.LayerNormalization(),
        layers.GRU(7),
        layers.LayerNormalization(epsilon=1e-6),
        head(),
        circle=2,
    )


def frame_by_frame() -> Iterator[Case]:
    each = layers.TimeDistributed
    yield sequential("dense_frames", (9, 19), layers.Dense(17, activation="relu"), circle=2)
    yield sequential(
        "dense_frames_softmax", (12, 6), layers.Dense(7, activation="softmax"), circle=2
    )
    yield sequential(
        "dense_frames_gru",
        (9, 6),
        layers.Dense(16, use_bias=False),
        layers.GRU(7),
        head(),
        circle=2,
    )
    yield sequential(
        "dense_4d", (3, 4, 6), layers.Dense(5, activation="tanh"), layers.Flatten(), circle=2
    )
    yield sequential("td_dense", (9, 6), each(layers.Dense(7, activation="relu")), circle=2)
    yield sequential(
        "td_dense_nobias",
        (12, 19),
        each(layers.Dense(16, activation="softmax", use_bias=False)),
        layers.GlobalAveragePooling1D(),
        circle=2,
    )
    yield sequential(
        "td_dropout", (9, 6), each(layers.Dropout(0.3)), layers.GRU(7), head(), circle=2
    )
    yield sequential(
        "td_activation", (9, 6), each(layers.Activation("elu")), layers.GRU(7), circle=2
    )
    yield sequential(
        "td_layer_normalization", (9, 6), each(layers.LayerNormalization(epsilon=0.1)), circle=2
    )
    yield sequential(
        "td_stack",
        (9, 19),
        each(layers.Dense(16), name="each"),
        each(layers.Activation("relu")),
        each(layers.LayerNormalization()),
        each(layers.Dropout(0.2)),
        layers.LSTM(7),
        head(),
        circle=2,
    )
    yield sequential("td_batch_normalization", (9, 6), each(layers.BatchNormalization()), circle=2)
    yield sequential(
        "td_flatten", (5, 3, 2), each(layers.Flatten()), layers.GRU(7), head(), circle=2
    )
    yield sequential("td_conv", (5, 9, 3), each(layers.Conv1D(4, 3)), layers.Flatten(), circle=3)
    inner = keras.Sequential([keras.Input((6,)), layers.Dense(7, "relu"), layers.Dense(5)])
    yield sequential("td_sequential", (9, 6), each(inner), layers.GRU(7), head(), circle=3)


def shapes() -> Iterator[Case]:
    for name, shape, stack in (
        ("reshape", (9, 6), [layers.Reshape((6, 9))]),
        ("reshape_unknown", (9, 6), [layers.Reshape((-1, 3)), layers.GRU(5), head()]),
        ("reshape_unknown_last", (54,), [layers.Reshape((9, -1)), layers.GRU(5), head()]),
        ("reshape_flat", (9, 6), [layers.Reshape((-1,)), head()]),
        ("reshape_more", (12,), [layers.Reshape((2, 3, 2)), layers.Reshape((4, 3))]),
        ("permute", (9, 6), [layers.Permute((2, 1))]),
        ("permute_gru", (9, 6), [layers.Permute((2, 1)), layers.GRU(5), head()]),
        ("permute_same", (9, 6), [layers.Permute((1, 2)), layers.GRU(5)]),
        ("permute_3", (2, 3, 5), [layers.Permute((3, 1, 2))]),
        ("repeat_vector", (7,), [layers.RepeatVector(4)]),
        (
            "repeat_vector_decoder",
            (9, 6),
            [
                layers.LSTM(7),
                layers.RepeatVector(5),
                layers.LSTM(5, return_sequences=True),
                layers.TimeDistributed(layers.Dense(3, activation="softmax")),
            ],
        ),
        ("zero_padding", (9, 6), [layers.ZeroPadding1D(2)]),
        ("zero_padding_sides", (9, 6), [layers.ZeroPadding1D((1, 3)), layers.Conv1D(5, 3)]),
        ("cropping", (9, 6), [layers.Cropping1D(1), layers.GRU(5), head()]),
        ("cropping_sides", (9, 7), [layers.Cropping1D((0, 3))]),
        ("up_sampling", (5, 6), [layers.UpSampling1D(3)]),
        ("rescaling", (9, 6), [layers.Rescaling(1 / 127.5, offset=-1.0)]),
        ("rescaling_dense", (6,), [layers.Rescaling(2.5), head()]),
        ("identity", (9, 6), [layers.Identity(), layers.GRU(5), head()]),
        ("flatten_4d", (2, 3, 5), [layers.Flatten(), head()]),
    ):
        yield sequential(name, shape, *stack, circle=2)


def merges() -> Iterator[Case]:
    def dense(merge, count, x):
        return merge([layers.Dense(7, activation="tanh")(x) for _ in range(count)])

    def mixed(x):
        a, b = layers.GRU(7)(x), layers.LSTM(7)(x)
        parts = [layers.Subtract()([a, b]), layers.Multiply()([a, b]), layers.Maximum()([a, b])]
        return head()(layers.Concatenate()(parts))

    def gate(x):
        """One weight per frame, broadcast over the features."""
        weights = layers.Softmax(axis=1)(layers.Dense(1)(x))
        return layers.GRU(5)(layers.Multiply()([x, weights]))

    for name, merge, count in (
        ("subtract", layers.Subtract, 2),
        ("multiply", layers.Multiply, 2),
        ("multiply_3", layers.Multiply, 3),
        ("average", layers.Average, 2),
        ("average_3", layers.Average, 3),
        ("maximum", layers.Maximum, 3),
        ("minimum", layers.Minimum, 2),
    ):
        yield functional(name, (16,), lambda x, m=merge, n=count: dense(m(), n, x), circle=2)
        yield functional(
            f"{name}_frames", (9, 6), lambda x, m=merge, n=count: dense(m(), n, x), circle=2
        )
    yield functional("merges_mixed", (9, 6), mixed, circle=2)
    yield functional("multiply_broadcast", (9, 6), gate, circle=3)


# --- circle 2: models in models ---------------------------------------------------------------


def inner_sequential(shape: tuple, *stack: layers.Layer, name: str | None = None) -> keras.Model:
    return keras.Sequential([keras.Input(shape), *stack], name=name)


def inner_functional(shape: tuple, connect: Callable, name: str | None = None) -> keras.Model:
    x = keras.Input(shape)
    return keras.Model(x, connect(x), name=name)


def nested() -> Iterator[Case]:
    def dense_pair(x):
        y = layers.Dense(7, activation="relu")(x)
        return layers.Concatenate()([layers.Dense(5, activation="tanh")(y), y])

    def features(x):
        y = layers.GRU(7, return_sequences=True)(x)
        return layers.Dropout(0.2)(layers.BatchNormalization()(y))

    def functional_in_functional(x):
        return head()(inner_functional((16,), dense_pair)(x))

    def two_functional(x):
        first = inner_functional((16,), dense_pair, name="first")
        second = inner_functional((16,), dense_pair, name="second")
        return head()(layers.Add()([first(x), second(x)]))

    def sequential_in_functional(x):
        encoder = inner_sequential((9, 6), layers.Conv1D(7, 3), layers.GRU(5), name="encoder")
        return head()(layers.Concatenate()([encoder(x), layers.LSTM(5)(x)]))

    def deep(x):
        innermost = inner_functional((6,), dense_pair, name="innermost")
        middle = inner_functional((6,), lambda y: layers.Dense(6)(innermost(y)), name="middle")
        return head()(layers.Add()([middle(x), x]))

    def frozen_part(x):
        inner = inner_sequential(
            (6,),
            layers.Dense(7, activation="relu", trainable=False),
            layers.BatchNormalization(),
            layers.Dense(7, activation="tanh"),
            layers.BatchNormalization(trainable=False),
            layers.Dense(5),
        )
        return head()(inner(x))

    def mask_inside(x):
        return inner_sequential((9, 6), layers.Masking(), layers.GRU(7), head())(x)

    def mask_leaves(x):
        inner = inner_functional((9, 6), lambda y: layers.Dense(7)(layers.Masking()(y)))
        return layers.GRU(5)(inner(x))

    yield sequential(
        "nested_sequential",
        (6,),
        inner_sequential((6,), layers.Dense(7, activation="relu"), layers.Dense(5)),
        head(),
        circle=2,
    )
    yield sequential(
        "nested_gru_bn",
        (9, 6),
        inner_sequential(
            (9, 6),
            layers.GRU(7, return_sequences=True),
            layers.BatchNormalization(),
            layers.Dropout(0.3),
            layers.GRU(5),
        ),
        layers.BatchNormalization(),
        head(),
        circle=2,
    )
    yield sequential(
        "nested_same_layer_names",
        (6,),
        layers.Dense(7, name="dense_1"),
        inner_sequential((7,), layers.Dense(7, name="dense_1"), layers.Dense(5, name="dense_2")),
        inner_sequential((5,), layers.Dense(6, name="dense_2"), layers.Dense(5, name="dense_1")),
        layers.Dense(3, activation="softmax", name="dense_2"),
        circle=2,
    )
    yield sequential(
        "nested_two",
        (9, 6),
        inner_sequential(
            (9, 6), layers.Conv1D(7, 3, activation="relu"), layers.MaxPooling1D(2), name="extractor"
        ),
        inner_sequential(
            (3, 7),
            layers.Bidirectional(layers.LSTM(5)),
            layers.BatchNormalization(),
            head(),
            name="classifier",
        ),
        circle=2,
    )
    yield sequential(
        "nested_deep",
        (9, 6),
        inner_sequential(
            (9, 6),
            layers.Dense(7),
            inner_sequential(
                (9, 7),
                layers.GRU(5, return_sequences=True),
                inner_sequential((9, 5), layers.BatchNormalization(), layers.LSTM(7)),
            ),
            layers.Dense(5, activation="relu"),
        ),
        head(),
        circle=2,
    )
    yield functional("nested_functional", (16,), functional_in_functional, circle=2)
    yield functional("nested_two_functional", (16,), two_functional, circle=2)
    yield functional("nested_sequential_in_functional", (9, 6), sequential_in_functional, circle=2)
    yield functional("nested_functional_deep", (6,), deep, circle=2)
    yield functional("nested_frozen_part", (6,), frozen_part, circle=2)
    yield sequential(
        "nested_functional_in_sequential",
        (9, 6),
        inner_functional((9, 6), features),
        layers.GRU(5),
        head(),
        circle=2,
    )
    yield sequential(
        "nested_unknown_time",
        (9, 6),
        inner_sequential((None, 6), layers.GRU(7, return_sequences=True), layers.Dense(5)),
        layers.GlobalMaxPooling1D(),
        head(),
        circle=2,
    )
    yield sequential(
        "nested_only",
        (6,),
        inner_sequential((6,), layers.Dense(7), layers.BatchNormalization(), head()),
        circle=2,
    )
    yield sequential(
        "nested_without_input",
        (6,),
        keras.Sequential([layers.Dense(7, activation="relu"), layers.Dense(5)]),
        head(),
        circle=2,
    )
    yield masked(
        "nested_mask_enters",
        inner_sequential((9, 6), layers.GRU(7, return_sequences=True), layers.BatchNormalization()),
        layers.LSTM(5),
        head(),
    )
    yield functional("nested_mask_inside", (9, 6), mask_inside, circle=2, inputs=gaps)
    yield functional("nested_mask_leaves", (9, 6), mask_leaves, circle=2, inputs=gaps)


def inputs() -> Iterator[Case]:
    def unbuilt(*stack):
        return lambda: keras.Sequential(list(stack))

    def fixed_batch():
        return keras.Sequential(
            [layers.InputLayer(batch_shape=(BATCH, 9, 6), name="frames"), layers.GRU(7), head()]
        )

    def functional_unknown(x):
        a = layers.Bidirectional(layers.GRU(7, return_sequences=True))(x)
        a = layers.Concatenate()([a, layers.Conv1D(5, 3, padding="same")(x)])
        return head()(layers.GlobalAveragePooling1D()(a))

    for name, stack in (
        ("gru", [layers.GRU(7, return_sequences=True), layers.GRU(5)]),
        ("lstm_seq", [layers.LSTM(7, return_sequences=True)]),
        ("bi", [layers.Bidirectional(layers.LSTM(7))]),
        ("conv", [layers.Conv1D(7, 3, activation="relu"), layers.GlobalMaxPooling1D()]),
        ("conv_same", [layers.Conv1D(7, 2, strides=2, padding="same"), layers.MaxPooling1D(2)]),
        ("mask", [layers.Masking(), layers.GRU(7)]),
    ):
        yield sequential(
            f"unknown_time_{name}",
            (None, 6),
            *stack,
            head(),
            circle=2,
            inputs=gaps if name == "mask" else normal,
        )
    yield functional("unknown_time_functional", (None, 6), functional_unknown, circle=2)
    yield Case("fixed_batch", (9, 6), fixed_batch, circle=2)
    yield Case("no_input_dense", (6,), unbuilt(layers.Dense(7, "relu"), head()), circle=2)
    yield Case("no_input_gru", (9, 6), unbuilt(layers.GRU(7), head()), circle=2)
    yield Case(
        "no_input_bn_conv",
        (9, 6),
        unbuilt(
            layers.BatchNormalization(),
            layers.Conv1D(5, 3),
            layers.Bidirectional(layers.LSTM(7)),
            layers.Dropout(0.2),
            head(),
        ),
        circle=2,
    )
    yield Case(
        "no_input_mask", (9, 6), unbuilt(layers.Masking(), layers.GRU(7)), circle=2, inputs=gaps
    )
    yield Case(
        "input_shape_argument",
        (9, 6),
        unbuilt(layers.GRU(7, input_shape=(9, 6)), head()),
        circle=2,
    )


def names() -> Iterator[Case]:
    yield sequential(
        "names",
        (9, 6),
        layers.GRU(7, return_sequences=True, name="a.b"),
        layers.GRU(5, return_sequences=True, name="dense"),
        layers.Dense(7, name="gru"),
        layers.LSTM(5, name="10"),
        layers.Dense(7, activation="relu", name="second layer: sinal"),
        layers.BatchNormalization(name="vars"),
        layers.Dense(5, activation="relu", name="camada_ção_2"),
        layers.Dense(3, activation="softmax", name="model_weights"),
        circle=2,
    )
    yield sequential(
        "names_numbers",
        (16,),
        *(layers.Dense(5, activation="tanh", name=f"dense_{n}") for n in (10, 9, 2, 1)),
        layers.Dense(3, activation="softmax", name="dense"),
        circle=2,
    )
    yield sequential(
        "names_many",
        (6,),
        *(layers.Dense(5, activation="elu") for _ in range(12)),
        head(),
        circle=2,
    )
    yield Case(
        "names_model",
        (9, 6),
        lambda: keras.Sequential(
            [
                keras.Input((9, 6), name="landmarks"),
                layers.Bidirectional(layers.GRU(7, name="inner"), name="outer"),
                layers.Dense(3, activation="softmax", name="letters"),
            ],
            name="Libras_v1.2",
        ),
        circle=2,
    )


def training_state() -> Iterator[Case]:
    def frozen_model():
        model = keras.Sequential(
            [keras.Input((9, 6)), layers.GRU(7), layers.BatchNormalization(), head()]
        )
        model.trainable = False
        return model

    yield sequential(
        "frozen_layers",
        (9, 6),
        layers.GRU(7, trainable=False),
        layers.BatchNormalization(trainable=False),
        layers.Dense(5, activation="relu"),
        head(),
        circle=2,
    )
    yield sequential(
        "frozen_bidirectional",
        (9, 6),
        layers.Bidirectional(layers.LSTM(7), trainable=False),
        layers.BatchNormalization(),
        head(),
        circle=2,
    )
    yield Case("frozen_model", (9, 6), frozen_model, circle=2)
    yield sequential(
        "trained",
        (9, 6),
        layers.GRU(7),
        layers.BatchNormalization(),
        layers.Dense(5, activation="relu"),
        head(),
        circle=2,
        train=True,
    )
    yield functional(
        "trained_functional",
        (9, 6),
        lambda x: head()(layers.Add()([layers.GRU(7)(x), layers.LSTM(7)(x)])),
        circle=2,
        train=True,
    )
    yield sequential(
        "trained_nested",
        (9, 6),
        inner_sequential((9, 6), layers.Bidirectional(layers.GRU(5)), layers.Dropout(0.3)),
        head(),
        circle=2,
        train=True,
    )


# --- circle 2: what is between layers, and more of them ---------------------------------------


def operators() -> Iterator[Case]:
    """Of `keras.ops`, and of Python, which become the same."""
    ops = keras.ops
    connections = {
        "add": lambda x, y: x + y,
        "constant_minus": lambda x, y: 2 - y,
        "divide": lambda x, y: x / (y * y + 1),
        "slice": lambda x, y: y[:, 1:3, ::2],
        "new_axis": lambda x, y: y[:, None, 1:],
        "backwards": lambda x, y: y[:, ::-1],
        "negative": lambda x, y: -y,
        "power": lambda x, y: y**2,
        "absolute": lambda x, y: abs(y),
        "mean": lambda x, y: ops.mean(y, axis=1),
        "max": lambda x, y: ops.max(y, axis=(1, 2), keepdims=True),
        "min": lambda x, y: ops.min(y, axis=-1),
        "sum": lambda x, y: ops.sum(y, axis=-1),
        "prod": lambda x, y: ops.prod(y, axis=2),
        "std": lambda x, y: ops.std(y, axis=1),
        "var": lambda x, y: ops.var(y, axis=1, keepdims=True),
        "transpose": lambda x, y: ops.transpose(y, (0, 2, 1)),
        "reshape": lambda x, y: ops.reshape(y, (-1, 24)),
        "softmax": lambda x, y: ops.softmax(y, axis=1),
        "log_softmax": lambda x, y: ops.log_softmax(y, axis=-1),
        "concatenate": lambda x, y: ops.concatenate([x, y], axis=1),
        "stack": lambda x, y: ops.stack([x, y], axis=2),
        "relu": lambda x, y: ops.relu(y),
        "leaky_relu": lambda x, y: ops.leaky_relu(y, 0.1),
        "gelu": lambda x, y: ops.gelu(y),
        "gelu_exact": lambda x, y: ops.gelu(y, approximate=False),
        "expand_squeeze": lambda x, y: ops.squeeze(ops.expand_dims(y, 2), 2),
        "clip": lambda x, y: ops.clip(y, -0.5, 0.5),
        "maximum": lambda x, y: ops.maximum(x, y),
        "minimum": lambda x, y: ops.minimum(y, 0.1),
        "matmul": lambda x, y: ops.matmul(x, ops.transpose(y, (0, 2, 1))),
        "constants": lambda x, y: y + ops.convert_to_tensor([1.0, 2.0, 3.0, 4.0]),
        "root_mean_square": lambda x, y: y / ops.sqrt(ops.mean(y * y, axis=-1, keepdims=True) + 1e-6),
        "functions": lambda x, y: ops.exp(ops.sin(y)) + ops.log1p(ops.square(x)) * ops.cos(x),
        "beside_layers": lambda x, y: layers.Add()([x + y, layers.Add()([x, y])]),
    }
    for name, connect in connections.items():
        yield functional(
            f"operator_{name}", (6, 4), lambda x, c=connect: c(x, layers.Dense(4)(x)), circle=2
        )
    # Neither what an operator answers nor what follows it is masked.
    for name, connect in {
        "times": lambda x: x * 2.0,
        "slice": lambda x: x[:, 1:],
        "relu": lambda x: ops.relu(x),
    }.items():
        yield functional(
            f"operator_unmasks_{name}",
            (9, 6),
            lambda x, c=connect: layers.GRU(5)(c(layers.Masking()(x))),
            circle=2,
            inputs=gaps,
        )


def more_layers() -> Iterator[Case]:
    for name, shape, stack in (
        ("separable_conv", (9, 6), [layers.SeparableConv1D(7, 3, activation="relu")]),
        (
            "separable_conv_same",
            (9, 6),
            [layers.SeparableConv1D(7, 3, 2, "same", depth_multiplier=2, use_bias=False)],
        ),
        ("depthwise_conv", (9, 6), [layers.DepthwiseConv1D(3, depth_multiplier=2)]),
        ("depthwise_conv_same", (9, 6), [layers.DepthwiseConv1D(2, 2, "same", activation="tanh")]),
        ("group_normalization", (9, 6), [layers.GroupNormalization(groups=3)]),
        ("instance_normalization", (9, 6), [layers.GroupNormalization(groups=-1, center=False)]),
        ("unit_normalization", (9, 6), [layers.UnitNormalization()]),
        ("unit_normalization_time", (9, 6), [layers.UnitNormalization(axis=1)]),
        ("rms_normalization", (9, 6), [layers.RMSNormalization()]),
        ("normalization", (9, 2), [layers.Normalization(mean=[0.5, -1], variance=[2, 0.3])]),
        (
            "normalization_inverse",
            (9, 2),
            [layers.Normalization(axis=None, mean=0.5, variance=2.0, invert=True)],
        ),
        ("rescaling_vectors", (9, 2), [layers.Rescaling([2.0, 0.5], offset=[1.0, -1.0])]),
        ("rnn_of_cell", (9, 6), [layers.RNN(layers.GRUCell(7)), head()]),
        ("rnn_of_cell_backwards", (9, 6), [layers.RNN(layers.LSTMCell(7), go_backwards=True)]),
        ("activation_layer", (9, 6), [layers.Dense(4, activation=layers.LeakyReLU(0.1))]),
        ("activation_layer_conv", (9, 6), [layers.Conv1D(4, 2, activation=layers.ReLU(1.0))]),
        ("td_softmax", (9, 6), [layers.TimeDistributed(layers.Softmax())]),
        (
            "td_gru",
            (9, 6),
            [layers.Reshape((3, 3, 6)), layers.TimeDistributed(layers.GRU(4)), layers.LSTM(3)],
        ),
        (
            "td_td",
            (9, 6),
            [layers.Reshape((3, 3, 6)), layers.TimeDistributed(layers.TimeDistributed(layers.Dense(4)))],
        ),
    ):
        yield sequential(name, shape, *stack, circle=2)
    embedding = layers.Embedding(11, 5), layers.GRU(7)
    yield sequential("embedding", (9,), *embedding, circle=2, inputs=token)
    embedding = layers.Embedding(11, 5, mask_zero=True), layers.GRU(7)
    yield sequential("embedding_mask", (9,), *embedding, circle=2, inputs=token)


def graphs() -> Iterator[Case]:
    def shared_layer(x):
        dense = layers.Dense(6, activation="tanh")
        return head()(layers.Concatenate()([dense(x), dense(dense(x))]))

    def shared_gru(x):
        gru = layers.GRU(7)
        other = layers.Dense(6, activation="relu")(x)
        return layers.Subtract()([gru(x), gru(other)])

    def shared_model(x):
        inner = inner_sequential((6,), layers.Dense(6, activation="tanh"), layers.Dense(6))
        return head()(layers.Add()([inner(x), inner(inner(x))]))

    def attention(x):
        return layers.GRU(7)(layers.Attention()([x, layers.Dense(6)(x)]))

    def heads(x):
        y = layers.MultiHeadAttention(num_heads=2, key_dim=3)(x, x)
        return head()(layers.GlobalAveragePooling1D()(layers.LayerNormalization()(x + y)))

    def dot(x):
        return layers.Dot(axes=1)([layers.Dense(7)(x), layers.Dense(7)(x)])

    def operators(x):
        return layers.Dense(6)(x) * 2.0 + x

    def last_frame(x):
        return head()(layers.GRU(7, return_sequences=True)(x)[:, -1])

    causal = lambda x: layers.Attention(use_scale=True)([layers.Dense(6)(x), x], use_causal_mask=True)
    concat = lambda x: layers.Attention(score_mode="concat")([layers.Dense(6)(x), layers.Dense(4)(x), x])
    additive = lambda x: layers.AdditiveAttention()([layers.Dense(6)(x), x])
    wide_heads = layers.MultiHeadAttention(3, 4, output_shape=2, use_bias=False)
    yield functional("attention_causal", (9, 6), causal, circle=2)
    yield functional("attention_concat", (9, 6), concat, circle=2)
    yield functional("attention_additive", (9, 6), additive, circle=2)
    yield functional(
        "heads_of_three", (9, 6), lambda x: wide_heads(x, layers.Dense(5)(x), x), circle=2
    )
    yield functional(
        "heads_causal",
        (9, 6),
        lambda x: layers.MultiHeadAttention(2, 3)(x, x, use_causal_mask=True),
        circle=2,
    )
    two = lambda x, axes: layers.Dot(axes=axes)([layers.Dense(6)(x), layers.Dense(6)(x)])
    yield functional("dot_frames", (9, 6), lambda x: two(x, 1), circle=2)
    yield functional("dot_features", (9, 6), lambda x: two(x, 2), circle=2)
    yield functional("dot_both", (6, 6), lambda x: two(x, (2, 1)), circle=2)
    yield functional(
        "dot_normalized",
        (9, 6),
        lambda x: layers.Dot(axes=-1, normalize=True)([layers.Dense(5)(x), layers.Dense(5)(x)]),
        circle=2,
    )
    yield functional("shared_layer", (6,), shared_layer, circle=2)
    yield functional("shared_gru", (9, 6), shared_gru, circle=2)
    yield functional("shared_model", (6,), shared_model, circle=2)
    yield functional("attention", (9, 6), attention, circle=2)
    yield functional("multi_head_attention", (9, 6), heads, circle=2)
    yield functional("dot", (6,), dot, circle=2)
    yield functional("operators", (6,), operators, circle=2)
    yield functional("last_frame", (9, 6), last_frame, circle=2)


# --- circle 3 ---------------------------------------------------------------------------------


def circle_3() -> Iterator[Case]:
    yield from further_layers()
    yield from further_recurrent()
    yield from masked_branches()


def masked_branches() -> Iterator[Case]:
    """Keras writes how a functional model computes its masks as operations among its layers."""

    def gru(units=7):
        return layers.GRU(units, return_sequences=True)

    def chain(x):
        x = gru()(layers.Masking()(x))
        return head()(layers.LSTM(5)(layers.BatchNormalization()(x)))

    def nested_model(x):
        inner = inner_sequential((9, 6), gru(), layers.BatchNormalization(), layers.Dropout(0.2))
        return head()(layers.GRU(5)(inner(layers.Masking()(x))))

    def side_by_side(x):
        x = layers.Masking()(x)
        parts = layers.GRU(7)(x), layers.Bidirectional(layers.LSTM(5))(x)
        return head()(layers.Concatenate()(parts))

    def residual_gru(x):
        x = layers.Dense(7)(layers.Masking()(x))
        x = layers.LayerNormalization()(layers.Add()([x, gru()(x)]))
        return head()(layers.GlobalAveragePooling1D()(x))

    def merged(merge, x):
        x = layers.Masking()(x)
        return merge([gru()(x), layers.Dense(7, activation="tanh")(x)])

    def one_mask(merge, x):
        return layers.GRU(5)(merge([gru()(layers.Masking()(x)), layers.Dense(7)(x)]))

    def two_masks(merge, x):
        first, second = layers.Masking()(x), layers.Masking()(layers.ReLU(threshold=1.0)(x))
        return layers.GRU(5)(merge([gru()(first), layers.Dense(7)(second)]))

    connections = {
        "functional_mask": chain,
        "functional_mask_nested": nested_model,
        "functional_mask_side_by_side": side_by_side,
        "functional_mask_residual": residual_gru,
        "functional_mask_concatenate_frames": lambda x: layers.GRU(5)(
            merged(layers.Concatenate(axis=1), x)
        ),
    }
    for merge in (
        layers.Add,
        layers.Subtract,
        layers.Multiply,
        layers.Average,
        layers.Maximum,
        layers.Minimum,
        layers.Concatenate,
    ):
        name = f"functional_mask_{merge.__name__.lower()}"
        connections |= {
            name: lambda x, m=merge: merged(m(), x),
            f"{name}_gru": lambda x, m=merge: layers.GRU(5)(merged(m(), x)),
        }
        if merge in (layers.Add, layers.Multiply, layers.Concatenate):
            connections |= {
                f"{name}_one": lambda x, m=merge: one_mask(m(), x),
                f"{name}_two": lambda x, m=merge: two_masks(m(), x),
            }
    for name, connect in connections.items():
        yield functional(name, (9, 6), connect, circle=3, inputs=gaps)


def further_layers() -> Iterator[Case]:
    for name, shape, stack in (
        ("conv_transpose", (9, 6), [layers.Conv1DTranspose(5, 3, strides=2)]),
        ("conv_2d", (9, 7, 3), [layers.Conv2D(5, 3), layers.GlobalAveragePooling2D()]),
        ("conv_channels_first", (6, 9), [layers.Conv1D(5, 3, data_format="channels_first")]),
        ("conv_lstm", (5, 7, 3), [layers.ConvLSTM1D(4, 3), layers.Flatten()]),
        ("spectral_normalization", (6,), [layers.SpectralNormalization(layers.Dense(7))]),
        ("einsum_dense", (9, 6), [layers.EinsumDense("btf,fu->btu", (None, 7), bias_axes="u")]),
        ("pool_channels_first", (6, 9), [layers.MaxPooling1D(2, data_format="channels_first")]),
    ):
        yield sequential(name, shape, *stack, circle=3)


def further_recurrent() -> Iterator[Case]:
    def state(x):
        sequence, last = layers.GRU(7, return_sequences=True, return_state=True)(x)
        return layers.Concatenate()([layers.GlobalMaxPooling1D()(sequence), last])

    def initial_state(x):
        _, *states = layers.LSTM(7, return_state=True)(x)
        return layers.LSTM(7)(x, initial_state=states)

    def two_outputs(x):
        return layers.Concatenate()(layers.Bidirectional(layers.GRU(7), merge_mode=None)(x))

    def stateful():
        return keras.Sequential(
            [keras.Input(batch_shape=(BATCH, 9, 6)), layers.GRU(7, stateful=True), head()]
        )

    cells = [layers.GRUCell(7), layers.LSTMCell(5)]
    yield sequential("rnn_of_cells", (9, 6), layers.RNN(cells), head(), circle=3)
    yield functional("gru_state", (9, 6), state, circle=2)
    yield functional("lstm_initial_state", (9, 6), initial_state, circle=2)
    yield functional("bi_two_outputs", (9, 6), two_outputs, circle=3)
    yield Case("gru_stateful", (9, 6), stateful, circle=2)


# --- the subset -------------------------------------------------------------------------------

SUBSET = set(
    """
    gru gru_seq gru_nobias gru_relu gru_units_33 gru_time_1 gru_stacked gru_gate_softsign
    gru_before_seq gru_before_after_stacked lstm lstm_nobias_seq lstm_elu lstm_gate_tanh
    lstm_no_forget_bias lstm_gru_rnn rnn rnn_stacked bi_gru_concat_seq bi_gru_before_sum_seq
    bi_lstm_sum bi_rnn_mul bi_stacked dense_relu dense_softmax dense_gelu activation_mish
    dense_chain activation_layers_chain relu_layer_all conv_valid_k3_s2_d1 conv_same_k2_s2_d1
    conv_same_k5_s1_d2_nobias conv_causal_k3_s1_d2_nobias conv_stack max_pool2_s3_same
    average_pool3_s2_same global_max_keepdims bn_time bn_between dropout_all concatenate_frames
    gru_and_conv residual_blocks order_of_creation typical_conv_bi_lstm

    gru_hard_sigmoid activation_log_softmax prelu_shared conv_groups_3_same
    bi_backward_layer_named_seq mask_gru_value mask_gru_empty mask_lstm_seq_next
    mask_rnn_seq_average mask_lstm_backwards_seq mask_bi_concat_seq_next
    mask_lstm_time_distributed_gru mask_layer_normalization_gru mask_conv_gru gru_backwards_seq
    ln_gru_ln dense_frames td_stack reshape_unknown repeat_vector_decoder zero_padding_sides
    merges_mixed nested_gru_bn nested_two_functional nested_deep nested_frozen_part
    unknown_time_bi no_input_gru names trained operator_constant_minus operator_slice
    operator_backwards operator_max operator_std operator_transpose operator_reshape operator_softmax
    operator_concatenate operator_stack operator_gelu operator_expand_squeeze operator_clip
    operator_matmul operator_constants operator_root_mean_square operator_functions
    operator_beside_layers operator_unmasks_slice separable_conv_same depthwise_conv
    group_normalization instance_normalization unit_normalization rms_normalization
    normalization_inverse rescaling_vectors rnn_of_cell_backwards activation_layer td_gru td_td
    embedding_mask attention_causal attention_concat attention_additive heads_of_three heads_causal
    dot_frames dot_both shared_gru last_frame gru_state lstm_initial_state gru_stateful
    """.split()
)


# --- weights and outputs ----------------------------------------------------------------------


def random_weight(name: str, shape: tuple, rng: np.random.Generator) -> np.ndarray:
    if name in ("bias", "beta", "moving_mean", "alpha"):
        return rng.normal(0, 0.3, shape)
    if name in ("gamma", "scale"):
        return rng.uniform(0.5, 1.5, shape)
    if name == "moving_variance":
        return rng.uniform(0.3, 2, shape)
    return rng.uniform(-1, 1, shape) * 1.5 / math.sqrt(max(1, math.prod(shape[:-1])))


def quick_initializers() -> None:
    """All weights are set later, and compiling a generator per shape takes half of the run."""

    def zeros(self, shape, dtype=None, **options) -> np.ndarray:
        return np.zeros(shape, dtype)

    for name in ("VarianceScaling", "GlorotUniform", "Orthogonal", "Zeros", "Ones", "Identity"):
        getattr(keras.initializers, name).__call__ = zeros


def fill_weights(model: keras.Model, rng: np.random.Generator) -> None:
    model.set_weights([random_weight(w.name, w.shape, rng) for w in model.weights])


def predict(model: keras.Model, x: np.ndarray) -> np.ndarray:
    return np.asarray(model.predict(x, batch_size=len(x), verbose=0), np.float32)


def train_one_step(model: keras.Model, x: np.ndarray) -> None:
    model.compile("adam", "mse")
    model.train_on_batch(x, np.zeros(model(x).shape, np.float32))


def is_good(answer: np.ndarray) -> bool:
    """Neither overflown nor nearly the same for every input."""
    spread = np.ptp(answer, axis=0).max()
    return bool(np.isfinite(answer).all() and np.abs(answer).max() < 1e3 and spread > 1e-3)


def class_names(model: keras.Model) -> Iterator[str]:
    for layer in getattr(model, "operations", model.layers):
        yield type(layer).__name__
        if isinstance(layer, keras.Model):
            yield from class_names(layer)
        elif isinstance(layer, layers.Bidirectional):
            yield from (type(layer.forward_layer).__name__, type(layer.backward_layer).__name__)
        elif isinstance(layer, layers.Wrapper):
            yield type(layer.layer).__name__


def save(model: keras.Model, file: Path, x: np.ndarray, y: np.ndarray) -> str | None:
    """Save a model; return why the file is unfit for a comparison, or None if it is fit."""
    try:
        model.save(file)
        difference = np.abs(predict(keras.models.load_model(file, compile=False), x) - y).max()
    except Exception as failure:  # whatever Keras throws
        return f"{type(failure).__name__}: {' '.join(str(failure).split())[:200]}"
    return None if difference <= TOLERANCE else f"restored model differs by {difference:.3g}"


def write(case: Case, folder: Path) -> dict:
    rng = np.random.default_rng(zlib.crc32(case.name.encode()))
    keras.utils.set_random_seed(zlib.crc32(case.name.encode()) & 0x7FFFFFFF)
    x = case.inputs(rng, tuple(n or TIMES[0] for n in case.shape)).astype(np.float32)
    model = case.build()
    if not model.built:
        predict(model, x)
    fill_weights(model, rng)
    if case.train:
        train_one_step(model, x)
    y = predict(model, x)
    if not is_good(y):
        print(f"{case.name}: outputs are of little use: {y.ravel()[:8]}", flush=True)
    formats = []
    for suffix in FORMATS:
        file = folder / f"{case.name}.{suffix}"
        if problem := save(model, file, x, y):
            print(f"{file.name}: not restored by Keras ({problem})", flush=True)
            file.unlink(missing_ok=True)
        else:
            formats.append(suffix)
    x.astype("<f4").tofile(folder / f"{case.name}.in.f32")
    y.astype("<f4").tofile(folder / f"{case.name}.out.f32")
    return {
        "name": case.name,
        "input": list(x.shape),
        "output": list(y.shape),
        "layers": list(class_names(model)),
        "circle": case.circle,
        "subset": case.name in SUBSET,
        "formats": formats,
    }


def pack(folder: Path, file: Path) -> None:
    """The same bytes for the same files."""
    with zipfile.ZipFile(file, "w") as archive:
        for member in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(member.name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, member.read_bytes(), compresslevel=9)


def all_cases() -> Iterator[Case]:
    """To be used one at a time: the names that Keras gives to layers start over for each case."""
    for circle in (circle_1, circle_2, circle_3):
        cases = circle()
        while True:
            keras.backend.clear_session(free_memory=False)
            if (case := next(cases, None)) is None:
                break
            yield case


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, metavar="OUT", help="folder, made if it is missing")
    parser.add_argument("--subset", action="store_true", help="only the small selection")
    parser.add_argument("--zip", type=Path, metavar="FILE", help="pack the folder, as tests expect it")
    options = parser.parse_args()

    warnings.filterwarnings("ignore")  # about masks that end at a layer, and the like
    absl.logging.set_verbosity(absl.logging.ERROR)
    quick_initializers()
    options.out.mkdir(parents=True, exist_ok=True)
    started, seen, index = time.monotonic(), set(), []
    for case in all_cases():
        if case.name in seen:
            raise SystemExit(f"two cases are named {case.name}")
        seen.add(case.name)
        if case.name in SUBSET or not options.subset:
            index.append(write(case, options.out))
    if missing := SUBSET - seen:
        raise SystemExit(f"no such cases: {sorted(missing)}")
    text = ",\n".join(json.dumps(entry) for entry in index)
    (options.out / "index.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")
    if options.zip:
        pack(options.out, options.zip)
    print(f"{len(index)} cases in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
