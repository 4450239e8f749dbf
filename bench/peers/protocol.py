"""A peer reads jobs as JSON lines and answers each with the milliseconds of one training step."""
import json
import math
import sys
import time


def milliseconds(run, steps):
    start = time.perf_counter()
    run(steps)
    return (time.perf_counter() - start) / steps * 1e3


def prepare(make_run, job):
    """Warms a job up and chooses how many steps one measurement takes."""
    run = make_run(job)
    run(5)
    steps = max(2, math.ceil(1e3 * job["seconds"] / milliseconds(run, 5)))
    run(steps)
    return run, steps


def serve(make_run):
    """make_run(job) gives run(steps), which trains that many steps and waits for them to be computed."""
    prepared = {}
    for line in sys.stdin:
        job = json.loads(line)
        try:
            if job["name"] not in prepared:
                prepared[job["name"]] = prepare(make_run, job)
            answer = {"milliseconds": milliseconds(*prepared[job["name"]])}
        except Exception as error:  # the benchmark reports it and goes on with the others
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)
