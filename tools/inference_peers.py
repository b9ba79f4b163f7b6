"""The other inference engines of the benchmark: Keras, TensorFlow and LiteRT on one Keras model.

    serve    --model FILE --input IN.f32 --shape N,T,F --batch B --threads K
    convert  --model FILE --output OUT.tflite --batch B
    cold     ENGINE --model FILE --input IN.f32 --shape N,T,F [--started NANOS]

`serve` is a child process of the Java side, so that all engines are measured alternately within
one run. It prints `ready {json}` and then answers lines on standard input:

    predict COUNT, function COUNT, litert COUNT    COUNT latencies in nanoseconds, one line
    output ENGINE                                  `output` and the first batch's outputs
    rss                                            resident memory in KiB
    quit

Engines: `predict` is model.predict, `function` a tf.function with a fixed signature, `litert` the
model converted to LiteRT with fixed shapes. One call goes from a NumPy array to a NumPy array.

LiteRT is given its best chance: of these graphs and runtimes, the fastest pair is taken.

    rolled       the recurrent layers as loops: what Keras and the converter make by default
    unrolled     the same layers with unroll=True
    projected    unrolled, and a GRU's inputs multiplied by its kernel in one go, for all steps
    interpreter  ai_edge_litert.interpreter; XNNPACK packs the weights anew for every step
    compiled     ai_edge_litert.compiled_model with XNNPACK's weight cache, which packs them once

`serve --litert FILE` takes a graph that `convert` wrote instead of converting, and with
`--engines litert` TensorFlow is not even loaded: use both, and one of --runtimes, to measure the
memory of LiteRT alone. `cold litert` takes such a file as its --model; with `--runtime compiled`
give each file a --weight-cache folder of its own.
"""

import argparse
import collections
import itertools
import json
import math
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np

# Everything else is imported where it is needed, so that a cold start pays for its engine only.

ENGINES = ["predict", "function", "litert"]
GRAPHS = ["rolled", "unrolled", "projected"]
RUNTIMES = ["interpreter", "compiled"]
PACKAGES = ["tensorflow", "tensorflow-cpu", "keras", "ai-edge-litert", "numpy"]
WARM_UPS = 30
TRIAL_ROUNDS, TRIAL_SECONDS = 7, 0.05
TOLERANCE = 1e-4

Engine = Callable[[np.ndarray], np.ndarray]


# --- inputs ---------------------------------------------------------------------------------


def read_rows(file: Path, shape: list[int]) -> np.ndarray:
    return np.fromfile(file, "<f4").reshape(shape)


def batches_of(rows: np.ndarray, batch: int) -> list[np.ndarray]:
    """Batches that cycle through the rows until they line up again."""
    count = math.lcm(len(rows), batch) // batch
    places = np.arange(count * batch).reshape(count, batch) % len(rows)
    return [np.ascontiguousarray(rows[place]) for place in places]


# --- Keras and TensorFlow -------------------------------------------------------------------


def load_model(file: Path, threads: int):
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    import keras

    return keras.models.load_model(file, compile=False)


def fixed_function(model, batch: int):
    import tensorflow as tf

    signature = [tf.TensorSpec((batch, *model.input_shape[1:]), tf.float32)]
    return tf.function(
        lambda x: model(x, training=False), input_signature=signature, jit_compile=False
    )


def predict_engine(model, batch: int) -> Engine:
    return lambda x: model.predict(x, batch_size=batch, verbose=0)


def function_engine(model, batch: int) -> Engine:
    import tensorflow as tf

    function = fixed_function(model, batch)
    return lambda x: function(tf.constant(x)).numpy()


# --- graphs for LiteRT ----------------------------------------------------------------------


def unrolled(model):
    """The same model with unroll=True in every recurrent layer, None without one."""
    found = []

    def unroll(value):
        if isinstance(value, dict):
            found.extend(key for key in value if key == "unroll")
            return {k: True if k == "unroll" else unroll(v) for k, v in value.items()}
        return [unroll(v) for v in value] if isinstance(value, list | tuple) else value

    config = unroll(model.get_config())
    return with_weights_of(model, type(model).from_config(config)) if found else None


