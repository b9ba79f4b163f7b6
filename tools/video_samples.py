#!/usr/bin/env python3
"""Makes the clips that the tests of klibras-video-ffmpeg decode (pip install av==18.1.0 numpy).

    tools/video_samples.py klibras-video-ffmpeg/src/test/resources/samples
    tools/video_samples.py --opencv klibras-video-ffmpeg/src/test/resources/samples

The second form needs opencv-python 4.11 instead, and writes to opencv.zip what it reads from each file: the pixels of the
middle frame, red first.

A frame shows its own index, so that a test can tell which one it got, and a different color in each corner, so that it can
tell how it was turned. No people.
"""
import os
import struct
import sys
import zipfile
import zlib
from fractions import Fraction
from pathlib import Path

import numpy as np

try:
    import av
except ImportError:  # not needed with --opencv
    av = None

FRAMES = 12
CORNERS = [(220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 230, 230)]  # red, green; blue, white


def picture(index, width=64, height=48):
    """Red, green, blue and white corners; between them four bars, bright ones for the bits of the index."""
    image = np.full((height, width, 3), 128, np.uint8)
    block, third = width // 4, height // 3
    image[:third, :block], image[:third, width - block:] = CORNERS[0], CORNERS[1]
    image[height - third:, :block], image[height - third:, width - block:] = CORNERS[2], CORNERS[3]
    for bit in range(4):
        shade = 235 if index >> bit & 1 else 20
        image[third:height - third, bit * block:(bit + 1) * block] = shade
    return image


def clip(path, codec, pixels="yuv420p", size=(64, 48), frames=FRAMES, times=None, aspect=None, full_range=False,
         codec_options=None, container=None, container_options=None, gop=6):
    with av.open(str(path), "w", format=container, options={"fflags": "+bitexact", **(container_options or {})}) as out:
        stream = out.add_stream(codec, rate=Fraction(30), options=codec_options or {})
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        stream.codec_context.gop_size = gop
        stream.codec_context.time_base = Fraction(1, 30)
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        if full_range:
            stream.codec_context.color_range = 2
        for index in range(frames):
            frame = av.VideoFrame.from_ndarray(picture(index % 16, *size), format="rgb24")
            frame = frame.reformat(format=pixels, dst_color_range=2 if full_range else None)
            frame.pts = times[index] if times else index
            frame.time_base = Fraction(1, 30)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def still(path, codec, pixels, image=None):
    encoder = av.CodecContext.create(codec, "w")
    image = picture(5) if image is None else image
    encoder.width, encoder.height = image.shape[1], image.shape[0]
    encoder.pix_fmt = pixels
    encoder.time_base = Fraction(1, 30)
    if codec == "mjpeg":
        encoder.color_range = 2
    frame = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(format=pixels)
    frame.pts = 0
    packets = list(encoder.encode(frame)) + list(encoder.encode(None))
    path.write_bytes(b"".join(bytes(packet) for packet in packets))


def indexed(path):
    """A PNG with a palette, which the encoder does not make."""
    image = picture(5)
    palette, indices = np.unique(image.reshape(-1, 3), axis=0, return_inverse=True)
    height, width = image.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in indices.reshape(height, width).astype(np.uint8))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
                     + chunk(b"PLTE", palette.astype(np.uint8).tobytes()) + chunk(b"IDAT", zlib.compress(rows))
                     + chunk(b"IEND", b""))


