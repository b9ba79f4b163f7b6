#!/usr/bin/env python3
"""Python MediaPipe on a clip, as the Python service uses it: the peer of LandmarkBenchmark (requirements-mediapipe.txt).

    tools/landmark_peer.py CLIP MODELS 258|1692 all|sampled

`all` does what the service does: landmarks of every frame, of which 100 are then chosen. `sampled` chooses first. Decoding,
flipping and shrinking are counted. 258 runs pose and hands, 1692 the face too. One frame is processed beforehand, and then
the clip once for each line of input; each answer is `frames wall-seconds processor-seconds`.
"""

import sys
import time

start = time.time()

import cv2  # noqa: E402
import mediapipe as mp  # noqa: E402
import numpy as np  # noqa: E402
from mediapipe.tasks.python import BaseOptions, vision  # noqa: E402

WIDTH, FRAMES = 480, 100


def landmarkers(models: str, features: int) -> list:
    def base(name: str) -> BaseOptions:
        return BaseOptions(model_asset_path=f"{models}/{name}.task")

    made = [
        vision.PoseLandmarker.create_from_options(
            vision.PoseLandmarkerOptions(base_options=base("pose_landmarker_lite"))
        ),
        vision.HandLandmarker.create_from_options(
            vision.HandLandmarkerOptions(base_options=base("hand_landmarker"), num_hands=2)
        ),
    ]
    if features == 1692:
        made.append(
            vision.FaceLandmarker.create_from_options(vision.FaceLandmarkerOptions(base_options=base("face_landmarker")))
        )
    return made


def frames_of(clip: str) -> list:
    capture, frames = cv2.VideoCapture(clip), []
    while True:
        found, frame = capture.read()
        if not found:
            return frames
        frame = cv2.flip(frame, 1)
        height, width = frame.shape[:2]
        if width > WIDTH:
            frame = cv2.resize(frame, (WIDTH, int(height * WIDTH / width)))
        frames.append(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))


def look(made: list, frame: np.ndarray) -> None:
    image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame)
    for landmarker in made:
        landmarker.detect(image)


def main() -> None:
    clip, models, features, way = sys.argv[1:5]
    made = landmarkers(models, int(features))
    look(made, frames_of(clip)[0])
    print(f"ready {time.time() - start:.3f}", flush=True)
    for _ in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        frames = frames_of(clip)
        if way == "sampled" and len(frames) > FRAMES:
            frames = [frames[i] for i in np.linspace(0, len(frames) - 1, FRAMES).astype(int)]
        for frame in frames:
            look(made, frame)
        print(len(frames), time.perf_counter() - wall, time.process_time() - processor, flush=True)


if __name__ == "__main__":
    main()