def projected(model):
    """Unrolled, with each GRU's input product taken out of its loop, None without a usual GRU."""
    import keras
    import tensorflow as tf

    class ProjectedGru(keras.layers.GRU):
        def call(self, sequences, initial_state=None, mask=None, training=False):
            cell, units = self.cell, self.units
            bias, recurrent_bias = tf.unstack(cell.bias)
            count, steps, features = tf.shape(sequences)[0], *sequences.shape[1:]
            by_step = tf.reshape(tf.transpose(sequences, [1, 0, 2]), [-1, features])
            products = tf.matmul(by_step, cell.kernel) + bias
            state, states = tf.zeros([count, units]), []
            for own in tf.unstack(tf.reshape(products, [steps, count, 3 * units])):
                recurrent = tf.matmul(state, cell.recurrent_kernel) + recurrent_bias
                gates = tf.sigmoid(own[:, : 2 * units] + recurrent[:, : 2 * units])
                update, reset = gates[:, :units], gates[:, units:]
                fresh = tf.tanh(own[:, 2 * units :] + reset * recurrent[:, 2 * units :])
                state = fresh + update * (state - fresh)
                states.append(state)
            return tf.transpose(tf.stack(states), [1, 0, 2]) if self.return_sequences else state

    usual = {
        **{"activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True},
        **{"reset_after": True, "go_backwards": False, "stateful": False, "return_state": False},
    }
    found = []

    def replace(layer):
        config = layer.get_config()
        if type(layer) is keras.layers.GRU and usual.items() <= config.items():
            found.append(layer.name)
            return ProjectedGru.from_config(config)
        return type(layer).from_config(config)

    if any(isinstance(layer, keras.layers.Masking) for layer in model.layers):
        return None
    clone = keras.models.clone_model(unrolled(model) or model, clone_function=replace)
    return with_weights_of(model, clone) if found else None


def with_weights_of(model, clone):
    clone.set_weights(model.get_weights())
    return clone


def convert(model, batch: int, file: Path) -> Path:
    """Fixed shapes and no TensorFlow operations: XNNPACK refuses dynamic tensors."""
    import tensorflow as tf

    holder = tf.Module()  # a Keras model in its place would leave the weights as variables
    holder.weights = [variable.value for variable in model.variables]
    function = fixed_function(model, batch).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([function], holder)
    file.write_bytes(converter.convert())
    return file


def convert_all(model, batch: int, wanted: list[str], folder: Path) -> Iterator[Path]:
    makers = {"rolled": lambda m: m, "unrolled": unrolled, "projected": projected}
    for name in wanted:
        variant = makers[name](model)
        if variant is not None:
            yield convert(variant, batch, folder / f"{name}.tflite")


# --- LiteRT ---------------------------------------------------------------------------------


def open_interpreter(graph: Path, threads: int):
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=str(graph), num_threads=threads)
    interpreter.allocate_tensors()
    return interpreter


def interpreter_engine(graph: Path, threads: int) -> Engine:
    interpreter = open_interpreter(graph, threads)
    source = interpreter.get_input_details()[0]["index"]
    target = interpreter.get_output_details()[0]["index"]

    def run(x: np.ndarray) -> np.ndarray:
        interpreter.set_tensor(source, x)
        interpreter.invoke()
        return interpreter.get_tensor(target)

    return run


def compiled_engine(graph: Path, threads: int, cache: Path | None) -> Engine:
    from ai_edge_litert.compiled_model import CompiledModel
    from ai_edge_litert.options import CpuOptions, Options

    cpu = CpuOptions(num_threads=threads, xnnpack_weight_cache_path=str(cache or ""))
    model = CompiledModel.from_file(str(graph), options=Options(cpu_options=cpu))
    signature = next(iter(model.get_signature_list()))
    (details,) = model.get_output_tensor_details(signature).values()
    shape = [int(size) for size in details["shape"]]
    sources, targets = model.create_input_buffers(0), model.create_output_buffers(0)

    def run(x: np.ndarray) -> np.ndarray:
        sources[0].write(x)
        model.run_by_index(0, sources, targets)
        return targets[0].read(math.prod(shape), np.float32).reshape(shape)

    return run


def litert_engine(graph: Path, runtime: str, threads: int, folder: Path | None) -> Engine:
    """The folder is for the weight cache of this graph: a file of another one would be used unchecked."""
    if runtime == "interpreter":
        return interpreter_engine(graph, threads)
    return compiled_engine(graph, threads, folder and folder / f"{graph.stem}.xnnpack")


