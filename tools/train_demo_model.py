"""Train the demo model: a small GRU network for the Libras manual alphabet (A-Z and Ç).

Reads the 27 `.pose` recordings (MediaPipe landmarks, one per letter), trains on random
variations of them and writes everything that ships, so that one command recreates it all:

    OUT/model/   alphabet.keras, alphabet.h5 (same weights), labels.txt, MODEL_CARD.md
    OUT/golden/  features and Keras outputs of three recordings, a check line per recording

The model takes [100 frames, 258 features] and answers with a softmax over the 27 labels.
A frame is: pose 33 x (x, y, z, visibility), left hand 21 x (x, y, z), right hand 21 x (x, y, z).
"""

import argparse
import collections
import csv
import hashlib
import io
import json
import os
import re
import string
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import keras
import numpy as np
from keras import layers
from pose_format import Pose

FRAMES = 100
FEATURES = 258
LABELS = ["A", "B", "C", "Ç", *"DEFGHIJKLMNOPQRSTUVWXYZ"]
FILE_NAMES = {"Ç": "C_cedilla"}
DEMO_LABELS = ["L", "I", "B", "R", "A", "S"]
GOLDEN_LABELS = ["L", "A", "S"]
BATCH = 64
MODEL_DATE = "2026-11-24"
FARTHEST_POSE_WIDTHS = 4  # as DepthUnit.DETECT: poses whose z are mostly farther from 0 have them in pixels
ACCEPT = 0.5  # the library's default confidence threshold
ORIGINALS = "the originals (trained on)"
USUAL_SET = "same augmentation, seeds not trained on"
STRONG_SET = "stronger augmentation, seeds not trained on"

LEFT_SHOULDER, RIGHT_SHOULDER = 11 * 4, 12 * 4
LEFT_HAND, RIGHT_HAND = 132, 195
POINT_X = np.array([*range(0, 132, 4), *range(LEFT_HAND, FEATURES, 3)])
HAND_X = {hand: np.arange(hand, hand + 63, 3) for hand in (LEFT_HAND, RIGHT_HAND)}


# --- features -------------------------------------------------------------------------------


def read_frames(file: Path) -> np.ndarray:
    """The first person's features, float32 [n, 258]."""
    pose = Pose.read(file.read_bytes())
    size = pose.header.dimensions
    points = np.ma.getdata(pose.body.data)[:, 0].astype(np.float32)
    confidence = pose.body.confidence[:, 0].astype(np.float32)
    seen = (confidence != 0) & np.isfinite(confidence) & np.isfinite(points).all(axis=2)
    parts, start = {}, 0
    for component in pose.header.components:
        parts[component.name] = slice(start, start + len(component.points))
        start += len(component.points)
    body = parts["POSE_LANDMARKS"]
    depths = points[:, body, 2][seen[:, body]]
    depth_in_pixels = (np.abs(depths) > FARTHEST_POSE_WIDTHS).sum() > len(depths) // 2
    scale = np.array([size.width, size.height, size.width if depth_in_pixels else 1], np.float32)
    points = np.where(seen[..., None], points / scale, np.float32(0))
    columns = [np.dstack([points[:, body], np.where(seen, confidence, 0)[:, body]])]
    columns += [points[:, parts[hand]] for hand in ("LEFT_HAND_LANDMARKS", "RIGHT_HAND_LANDMARKS")]
    return np.concatenate([values.reshape(len(points), -1) for values in columns], axis=1)


def to_sequence(frames: np.ndarray) -> np.ndarray:
    """Exactly 100 frames: evenly sampled, or the last one repeated."""
    n = len(frames)
    if n >= FRAMES:
        return frames[np.linspace(0, n - 1, FRAMES).astype(int)]
    return np.concatenate([frames, np.repeat(frames[-1:], FRAMES - n, axis=0)])


def read_alphabet(folder: Path) -> dict[str, np.ndarray]:
    return {label: read_frames(folder / f"{FILE_NAMES.get(label, label)}.pose") for label in LABELS}


def read_other_signers(lexicon: Path) -> list[tuple[str, np.ndarray]]:
    """Recordings of the same letter names from the other alphabets of spoken-to-signed."""
    with (lexicon / "index.csv").open(encoding="utf-8") as rows:
        return [
            (row["words"], read_frames(lexicon / row["path"]))
            for row in csv.DictReader(rows)
            if row["signed_language"] != "bzs" and row["words"] in LABELS and (lexicon / row["path"]).exists()
        ]


