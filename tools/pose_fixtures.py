"""Writes the small .pose recordings of klibras-core's tests with pose-format itself (pip install pose-format==0.15.0).

    python tools/pose_fixtures.py klibras-core/src/test/resources/io/github/klibras/core/landmark

Point 0 of each part is at x 0.25, y 0.5, z -0.3 of a picture of 640 x 480. depth_in_widths.pose is what the format's
MediaPipe converter (utils/holistic.py, component_points and body_points) makes of that: x times the width, y times the
height, z as it is; a hand that was not detected is zeros with confidence 0. depth_in_pixels.pose has z times the width,
as after scaling all dimensions alike.
"""
import sys

import numpy as np
from pose_format import Pose
from pose_format.numpy import NumPyPoseBody
from pose_format.pose_header import PoseHeader, PoseHeaderComponent, PoseHeaderDimensions

WIDTH, HEIGHT, FRAMES = 640, 480, 2
PARTS = [("POSE_LANDMARKS", 33, 0.9), ("LEFT_HAND_LANDMARKS", 21, 0), ("RIGHT_HAND_LANDMARKS", 21, 1)]


def points(count, confidence, depth):
    if confidence == 0:
        return np.zeros((count, 3)), np.zeros(count)
    i = np.arange(count)
    return (
        np.stack([(0.25 + i / 200) * WIDTH, (0.5 - i / 300) * HEIGHT, (-0.3 + i / 100) * depth], axis=1),
        np.full(count, confidence),
    )


def write(path, depth):
    components = [
        PoseHeaderComponent(name, [str(i) for i in range(count)], [], [], "XYZC") for name, count, _ in PARTS
    ]
    parts = [points(count, confidence, depth) for _, count, confidence in PARTS]
    data = np.concatenate([p for p, _ in parts])[None, None].repeat(FRAMES, 0).astype("f4")
    confidence = np.concatenate([c for _, c in parts])[None, None].repeat(FRAMES, 0).astype("f4")
    header = PoseHeader(0.2, PoseHeaderDimensions(WIDTH, HEIGHT, 0), components)
    with open(path, "wb") as file:
        Pose(header, NumPyPoseBody(25, data, confidence)).write(file)


if __name__ == "__main__":
    folder = sys.argv[1]
    write(folder + "/depth_in_widths.pose", 1)
    write(folder + "/depth_in_pixels.pose", WIDTH)