def outside_xnnpack(graph: Path) -> dict:
    """How many delegates the main graph has, and the operations that still run beside them."""
    interpreter = open_interpreter(graph, 1)
    operations = interpreter._get_ops_details()
    # Replaced operations stay in the list; a delegate comes later and so wins its outputs here.
    producers = {out: op for op in operations for out in op["outputs"]}
    pending = [details["index"] for details in interpreter.get_output_details()]
    running = {}
    while pending:
        operation = producers.get(pending.pop())
        if operation is not None and operation["index"] not in running:
            running[operation["index"]] = operation["op_name"]
            pending.extend(operation["inputs"])
    counts = collections.Counter(running.values())
    return {"delegates": counts.pop("DELEGATE", 0), "outside": dict(counts)}


def fastest(candidates: dict[str, Engine], x: np.ndarray) -> dict[str, float]:
    """Median milliseconds of each candidate, tried alternately, the fastest first."""
    times = {name: [] for name in candidates}
    for _ in range(TRIAL_ROUNDS):
        for name, engine in candidates.items():
            engine(x)
            until = time.perf_counter() + TRIAL_SECONDS
            while time.perf_counter() < until:
                times[name].append(latency(engine, x))
    medians = {name: round(float(np.median(ns)) / 1e6, 4) for name, ns in times.items()}
    return dict(sorted(medians.items(), key=lambda item: item[1]))


def choose_litert(graphs, runtimes, threads, x, expected, folder) -> tuple[Engine, Path, dict]:
    candidates, files = {}, {}
    for graph, runtime in itertools.product(graphs, runtimes):
        name = f"{graph.stem}/{runtime}"
        files[name] = graph
        candidates[name] = litert_engine(graph, runtime, threads, folder)
        difference = expected is not None and difference_of(candidates[name](x), expected)
        if difference > TOLERANCE:
            raise SystemExit(f"LiteRT {name} is off by {difference}")
    if len(candidates) == 1:  # no trial, and so no second set of packed weights in memory
        return candidates[name], graph, {"variant": name}
    medians = fastest(candidates, x)
    name = next(iter(medians))
    facts = {"variant": name, "candidates_ms": medians, **outside_xnnpack(files[name])}
    return candidates[name], files[name], facts


# --- measuring ------------------------------------------------------------------------------


def latency(engine: Engine, x: np.ndarray) -> int:
    start = time.perf_counter_ns()
    engine(x)
    return time.perf_counter_ns() - start


def difference_of(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a - b).max())


