"""Prints how fast this checkout's kernel is: medians over several kernels, each freshly started.

.venv/bin/python bench/kernel.py [number of kernels]
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from jupyter_client.manager import KernelManager

PROJECT = Path(__file__).resolve().parent.parent
LINES = 5000


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run(client, code):
    """Runs a cell to its end and returns how many lines it printed."""
    lines = 0

    def count(message):
        nonlocal lines
        if message["msg_type"] == "stream":
            lines += message["content"]["text"].count("\n")

    reply = client.execute_interactive(code, output_hook=count, timeout=60)
    if reply["content"]["status"] != "ok":
        raise SystemExit(f"{code!r} failed: {reply['content']}")
    return lines


def measure_one():
    manager = KernelManager(kernel_name="aevb")
    start = time.perf_counter()
    manager.start_kernel(cwd=str(PROJECT / "notebooks"), stdout=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        return {
            "ready, s": time.perf_counter() - start,
            'import * as vb from "../lib", s': seconds(lambda: run(client, 'import * as vb from "../lib";')),
            "trivial later cell, s": statistics.median(
                seconds(lambda: run(client, f"const sum{n} = {n} + 1;")) for n in range(10)
            ),
            f"console.log lines that arrive, of {LINES}": run(
                client, f"for (let i = 0; i < {LINES}; i++) console.log(i);"
            ),
        }
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main():
    os.environ["JUPYTER_PATH"] = str(PROJECT / "kernel" / "jupyter")
    kernels = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    measured = [measure_one() for _ in range(kernels)]
    print(f"Medians over {kernels} kernels:")
    for name in measured[0]:
        print(f"{statistics.median(one[name] for one in measured):10.4g}  {name}")


main()