# --- augmentation ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Augmentation:
    """Largest deviation of each kind; lengths are fractions of the picture, angles degrees."""

    crop: float = 0.2  # of the recording, cut at each end
    faster: float = 1.5
    slower: float = 3.0
    bend: float = 0.25  # uneven speed
    scale: float = 0.15  # the whole person
    shift: float = 0.08
    rotation: float = 8
    hand_scale: float = 0.12  # the hand about its wrist
    hand_shift: float = 0.05
    hand_rotation: float = 8
    hand_shape: float = 0.004  # standard deviation, one offset per point and recording
    jitter: float = 0.003  # standard deviation, per point and frame
    lost_frames: int = 4  # in a row, without hands


USUAL = Augmentation()
STRONG = Augmentation(
    crop=0.28,
    faster=2.0,
    slower=4.0,
    bend=0.4,
    scale=0.25,
    shift=0.15,
    rotation=14,
    hand_scale=0.2,
    hand_shift=0.09,
    hand_rotation=14,
    hand_shape=0.007,
    jitter=0.006,
    lost_frames=8,
)


def turn_and_scale(frames, xs, centre, degrees, factor):
    angle = np.deg2rad(degrees)
    x, y = frames[:, xs] - centre[0], frames[:, xs + 1] - centre[1]
    frames[:, xs] = centre[0] + factor * (np.cos(angle) * x - np.sin(angle) * y)
    frames[:, xs + 1] = centre[1] + factor * (np.sin(angle) * x + np.cos(angle) * y)


def warp_time(frames, limits, rng):
    last = len(frames) - 1
    start, end = rng.uniform(0, limits.crop) * last, last - rng.uniform(0, limits.crop) * last
    pace = np.exp(rng.uniform(-np.log(limits.faster), np.log(limits.slower)))
    steps = np.linspace(0, 1, max(8, round(pace * (end - start))))
    position = start + (end - start) * steps ** np.exp(rng.uniform(-limits.bend, limits.bend))
    before = np.minimum(position.astype(int), last - 1)
    part = (position - before)[:, None].astype(np.float32)
    return (1 - part) * frames[before] + part * frames[before + 1]


def vary(frames: np.ndarray, limits: Augmentation, rng: np.random.Generator) -> np.ndarray:
    """One random variation of a recording, as a sequence of 100 frames."""

    def spread(limit, size=None):
        return rng.uniform(-limit, limit, size)

    frames = warp_time(frames, limits, rng)
    absent = {hand: ~frames[:, hand : hand + 63].any(axis=1) for hand in HAND_X}
    centre = (frames[:, [LEFT_SHOULDER, LEFT_SHOULDER + 1]] + frames[:, [RIGHT_SHOULDER, RIGHT_SHOULDER + 1]]).mean(
        0
    ) / 2
    turn_and_scale(frames, POINT_X, centre, spread(limits.rotation), 1 + spread(limits.scale))
    for xs in HAND_X.values():
        wrist = frames[:, xs[:1]], frames[:, xs[:1] + 1]
        turn_and_scale(frames, xs, wrist, spread(limits.hand_rotation), 1 + spread(limits.hand_scale))
    for axis in (0, 1):
        frames[:, POINT_X + axis] += spread(limits.shift)
        for xs in HAND_X.values():
            frames[:, xs + axis] += spread(limits.hand_shift)
    for axis in (0, 1, 2):
        frames[:, POINT_X + axis] += rng.normal(0, limits.hand_shape, len(POINT_X))
        frames[:, POINT_X + axis] += rng.normal(0, limits.jitter, (len(frames), len(POINT_X)))
    lost = rng.integers(limits.lost_frames + 1)
    latest = len(frames) - lost
    # Often at the end, since filling up to 100 frames then repeats a frame without hands.
    first = latest if rng.random() < 0.2 else rng.integers(latest + 1)
    for hand, missing in absent.items():
        missing[first : first + lost] = True
        frames[missing, hand : hand + 63] = 0
    return to_sequence(frames)


