"""Measures the cost of a video for the Python service's client: encode, publish with confirm, consume, decode.

    roundtrip.py URI QUEUE FORM SIZE ROUNDS

FORM is hex, base64 or raw. Prints the size of the body and the median time in milliseconds, after a round to warm up.
"""

import asyncio
import base64
import json
import os
import statistics
import sys
import time

import aio_pika


def encode(form: str, video: bytes) -> bytes:
    if form == "raw":
        return video
    text = video.hex() if form == "hex" else base64.b64encode(video).decode("utf-8")
    return json.dumps({"job_id": "job-1", "expected_action": "bom_dia", "video_content": text, "user_id": 7}).encode("utf-8")


def decode(form: str, body: bytes) -> bytes:
    if form == "raw":
        return body
    text = json.loads(body.decode("utf-8"))["video_content"]
    return bytes.fromhex(text) if form == "hex" else base64.b64decode(text)


async def main(uri: str, name: str, form: str, size: int, rounds: int) -> None:
    video = os.urandom(size)
    connection = await aio_pika.connect_robust(uri)
    async with connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=1)
        queue = await channel.declare_queue(name, durable=True)
        times = []
        async with queue.iterator() as messages:
            for _ in range(rounds + 1):
                started = time.perf_counter()
                body = encode(form, video)
                message = aio_pika.Message(body=body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
                await channel.default_exchange.publish(message, routing_key=name)
                received = await messages.__anext__()
                content = decode(form, received.body)
                await received.ack()
                times.append((time.perf_counter() - started) * 1000)
                assert content == video
        print(len(body), statistics.median(times[1:]))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])))
