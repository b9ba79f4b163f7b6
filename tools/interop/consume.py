"""Consumes jobs as a worker of the Python service does, and prints a line for each: id, action, user, SHA-256 of the video.

    consume.py URI QUEUE ENCODING COUNT

ENCODING is hex (the deployed worker, which knows nothing else) or base64 (its improved branch). A message that it cannot
read is printed as "unreadable", and acknowledged, as that worker does.
"""

import asyncio
import base64
import hashlib
import json
import sys

import aio_pika


def line(body: bytes, encoding: str) -> str:
    try:
        data = json.loads(body.decode("utf-8"))
        text = data["video_content"]
        content = bytes.fromhex(text) if encoding == "hex" else base64.b64decode(text)
        digest = hashlib.sha256(content).hexdigest()
        return "\t".join([data["job_id"], data["expected_action"], str(data["user_id"]), digest])
    except (ValueError, KeyError):
        return "unreadable"


async def main(uri: str, queue: str, encoding: str, count: int) -> None:
    connection = await aio_pika.connect_robust(uri)
    async with connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=1)
        declared = await channel.declare_queue(queue, durable=True)
        async with declared.iterator() as messages:
            async for message in messages:
                async with message.process():
                    print(line(message.body, encoding), flush=True)
                count -= 1
                if count == 0:
                    return


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
