"""Write small models of Keras 2 with the outputs that Keras 2 computes for them.

Like keras_matrix.py, in the same arrangement of files, for what Keras 2 writes differently: operators
between layers, models within models, masks, and .keras files of its own. Two versions are of interest:

    tf-keras (requirements-keras2.txt)         python keras2_matrix.py OUT
    TensorFlow 2.12 with the Keras of its own  python keras2_matrix.py OUT --prefix v212_

With --windows, .keras files are rewritten as Keras 2 writes them on Windows, where the path of a layer
is the name of one group.
"""

import argparse
import io
import json
import os
import zipfile
import zlib
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import h5py
import numpy as np
import tensorflow as tf

try:
    import tf_keras as keras
except ImportError:
    keras = tf.keras

layers = keras.layers
BATCH = 3
OF_2_12 = keras.__version__.startswith("2.12")


def gaps(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    """Missing frames at the end, at the start, and inside."""
    x = rng.normal(0, 1, (BATCH, *shape))
    x[0, 4:], x[1, :2], x[2, 3] = 0, 0, 0
    return x


def tokens(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    return np.where(rng.random((BATCH, *shape)) < 0.3, 0, rng.integers(0, 11, (BATCH, *shape)))


def sequential(shape: tuple, *stack) -> keras.Model:
    return keras.Sequential([layers.Input(shape), *stack])


def functional(shape: tuple, connect) -> keras.Model:
    x = layers.Input(shape)
    return keras.Model(x, connect(x))


def with_dense(connect):
    """A model of an input [6, 4] and of what a Dense layer makes of it."""
    return lambda: functional((6, 4), lambda x: connect(x, layers.Dense(4)(x)))


def masked(connect):
    """What a recurrent layer that tells the mask computes behind `connect`."""
    return lambda: functional((6, 4), lambda x: layers.LSTM(3, bias_initializer="ones")(connect(x)))


def inner_twice(x):
    p = layers.Input((5, 4))
    inner = keras.Model(p, layers.Dense(3, activation="tanh")(layers.SimpleRNN(4)(p)))
    return layers.Dense(2)(layers.Add()([inner(x), inner(layers.Activation("tanh")(x))]))


def inner_two_outputs(x):
    p = layers.Input((5, 4))
    a, b = keras.Model(p, [layers.SimpleRNN(4)(p), layers.GRU(3)(p)])(x)
    return layers.Dense(2)(layers.Concatenate()([b, a]))


def inner_sequential(x):
    a = sequential((5, 4), layers.GRU(3))(x)
    b = layers.Dense(3)(layers.Flatten()(x))
    return layers.Dense(2)(layers.Concatenate()([a, b]))


def models():
    stack = lambda: [
        layers.Bidirectional(layers.GRU(3, return_sequences=True)),
        layers.BatchNormalization(),
        layers.Dropout(0.2),
        layers.LSTM(2),
        layers.Dense(2),
        layers.Dense(3),
    ]
    yield "sequential", lambda: sequential((5, 4), *stack()), None
    yield "inner_sequential", lambda: functional((5, 4), inner_sequential), None
    yield "inner_twice", lambda: functional((5, 4), inner_twice), None
    yield "inner_two_outputs", lambda: functional((5, 4), inner_two_outputs), None
    not_trained = lambda x: layers.LSTM(3)(layers.Dropout(0.3)(x, training=False), training=False)
    yield "training_false", lambda: functional((5, 4), not_trained), None
    if OF_2_12:
        return
    operators = {
        "add": lambda x, y: x + y,
        "constant_minus": lambda x, y: 2 - y,
        "times": lambda x, y: y * 0.5,
        "divide": lambda x, y: x / (y * y + 1),
        "last_frame": lambda x, y: layers.LSTM(3, return_sequences=True)(x)[:, -1, :],
        "slice": lambda x, y: y[:, 1:3, ::2],
        "new_axis": lambda x, y: y[:, None, 1:],
        "backwards": lambda x, y: y[:, ::-1],
        "negative": lambda x, y: -y,
        "power": lambda x, y: y**2,
        "absolute": lambda x, y: abs(y),
        "mean": lambda x, y: tf.reduce_mean(y, axis=1),
        "max": lambda x, y: tf.reduce_max(y, axis=[1, 2], keepdims=True),
        "sum": lambda x, y: tf.reduce_sum(y, axis=-1),
        "transpose": lambda x, y: tf.transpose(y, (0, 2, 1)),
        "reshape": lambda x, y: tf.reshape(y, (-1, 24)),
        "softmax": lambda x, y: tf.nn.softmax(y, axis=1),
        "concatenate": lambda x, y: tf.concat([x, y], axis=1),
        "stack": lambda x, y: tf.stack([x, y], axis=2),
        "relu": lambda x, y: tf.nn.relu(y),
        "expand_squeeze": lambda x, y: tf.squeeze(tf.expand_dims(y, 2), 2),
        "clip": lambda x, y: tf.clip_by_value(y, -0.5, 0.5),
        "matmul": lambda x, y: tf.matmul(x, y, transpose_b=True),
        "maximum": lambda x, y: tf.maximum(y, 0.1),
        "sigmoid": lambda x, y: tf.sigmoid(y),
    }
    for name, connect in operators.items():
        yield f"operator_{name}", with_dense(connect), None
    mask = layers.Masking
    merged = {
        "times": lambda x: mask()(x) * 2.0,
        "slice": lambda x: mask()(x)[:, 1:],
        "concatenate_one": lambda x: layers.Concatenate()([mask()(x), layers.Dense(4)(x)]),
        "concatenate": lambda x: layers.Concatenate()([mask()(x), mask(5.0)(x)]),
        "concatenate_frames": lambda x: layers.Concatenate(axis=1)([mask()(x), mask(5.0)(x)]),
        "add_one": lambda x: layers.Add()([mask()(x), layers.Dense(4)(x)]),
        "add": lambda x: layers.Add()([mask()(x), mask(5.0)(x)]),
        "multiply": lambda x: layers.Multiply()([mask()(x), mask(5.0)(x)]),
        "maximum_one": lambda x: layers.Maximum()([mask()(x), layers.Dense(4)(x)]),
        "time_distributed": lambda x: layers.TimeDistributed(layers.Dense(3))(mask()(x)),
    }
    for name, connect in merged.items():
        yield f"mask_{name}", masked(connect), gaps
    yield from further()


def further():
    stacks = {
        "separable": lambda: [layers.SeparableConv1D(7, 3, depth_multiplier=2, strides=2, padding="same")],
        "depthwise": lambda: [layers.DepthwiseConv1D(3, depth_multiplier=2, activation="tanh")],
        "group_normalization": lambda: [layers.GroupNormalization(groups=3)],
        "unit_normalization": lambda: [layers.UnitNormalization(axis=1)],
        "normalization": lambda: [layers.Normalization(mean=[0.5, -1, 0, 1, 2, 3], variance=[2, 0.3, 1, 1, 4, 5])],
        "rescaling": lambda: [layers.Rescaling([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], offset=[0.0, 1.0, 0.0, -1.0, 0.0, 2.0])],
        "rnn_of_cell": lambda: [layers.RNN(layers.GRUCell(5))],
        "activation_layer": lambda: [layers.Dense(4, activation=layers.LeakyReLU(alpha=0.1))],
        "time_distributed_softmax": lambda: [layers.TimeDistributed(layers.Softmax())],
    }
    for name, stack in stacks.items():
        yield name, lambda s=stack: sequential((9, 6), *s()), None
    embedding = lambda: [layers.Embedding(11, 5, mask_zero=True), layers.GRU(4, bias_initializer="ones")]
    yield "embedding", lambda: sequential((9,), *embedding()), tokens
    graphs = {
        "dot": lambda x: layers.Dot(axes=2, normalize=True)([layers.Dense(7)(x), layers.Dense(7)(x)]),
        "attention": lambda x: layers.Attention(use_scale=True)([layers.Dense(6)(x), layers.Dense(6)(x), x]),
        "attention_causal": lambda x: layers.Attention()([x, x], use_causal_mask=True),
        "additive_attention": lambda x: layers.AdditiveAttention()([layers.Dense(6)(x), x]),
        "multi_head_attention": lambda x: layers.MultiHeadAttention(2, 3, value_dim=4, output_shape=5)(
            x, layers.Dense(5)(x), x
        ),
        "states": lambda x: layers.Concatenate()(layers.LSTM(5, return_state=True)(x)),
        "state_unused": lambda x: layers.Dense(2)(layers.LSTM(5, return_state=True)(x)[0]),
        "initial_state": lambda x: layers.LSTM(5)(
            x, initial_state=layers.LSTM(5, return_state=True)(x)[1:]
        ),
        "transformer": lambda x: layers.LayerNormalization()(
            x + layers.MultiHeadAttention(2, 3, dropout=0.1)(x, x, use_causal_mask=True)
        ),
    }
    for name, connect in graphs.items():
        yield name, lambda c=connect: functional((9, 6), c), None


def random_weight(name: str, shape: tuple, rng: np.random.Generator) -> np.ndarray:
    return rng.uniform(0.3, 2, shape) if "variance" in name else rng.normal(0, 0.4, shape)


def on_windows(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    written = io.BytesIO()
    with h5py.File(io.BytesIO(members["model.weights.h5"])) as old, h5py.File(written, "w") as new:

        def copy(path: str, node) -> None:
            layer, variables, name = path.rpartition("/vars")
            if variables:
                group = new.require_group(layer.replace("/", "\\")).require_group("vars")
                if isinstance(node, h5py.Dataset):
                    group.create_dataset(name.strip("/"), data=node[...])

        old.visititems(copy)
    members["model.weights.h5"] = written.getvalue()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def write(name: str, build, make_inputs, folder: Path, windows: bool) -> dict:
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    keras.backend.clear_session()
    model = build()
    model.set_weights([random_weight(w.name, w.shape, rng) for w in model.weights])
    shape = tuple(model.input_shape[1:])
    x = (make_inputs(rng, shape) if make_inputs else rng.normal(0, 1, (BATCH, *shape))).astype("<f4")
    y = np.asarray(model.predict(x, verbose=0), "<f4")
    x.tofile(folder / f"{name}.in.f32")
    y.tofile(folder / f"{name}.out.f32")
    if not windows:
        model.save(folder / f"{name}.h5")
    archive = folder / f"{name}.keras"
    model.save(archive, **({"save_format": "keras_v3"} if OF_2_12 else {}))
    if windows:
        on_windows(archive)
    formats = ["keras"] if windows else ["h5", "keras"]
    return {"name": name, "input": list(x.shape), "output": list(y.shape), "circle": 2, "formats": formats}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, metavar="OUT", help="folder; an index in it is continued")
    parser.add_argument("--prefix", default="", help="of the cases' names")
    parser.add_argument("--windows", action="store_true", help="as on Windows; the first five only")
    parser.add_argument("--zip", type=Path, metavar="FILE", help="pack the folder, as tests want it")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    file = options.out / "index.json"
    index = json.loads(file.read_text()) if file.exists() else []
    for number, (name, build, inputs) in enumerate(models()):
        if number < 5 or not options.windows:
            index.append(write(options.prefix + name, build, inputs, options.out, options.windows))
    file.write_text("[\n" + ",\n".join(json.dumps(entry) for entry in index) + "\n]\n", encoding="utf-8")
    if options.zip:
        with zipfile.ZipFile(options.zip, "w") as archive:
            for member in sorted(options.out.iterdir()):
                info = zipfile.ZipInfo(member.name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, member.read_bytes(), compresslevel=9)
    print(f"{len(index)} cases")


if __name__ == "__main__":
    main()