def memory(field: str) -> int:
    """KiB of VmRSS or VmHWM (ru_maxrss would begin with the size of the parent process)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))


def seconds_since_start(started: int | None) -> float:
    if started is not None:
        return (time.time_ns() - started) / 1e9
    ticks = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    return time.clock_gettime(time.CLOCK_BOOTTIME) - int(ticks) / os.sysconf("SC_CLK_TCK")


def versions() -> dict[str, str]:
    from importlib import metadata

    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


# --- modes ----------------------------------------------------------------------------------


def make_engines(options, batches, folder: Path) -> tuple[dict[str, Engine], dict]:
    engines, facts, model, expected = {}, {}, None, None
    if options.engines != ["litert"] or options.litert is None:
        model = load_model(options.model, options.threads)
        expected = function_engine(model, options.batch)(batches[0])
    if "predict" in options.engines:
        engines["predict"] = predict_engine(model, options.batch)
    if "function" in options.engines:
        engines["function"] = function_engine(model, options.batch)
    if "litert" in options.engines:
        graphs = [options.litert]
        if options.litert is None:
            graphs = list(convert_all(model, options.batch, options.graphs, folder))
        engines["litert"], _, facts = choose_litert(
            graphs, options.runtimes, options.threads, batches[0], expected, folder
        )
    return engines, facts


def serve(options, replies: TextIO) -> None:
    import tempfile

    batches = batches_of(read_rows(options.input, options.shape), options.batch)
    with tempfile.TemporaryDirectory() as folder:
        engines, facts = make_engines(options, batches, Path(folder))
        for engine in engines.values():
            for x in itertools.islice(itertools.cycle(batches), WARM_UPS):
                engine(x)
        outputs = {name: np.stack([run(x) for x in batches]) for name, run in engines.items()}
        ready = {
            "versions": versions(),
            "batch": options.batch,
            "threads": options.threads,
            "litert": facts,
            "max_abs_difference": {
                f"{a}-{b}": difference_of(outputs[a], outputs[b])
                for a, b in itertools.combinations(outputs, 2)
            },
        }
        print("ready", json.dumps(ready), file=replies)
        answer_lines(engines, batches, replies)


def answer_lines(engines: dict[str, Engine], batches: list, replies: TextIO) -> None:
    inputs = {name: itertools.cycle(batches) for name in engines}
    for line in sys.stdin:
        match line.split():
            case ["quit"]:
                return
            case ["rss"]:
                print(memory("VmRSS"), file=replies)
            case ["output", name] if name in engines:
                values = engines[name](batches[0]).ravel()
                print("output", *(f"{value:.9g}" for value in values), file=replies)
            case [name, count] if name in engines and count.isdecimal():
                rows = itertools.islice(inputs[name], int(count))
                print(*[latency(engines[name], x) for x in rows], file=replies)
            case _:
                print("error", line.strip(), file=replies)


def write_graph(options, replies: TextIO) -> None:
    import tempfile

    model = load_model(options.model, options.threads)
    shape = (options.batch, *model.input_shape[1:])
    x = np.random.default_rng(0).random(shape, np.float32)
    expected = function_engine(model, options.batch)(x)
    with tempfile.TemporaryDirectory() as folder:
        graphs = list(convert_all(model, options.batch, options.graphs, Path(folder)))
        _, graph, facts = choose_litert(
            graphs, options.runtimes, options.threads, x, expected, Path(folder)
        )
        options.output.write_bytes(graph.read_bytes())
    size = options.output.stat().st_size
    print(json.dumps({"versions": versions(), "bytes": size, **facts}), file=replies)


def cold(options, replies: TextIO) -> None:
    x = batches_of(read_rows(options.input, options.shape), options.batch)[0]
    if options.engine == "litert":
        engine = litert_engine(
            options.model, options.runtime, options.threads, options.weight_cache
        )
    else:
        make = {"predict": predict_engine, "function": function_engine}[options.engine]
        engine = make(load_model(options.model, options.threads), options.batch)
    engine(x)
    seconds = seconds_since_start(options.started)
    result = {"seconds": round(seconds, 4), "maxrss_kib": memory("VmHWM")}
    print(json.dumps(result), file=replies)


# --- command line ---------------------------------------------------------------------------


def claim_stdout() -> TextIO:
    """Standard output for the replies alone; whatever a library prints goes to standard error."""
    replies = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    return replies


def comma_separated(kind: Callable) -> Callable[[str], list]:
    return lambda text: [kind(part) for part in text.split(",")]


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    modes = parser.add_subparsers(dest="mode", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--model", type=Path, required=True, help=".keras, .h5 (or .tflite) file")
    common.add_argument("--batch", type=int, default=1)
    common.add_argument("--threads", type=int, default=1)
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--input", type=Path, required=True, help="little-endian float32")
    data.add_argument("--shape", type=comma_separated(int), required=True, metavar="N,T,F")
    choice = argparse.ArgumentParser(add_help=False)
    choice.add_argument("--graphs", type=comma_separated(str), default=GRAPHS)
    choice.add_argument("--runtimes", type=comma_separated(str), default=RUNTIMES)

    mode = modes.add_parser("serve", parents=[common, data, choice])
    mode.add_argument("--engines", type=comma_separated(str), default=ENGINES)
    mode.add_argument("--litert", type=Path, help="a .tflite file made by convert")
    mode = modes.add_parser("convert", parents=[common, choice])
    mode.add_argument("--output", type=Path, required=True)
    mode = modes.add_parser("cold", parents=[common, data])
    mode.add_argument("engine", choices=ENGINES)
    mode.add_argument("--started", type=int, metavar="NANOS", help="since 1970, by the parent")
    mode.add_argument("--runtime", choices=RUNTIMES, default="interpreter", help="of litert")
    mode.add_argument("--weight-cache", type=Path, metavar="FOLDER", help="for compiled")
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    modes = {"serve": serve, "convert": write_graph, "cold": cold}
    modes[options.mode](options, claim_stdout())


if __name__ == "__main__":
    main()
