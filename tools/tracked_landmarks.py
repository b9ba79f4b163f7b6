#!/usr/bin/env python3
"""Writes what Python MediaPipe finds in clips in VIDEO mode, for TrackedClipsTest (requirements-mediapipe.txt).

    tools/tracked_landmarks.py MODELS FOLDER CLIP...

Writes FOLDER/CLIP.f32.gz for each: the features of the 100 frames that the Python service takes, each distinct one
once, as little-endian float32. Frames are flipped and at most 480 wide; their times are those of the file, from the
first frame, in whole milliseconds.
"""

import gzip
import sys
from pathlib import Path

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

WIDTH, FRAMES, FACE = 480, 100, 258


def landmarkers(models: str) -> tuple:
    def options(name: str) -> dict:
        base = BaseOptions(model_asset_path=f"{models}/{name}.task")
        return {"base_options": base, "running_mode": vision.RunningMode.VIDEO}

    return (
        vision.PoseLandmarker.create_from_options(vision.PoseLandmarkerOptions(**options("pose_landmarker_lite"))),
        vision.HandLandmarker.create_from_options(
            vision.HandLandmarkerOptions(**options("hand_landmarker"), num_hands=2)
        ),
        vision.FaceLandmarker.create_from_options(vision.FaceLandmarkerOptions(**options("face_landmarker"))),
    )


def frames_of(clip: str) -> list:
    """Milliseconds and pixels of the frames, as the service's models see them."""
    capture, frames, first = cv2.VideoCapture(clip), [], None
    while True:
        found, frame = capture.read()
        if not found:
            break
        microseconds = round(capture.get(cv2.CAP_PROP_POS_MSEC) * 1000)
        first = microseconds if first is None else first
        frame = cv2.flip(frame, 1)
        height, width = frame.shape[:2]
        if width > WIDTH:
            frame = cv2.resize(frame, (WIDTH, int(height * WIDTH / width)))
        frames.append(((microseconds - first) // 1000, cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)))
    if len(frames) > FRAMES:
        return [frames[i] for i in np.linspace(0, len(frames) - 1, FRAMES).astype(int)]
    return frames


def features_of(made: tuple, milliseconds: int, frame: np.ndarray) -> np.ndarray:
    pose, hands, face = made
    image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame)
    features = np.zeros(1692, "<f4")
    for points in pose.detect_for_video(image, milliseconds).pose_landmarks:
        features[:132] = [value for p in points for value in (p.x, p.y, p.z, p.visibility)]
    found = hands.detect_for_video(image, milliseconds)
    for points, handedness in zip(found.hand_landmarks, found.handedness):
        start = 132 if handedness[0].category_name == "Left" else 195
        features[start : start + 63] = [value for p in points for value in (p.x, p.y, p.z)]
    for points in face.detect_for_video(image, milliseconds).face_landmarks:
        features[FACE:] = [value for p in points for value in (p.x, p.y, p.z)]
    return features


def main() -> None:
    models, folder, *clips = sys.argv[1:]
    for clip in clips:
        made = landmarkers(models)  # with no memory of the previous clip
        rows = np.array([features_of(made, milliseconds, frame) for milliseconds, frame in frames_of(clip)])
        target = Path(folder) / (Path(clip).stem + ".f32.gz")
        target.write_bytes(gzip.compress(rows.tobytes(), 9, mtime=0))
        print(f"{target}: {len(rows)} frames of {rows.shape[1]}")


if __name__ == "__main__":
    main()
