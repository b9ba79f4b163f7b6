"""Write the small `.pose` files of klibras-core's tests with pose-format itself (tools/requirements.txt).

    python tools/pose_samples.py klibras-core/src/test/resources/pose

The arithmetic is that of pose-format's converter from MediaPipe Holistic; MediaPipe's results are made up by
`landmarks`, and of MediaPipe itself only the names of its points are needed, so it need not be installed.

    converter.pose   as the converter writes it: z as MediaPipe gives it, no left hand, 468 points of the face
    kinect.pose      the same with the depth of a Kinect camera, format XYZKC
    pixels.pose      the same with z in pixels of the width, as other programs write it
    normalized.pose  the same after `normalize` and `normalize_pose_size`: z around half the width
    hidden.pose      the same after `pose_hide_legs`: confidence 0 for single points
    masked.pose      the same with NaN and other values where the confidence is 0
    reduced.pose     the same without the legs, and with the nose after the eyes
    refined.pose     one frame as the converter writes it, with irises: 478 points of the face
    mirrored.pose    the same after `mirror_horizontal`
    written.pose     the exact bytes that PoseRecordingWriter must write for the numbers of `written`
    written-body.pose  the same without a face
"""

import sys
import types
from pathlib import Path

import numpy as np

POSE = (
    "NOSE LEFT_EYE_INNER LEFT_EYE LEFT_EYE_OUTER RIGHT_EYE_INNER RIGHT_EYE RIGHT_EYE_OUTER LEFT_EAR RIGHT_EAR "
    "MOUTH_LEFT MOUTH_RIGHT LEFT_SHOULDER RIGHT_SHOULDER LEFT_ELBOW RIGHT_ELBOW LEFT_WRIST RIGHT_WRIST LEFT_PINKY "
    "RIGHT_PINKY LEFT_INDEX RIGHT_INDEX LEFT_THUMB RIGHT_THUMB LEFT_HIP RIGHT_HIP LEFT_KNEE RIGHT_KNEE LEFT_ANKLE "
    "RIGHT_ANKLE LEFT_HEEL RIGHT_HEEL LEFT_FOOT_INDEX RIGHT_FOOT_INDEX"
).split()
HAND = ["WRIST", *(f"THUMB_{joint}" for joint in ("CMC", "MCP", "IP", "TIP"))] + [
    f"{finger}_{joint}"
    for finger in ("INDEX_FINGER", "MIDDLE_FINGER", "RING_FINGER", "PINKY")
    for joint in ("MCP", "PIP", "DIP", "TIP")
]