def sound(path, seconds=1, cover=False):
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=8000, layout="mono")
        if cover:
            picture_stream = out.add_stream("png")
            picture_stream.width, picture_stream.height, picture_stream.pix_fmt = 64, 48, "rgb24"
            picture_stream.disposition = av.stream.Disposition.attached_pic
        for start in range(0, 8000 * seconds, 1000):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1000), np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 8000, start
            out.mux(stream.encode(frame))
        if cover:
            frame = av.VideoFrame.from_ndarray(picture(5), format="rgb24")
            frame.pts = 0
            out.mux(picture_stream.encode(frame))
            out.mux(picture_stream.encode(None))
        out.mux(stream.encode(None))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    av.logging.set_level(av.logging.ERROR)
    os.environ["SVT_LOG"] = "0"
    x264 = {"crf": "22", "bf": "2", "x264-params": "log-level=none"}
    x265 = {"crf": "22", "x265-params": "log-level=none"}
    vpx = {"crf": "20", "b": "0"}
    clip(folder / "h264.mp4", "libx264", codec_options=x264)
    clip(folder / "h264.mov", "libx264", codec_options=x264)
    clip(folder / "h264.mkv", "libx264", codec_options=x264)
    clip(folder / "h264-fragmented.mp4", "libx264", codec_options=x264,
         container_options={"movflags": "frag_keyframe+empty_moov"})
    clip(folder / "hevc.mp4", "libx265", codec_options=x265)
    clip(folder / "vp8.webm", "libvpx", codec_options={"crf": "10", "b": "400k"})
    clip(folder / "vp9.webm", "libvpx-vp9", codec_options=vpx)
    clip(folder / "vp9-browser.webm", "libvpx-vp9", codec_options=vpx, container_options={"live": "1"})
    clip(folder / "vp9-odd.webm", "libvpx-vp9", size=(63, 47), codec_options=vpx)
    clip(folder / "av1.webm", "libsvtav1", codec_options={"crf": "25", "svtav1-params": "fast-decode=0"})
    clip(folder / "h263.3gp", "h263", size=(128, 96), codec_options={"qscale": "3"})
    clip(folder / "mpeg4.3gp", "mpeg4", codec_options={"b": "400k"})
    clip(folder / "mjpeg.mov", "mjpeg", "yuvj420p", frames=4, full_range=True)
    clip(folder / "prores.mov", "prores_ks", "yuv422p10le", frames=2)
    clip(folder / "h264-full-range.mp4", "libx264", "yuvj420p", full_range=True, codec_options=x264)
    clip(folder / "h264-gray.mp4", "libx264", "gray", codec_options=x264)
    clip(folder / "h264-422-10.mp4", "libx264", "yuv422p10le", codec_options=x264)
    clip(folder / "h264-444.mp4", "libx264", "yuv444p", size=(63, 47), codec_options=x264)
    clip(folder / "hevc-10.mp4", "libx265", "yuv420p10le", codec_options=x265)
    clip(folder / "h264-interlaced.mp4", "libx264",
         codec_options={**x264, "x264-params": "log-level=none:interlaced=1:tff=1"})
    clip(folder / "h264-wide-pixels.mp4", "libx264", aspect=Fraction(2, 1), codec_options=x264)
    clip(folder / "h264-tall-pixels.mp4", "libx264", aspect=Fraction(1, 2), codec_options=x264)
    clip(folder / "h264-variable.mp4", "libx264", codec_options=x264,
         times=[0, 1, 2, 10, 11, 30, 31, 33, 60, 90, 91, 120])
    clip(folder / "h264-long.mp4", "libx264", frames=2, times=[0, 61 * 30], codec_options=x264)
    clip(folder / "vp8-long.webm", "libvpx", frames=2, times=[0, 61 * 30], codec_options={"b": "400k"},
         container_options={"live": "1"})
    clip(folder / "h264-4k.mp4", "libx264", size=(3840, 2160), frames=1, codec_options=x264)
    clip(folder / "ffv1.mkv", "ffv1", frames=1)
    sound(folder / "sound.m4a")
    sound(folder / "sound-with-cover.m4a", cover=True)
    for name, pixels in [("rgb", "rgb24"), ("rgba", "rgba"), ("gray", "gray"), ("rgb48", "rgb48be")]:
        still(folder / f"{name}.png", "png", pixels)
    indexed(folder / "indexed.png")
    still(folder / "picture.jpg", "mjpeg", "yuvj420p")
    for file in sorted(folder.iterdir()):
        print(f"{file.stat().st_size:7} {file.name}")


def opencv(folder):
    import cv2

    with zipfile.ZipFile(folder / "opencv.zip", "w", zipfile.ZIP_DEFLATED) as out:
        for file in sorted(folder.iterdir()):
            # OpenCV assumes square pixels; one frame of 4K is too large; others are refused.
            if any(part in file.name for part in ("pixels", "long", "sound")) or file.name in (
                    "h263.3gp", "h264-4k.mp4", "ffv1.mkv", "opencv.zip"):
                continue
            if file.suffix in (".png", ".jpg"):
                frames = [cv2.imread(str(file))]
            else:
                capture, frames = cv2.VideoCapture(str(file)), []
                while (read := capture.read())[0]:
                    frames.append(read[1])
            if frames:
                info = zipfile.ZipInfo(file.name, (2026, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(info, frames[len(frames) // 2][:, :, ::-1].tobytes())


if __name__ == "__main__":
    if sys.argv[1] == "--opencv":
        opencv(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]))
