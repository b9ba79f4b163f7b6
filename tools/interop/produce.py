"""Publishes jobs as the Python service does.

    produce.py URI QUEUE ENCODING COUNT SIZE

ENCODING is hex (the deployed service) or base64 (its improved branch, which does not declare it in the message either).
The ids of the jobs are py-ENCODING-0, py-ENCODING-1, ...; byte i of a video is (i * 31 + number) mod 256.
"""

import asyncio
import base64
import json
import sys

import aio_pika


def video(number: int, size: int) -> bytes:
    return bytes((i * 31 + number) % 256 for i in range(size))


async def main(uri: str, queue: str, encoding: str, count: int, size: int) -> None:
    connection = await aio_pika.connect_robust(uri)
    async with connection:
        channel = await connection.channel()
        await channel.declare_queue(queue, durable=True)
        for number in range(count):
            content = video(number, size)
            text = content.hex() if encoding == "hex" else base64.b64encode(content).decode("utf-8")
            body = json.dumps(
                {
                    "job_id": f"py-{encoding}-{number}",
                    "expected_action": "em_preparação",
                    "video_content": text,
                    "user_id": number + 1,
                }
            ).encode("utf-8")
            message = aio_pika.Message(body=body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
            await channel.default_exchange.publish(message, routing_key=queue)
    print(count)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])))