def stand_in_for_mediapipe() -> None:
    """Provides what pose_format.utils.holistic imports of it: names of points, and limbs, which the tests do not need."""
    names = {
        "PoseLandmark": types.SimpleNamespace(_member_names_=POSE),
        "HandLandmark": types.SimpleNamespace(_member_names_=HAND),
    }
    limbs = dict.fromkeys(
        ["FACEMESH_CONTOURS", "POSE_CONNECTIONS", "HAND_CONNECTIONS", "FACEMESH_TESSELATION"], frozenset()
    )
    mediapipe = types.ModuleType("mediapipe")
    mediapipe.solutions = types.SimpleNamespace(holistic=types.SimpleNamespace(**names, **limbs))
    connections = types.ModuleType("mediapipe.python.solutions.face_mesh_connections")
    connections.FACEMESH_IRISES = frozenset()
    sys.modules["mediapipe"] = mediapipe
    for name in ("mediapipe.python", "mediapipe.python.solutions"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules[connections.__name__] = connections


stand_in_for_mediapipe()

from pose_format import Pose  # noqa: E402
from pose_format.numpy import NumPyPoseBody  # noqa: E402
from pose_format.pose_header import PoseHeader, PoseHeaderComponent, PoseHeaderDimensions  # noqa: E402
from pose_format.utils import holistic  # noqa: E402
from pose_format.utils.generic import normalize_pose_size, pose_hide_legs  # noqa: E402

WIDTH, HEIGHT, FRAMES, FPS = 640, 480, 2, 29.97
PICTURE = ["POSE_LANDMARKS", "LEFT_HAND_LANDMARKS", "RIGHT_HAND_LANDMARKS"]


def landmarks(count: int, frame: int):
    """MediaPipe's landmarks: point i of frame f, with values that the Java tests compute too."""
    points = [
        types.SimpleNamespace(
            x=0.25 + i / 1000 + frame / 10, y=0.5 - i / 1000, z=-0.3 + i / 100, visibility=0.9 - i / 100
        )
        for i in range(count)
    ]
    return types.SimpleNamespace(landmark=points)


def results(frame: int, face_points: int):
    return types.SimpleNamespace(
        pose_landmarks=landmarks(33, frame),
        face_landmarks=landmarks(face_points, 0) if frame == 0 else None,
        left_hand_landmarks=None,
        right_hand_landmarks=landmarks(21, frame),
        pose_world_landmarks=landmarks(33, frame),
    )


def converted(kinect=None, frames=FRAMES, irises=0) -> Pose:
    """Does what load_holistic does, without calling MediaPipe."""
    frames = [
        holistic._extract_frame_data(results(f, 468 + irises), WIDTH, HEIGHT, irises, kinect, f) for f in range(frames)
    ]
    data, confidence = (np.expand_dims(np.stack(values), 1) for values in zip(*frames, strict=True))
    header = PoseHeader(
        version=0.2,
        dimensions=PoseHeaderDimensions(WIDTH, HEIGHT, 0),
        components=holistic.holistic_components("XYZC" if kinect is None else "XYZKC", irises),
    )
    return Pose(header, NumPyPoseBody(FPS, data, confidence))


def body_and_hands() -> Pose:
    return converted().get_components(PICTURE)


def pixels() -> Pose:
    pose = body_and_hands()
    pose.body.data[..., 2] *= WIDTH
    return pose


def normalized() -> Pose:
    pose = body_and_hands().normalize()
    normalize_pose_size(pose, 500)
    return pose


def masked() -> Pose:
    """Points 1, 2 and 3 of the pose are unseen; the left hand, unseen as a whole, holds values nevertheless."""
    pose = body_and_hands()
    data, confidence = np.ma.getdata(pose.body.data).copy(), pose.body.confidence.copy()
    data[:, :, 1] = np.nan
    confidence[:, :, 1:3] = 0
    data[:, :, 2] = 7e4
    data[:, :, 3, 2] = np.nan
    data[:, :, 33:54] = 123
    return Pose(pose.header, NumPyPoseBody(FPS, data, confidence))


def reduced() -> Pose:
    upper = [*POSE[1:7], POSE[0], *POSE[7:23]]
    return converted().get_components(PICTURE, {"POSE_LANDMARKS": upper})


POSE_LIMBS = [
    (8, 6, 5, 4, 0, 1, 2, 3, 7),
    (9, 10),
    (12, 11, 23, 24, 12),
    (11, 13, 15, 17, 19, 15, 21),
    (12, 14, 16, 18, 20, 16, 22),
    (23, 25, 27, 29, 31, 27),
    (24, 26, 28, 30, 32, 28),
]
HAND_LIMBS = [
    (0, 1, 2, 3, 4),
    (0, 5, 6, 7, 8),
    (9, 10, 11, 12),
    (13, 14, 15, 16),
    (0, 17, 18, 19, 20),
    (5, 9, 13, 17),
]


def component(name: str, points: list, chains: list, color: tuple) -> PoseHeaderComponent:
    limbs = [pair for chain in chains for pair in zip(chain, chain[1:])]
    return PoseHeaderComponent(name, points, limbs, [color], "XYZC")


def written(with_face: bool) -> Pose:
    """Two frames; the second has no left hand, and point 3 of the pose was not seen there. Exact in float32."""
    face = [component("FACE_LANDMARKS", [str(i) for i in range(478)], [], (160, 255, 160))]
    components = [
        component("POSE_LANDMARKS", POSE, POSE_LIMBS, (255, 196, 0)),
        *(face if with_face else []),
        component("LEFT_HAND_LANDMARKS", HAND, HAND_LIMBS, (0, 200, 255)),
        component("RIGHT_HAND_LANDMARKS", HAND, HAND_LIMBS, (255, 64, 160)),
    ]
    header = PoseHeader(0.2, PoseHeaderDimensions(WIDTH, HEIGHT, 0), components)
    point = np.concatenate([np.arange(len(part.points)) for part in components])
    frame = np.arange(FRAMES)[:, None]
    x, y, z = (point + 1) / 512 + frame / 4, 1 - point / 512 + 0 * frame, (point - 16) / 64 - frame
    data = np.stack([x * WIDTH, y * HEIGHT, z], -1)[:, None]
    confidence = np.ones((FRAMES, 1, len(point)))
    confidence[:, 0, :33] = 1 - np.arange(33) / 64
    left = len(point) - 42
    for unseen in (3, slice(left, left + 21)):
        data[1, :, unseen] = 0
        confidence[1, :, unseen] = 0
    return Pose(header, NumPyPoseBody(FPS, data, confidence))


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    kinect = np.full((FRAMES, HEIGHT, WIDTH, 1), 1234)
    refined = converted(frames=1, irises=10)
    samples = {
        "converter": converted(),
        "kinect": converted(kinect).get_components(PICTURE),
        "pixels": pixels(),
        "normalized": normalized(),
        "hidden": pose_hide_legs(body_and_hands()),
        "masked": masked(),
        "reduced": reduced(),
        "refined": refined,
        "mirrored": holistic.mirror_horizontal(refined),
        "written": written(True),
        "written-body": written(False),
    }
    for name, pose in samples.items():
        with (folder / f"{name}.pose").open("wb") as file:
            pose.write(file)
        print(name, pose.body.data.shape, "z", pose.body.data[..., 2].min(), pose.body.data[..., 2].max())


if __name__ == "__main__":
    main()