def without_hands(sequences: np.ndarray) -> np.ndarray:
    sequences = sequences.copy()
    sequences[:, :, LEFT_HAND:] = 0
    return sequences


def unchanged(recordings) -> tuple[np.ndarray, np.ndarray]:
    sequences = np.stack([to_sequence(frames) for _, frames in recordings])
    return sequences, np.array([LABELS.index(label) for label, _ in recordings])


def variations(recordings, copies: int, limits: Augmentation, seed) -> tuple[np.ndarray, np.ndarray]:
    """`copies` variations of each (label, frames): sequences [N, 100, 258], label indices [N]."""
    rng = np.random.default_rng(seed)
    sequences = [vary(frames, limits, rng) for _, frames in recordings for _ in range(copies)]
    answers = [LABELS.index(label) for label, _ in recordings for _ in range(copies)]
    return np.stack(sequences).astype(np.float32), np.array(answers)


# --- model ----------------------------------------------------------------------------------


def body_relative() -> np.ndarray:
    """Linear map [258, 42]: right wrist against the shoulders, right hand points against the wrist.

    These recordings show the right hand only and hardly any depth: they were normalized and fitted
    to a picture of 500 pixels, z like x, though MediaPipe's z are widths, not pixels. So weights on
    all else could only learn the accidents of one recording.
    """
    points = np.zeros((FEATURES, 42), np.float32)
    for axis in (0, 1):
        wrist = RIGHT_HAND + axis
        points[wrist, axis] = 5
        points[[LEFT_SHOULDER + axis, RIGHT_SHOULDER + axis], axis] = -2.5
        for point in range(1, 21):
            points[wrist + 3 * point, 2 * point + axis] = 10
            points[wrist, 2 * point + axis] = -10
    return points


def build_model(features: int) -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((FRAMES, features), name="landmarks"),
            layers.GRU(64, return_sequences=True, name="gru"),
            layers.GRU(64, name="gru_1"),
            layers.Dense(64, activation="relu", name="dense"),
            layers.Dropout(0.2, name="dropout"),
            layers.Dense(len(LABELS), activation="softmax", name="dense_1"),
        ],
        name="libras_alphabet_demo",
    )


def fold(trained: keras.Model, linear_map: np.ndarray) -> keras.Model:
    """The same function on raw features: the first GRU multiplies its input by a matrix anyway."""
    model = build_model(FEATURES)
    first_kernel, *others = trained.get_weights()
    model.set_weights([linear_map @ first_kernel, *others])
    return model


def copies_of(recordings: int, samples: int) -> int:
    return max(1, round(samples / recordings))


