#!/usr/bin/env python3
"""Writes a clip in other containers and codecs, as other phones and browsers would have sent it (pip install av).

    tools/transcode.py CLIP.mp4 FOLDER

FOLDER receives NAME.mp4 (a copy), NAME.webm (VP9) and NAME.hevc.mp4 (HEVC), with the same pictures at the same times.
"""

import shutil
import sys
from fractions import Fraction
from pathlib import Path

import av


def transcode(source: Path, target: Path, codec: str, options: dict) -> None:
    with av.open(str(source)) as read, av.open(str(target), "w") as written:
        video = read.streams.video[0]
        stream = written.add_stream(codec, rate=video.average_rate, options=options)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 90_000)
        for frame in read.decode(video):
            frame.pict_type = 0
            written.mux(stream.encode(frame))
        written.mux(stream.encode(None))


def main() -> None:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, folder)
    transcode(source, folder / f"{source.stem}.webm", "libvpx-vp9", {"crf": "20", "b": "0", "deadline": "realtime"})
    transcode(source, folder / f"{source.stem}.hevc.mp4", "libx265", {"crf": "18", "preset": "fast", "x265-params": "log-level=error"})


if __name__ == "__main__":
    main()