def train(recordings, epochs: int, samples: int, seed: int) -> keras.Model:
    """Every epoch sees fresh variations; sequences without hands are taught to fit no letter."""
    keras.utils.set_random_seed(seed)
    linear_map = body_relative()
    copies = copies_of(len(recordings), samples)
    per_epoch = copies * len(recordings) + BATCH
    model = build_model(linear_map.shape[1])
    rate = keras.optimizers.schedules.CosineDecay(3e-3, epochs * -(-per_epoch // BATCH))
    model.compile(keras.optimizers.Adam(rate, clipnorm=1.0), "categorical_crossentropy", metrics=["accuracy"])
    for epoch in range(epochs):
        sequences, answers = variations(recordings, copies, USUAL, [seed, epoch])
        empty = without_hands(sequences[:: max(1, len(sequences) // BATCH)][:BATCH])
        targets = np.concatenate([np.eye(len(LABELS))[answers], np.full((len(empty), len(LABELS)), 1 / len(LABELS))])
        inputs = np.concatenate([sequences, empty]) @ linear_map
        history = model.fit(inputs, targets, batch_size=BATCH, verbose=0)
        if epoch % 10 == 9:
            print(f"epoch {epoch + 1}/{epochs} loss {history.history['loss'][0]:.4f}", flush=True)
    return fold(model, linear_map)


# --- evaluation -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Score:
    samples: int
    accuracy: float
    wrongly_accepted: float
    confusions: list


def predict(model, sequences):
    return model.predict(sequences, batch_size=BATCH, verbose=0)


def score(model, sequences, answers) -> Score:
    probabilities = predict(model, sequences)
    guesses = probabilities.argmax(axis=1)
    wrong = guesses != answers
    pairs = collections.Counter((LABELS[a], LABELS[g]) for a, g in zip(answers[wrong], guesses[wrong], strict=True))
    return Score(
        samples=len(answers),
        accuracy=float(1 - wrong.mean()),
        wrongly_accepted=float((wrong & (probabilities.max(axis=1) >= ACCEPT)).mean()),
        confusions=pairs.most_common(8),
    )


def held_out(model, recordings, limits, seed, rounds=5, copies=20) -> Score:
    # Training draws from [seed, epoch], and no run has 900,000 epochs.
    sets = [variations(recordings, copies, limits, [seed, 900_000, i]) for i in range(rounds)]
    return score(model, np.concatenate([s for s, _ in sets]), np.concatenate([a for _, a in sets]))


def other_signers_figures(model, alphabet, lexicon, epochs, samples, seed) -> str:
    others = read_other_signers(lexicon)
    names = {name for name, _ in others}
    strangers = train(others, epochs, samples, seed)
    libras = score(strangers, *unchanged([(k, v) for k, v in alphabet.items() if k in names]))
    foreign = score(model, *unchanged(others))
    return (
        f"the same network trained only on {len(others)} recordings of the same letter names from other countries' "
        f"alphabets names {libras.accuracy:.1%} of the {libras.samples} Libras letters. The other way round, this "
        f"model gives {foreign.accuracy:.1%} of those recordings the letter's own name, and another one with a "
        f"probability of {ACCEPT} or more to {foreign.wrongly_accepted:.1%}. Many of these alphabets use other hand "
        "shapes for a letter, so neither figure measures Libras signers."
    )


# --- what ships -----------------------------------------------------------------------------


def save_models(model: keras.Model, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model.save(folder / "alphabet.keras")
    model.save(folder / "alphabet.h5", include_optimizer=False)
    make_repeatable(folder / "alphabet.keras")
    (folder / "labels.txt").write_text("\n".join(LABELS) + "\n", encoding="utf-8")


def make_repeatable(archive: Path) -> None:
    """Rewrite a .keras file without dates and memory addresses, so that equal weights give equal bytes."""
    with zipfile.ZipFile(archive) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    metadata = json.loads(entries["metadata.json"])
    metadata["date_saved"] = f"{MODEL_DATE}@00:00:00"
    entries["metadata.json"] = json.dumps(metadata).encode()
    numbers = {}
    entries["config.json"] = re.sub(
        rb'(?<="shared_object_id": )\d+',
        lambda address: b"%d" % numbers.setdefault(address[0], len(numbers) + 1),
        entries["config.json"],
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in entries.items():
            target.writestr(zipfile.ZipInfo(name), content)
    archive.write_bytes(buffer.getvalue())


def write_golden(model, h5_model, alphabet, folder: Path) -> np.ndarray:
    """Write rows for the Java side to compare with; return the 27 originals' probabilities."""
    folder.mkdir(parents=True, exist_ok=True)
    sequences = {label: to_sequence(frames) for label, frames in alphabet.items()}
    inputs = np.stack([sequences[label] for label in GOLDEN_LABELS])
    outputs = predict(model, inputs)
    difference = float(np.abs(outputs - predict(h5_model, inputs)).max())
    if difference > 1e-6:
        raise SystemExit(f".keras and .h5 differ by {difference}")
    inputs.astype("<f4").tofile(folder / "alphabet.in0.f32")
    outputs.astype("<f4").tofile(folder / "alphabet.out0.f32")
    index = {
        "model": ["alphabet.keras", "alphabet.h5"],
        "in0": {"file": "alphabet.in0.f32", "shape": list(inputs.shape)},
        "out0": {"file": "alphabet.out0.f32", "shape": list(outputs.shape)},
        "rows": [{"label": label, "recording": f"{label}.pose"} for label in GOLDEN_LABELS],
        "keras_h5_max_abs_difference": difference,
    }
    (folder / "index.json").write_text(json.dumps(index, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    probabilities = predict(model, np.stack(list(sequences.values())))
    lines = ["# file\tframes\tsum of the 100x258 features\tlabel\tprobability"]
    for label, row in zip(LABELS, probabilities, strict=True):
        total = sequences[label].astype(np.float64).sum()
        file = f"{FILE_NAMES.get(label, label)}.pose"
        lines.append(f"{file}\t{len(alphabet[label])}\t{total:.6f}\t{LABELS[row.argmax()]}\t{row.max():.6f}")
    (folder / "recordings.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return probabilities


def confusion_text(result: Score) -> str:
    return ", ".join(f"{a} taken for {g} ×{n}" for (a, g), n in result.confusions) or "none"


def write_card(folder, model, scores, probabilities, no_hand, others, options, seconds) -> None:
    own = probabilities.diagonal()
    command = "python tools/train_demo_model.py --data <folder of .pose files> --out <folder>"
    command += f" --epochs {options.epochs} --seed {options.seed}"
    if options.other_signers:
        command += " --other-signers <spoken_to_signed/assets/fingerspelling_lexicon>"
    values = {
        "date": MODEL_DATE,
        "per_epoch": copies_of(len(LABELS), options.samples) * len(LABELS),
        "without_hands": BATCH,
        "limits": "\n".join(f"| {k.replace('_', ' ')} | {v} | {getattr(STRONG, k)} |" for k, v in vars(USUAL).items()),
        "layers": "\n".join(
            f"| `{layer.name}` | {type(layer).__name__} | {tuple(layer.output.shape[1:])} | {layer.count_params():,} |"
            for layer in model.layers
        ),
        "parameters": f"{model.count_params():,}",
        "accept": ACCEPT,
        "scores": "\n".join(
            f"| {name} | {s.samples} | {s.accuracy:.2%} | {s.wrongly_accepted:.2%} |" for name, s in scores.items()
        ),
        "lowest": f"{own.min():.4f} ({LABELS[own.argmin()]})",
        "demo": ", ".join(f"{label} {own[LABELS.index(label)]:.4f}" for label in DEMO_LABELS),
        "usual_confusions": confusion_text(scores[USUAL_SET]),
        "strong_confusions": confusion_text(scores[STRONG_SET]),
        "no_hand": f"{no_hand:.3f}",
        "others": others or "not measured in this run (`--other-signers`).",
        "command": command,
        "seconds": f"{seconds:.0f}",
        "hashes": "\n".join(
            f"- `{file.name}` ({file.stat().st_size:,} bytes): `{hashlib.sha256(file.read_bytes()).hexdigest()}`"
            for file in (folder / "alphabet.keras", folder / "alphabet.h5")
        ),
    }
    template = Path(__file__).with_name("model_card_template.md").read_text(encoding="utf-8")
    (folder / "MODEL_CARD.md").write_text(string.Template(template).substitute(values), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the 27 .pose files")
    parser.add_argument("--out", type=Path, default=Path("demo-model"), help="receives model/ and golden/")
    parser.add_argument("--epochs", type=int, default=120)
    parser.add_argument("--samples", type=int, default=1080, help="variations per epoch")
    parser.add_argument("--seed", type=int, default=27)
    parser.add_argument(
        "--other-signers", type=Path, metavar="LEXICON", help="spoken-to-signed's fingerspelling_lexicon"
    )
    options = parser.parse_args()

    alphabet = read_alphabet(options.data)
    recordings = list(alphabet.items())
    started = time.monotonic()
    save_models(train(recordings, options.epochs, options.samples, options.seed), options.out / "model")
    seconds = time.monotonic() - started

    model = keras.models.load_model(options.out / "model" / "alphabet.keras", compile=False)
    h5_model = keras.models.load_model(options.out / "model" / "alphabet.h5", compile=False)
    probabilities = write_golden(model, h5_model, alphabet, options.out / "golden")
    originals = unchanged(recordings)
    scores = {
        ORIGINALS: score(model, *originals),
        USUAL_SET: held_out(model, recordings, USUAL, options.seed),
        STRONG_SET: held_out(model, recordings, STRONG, options.seed),
    }
    no_hand = float(predict(model, without_hands(originals[0])).max())
    others = options.other_signers and other_signers_figures(
        model, alphabet, options.other_signers, options.epochs, options.samples, options.seed
    )
    write_card(options.out / "model", model, scores, probabilities, no_hand, others, options, seconds)
    print((options.out / "model" / "MODEL_CARD.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
