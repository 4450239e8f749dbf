"""A peer says that it is ready, then reads jobs as JSON lines and answers each with the milliseconds of one step."""
import json
import math
import sys
import time

WARM_UP_SECONDS = 0.3


def milliseconds(run, steps):
    start = time.perf_counter()
    run(steps)
    return (time.perf_counter() - start) / steps * 1e3


def prepare(make_run, job):
    """Warms a job up and chooses how many steps one measurement takes."""
    run = make_run(job)
    # Just-in-time compilers make the first steps slow.
    run(1)
    warm = time.perf_counter() + WARM_UP_SECONDS
    steps = 1
    while True:
        wanted = math.ceil(1e3 * job["seconds"] / milliseconds(run, steps))
        if time.perf_counter() > warm:
            return run, wanted
        steps = min(4 * steps, wanted)


def serve(make_run):
    """make_run(job) returns run(steps), which does that many steps and waits until they are computed."""
    prepared = {}
    print("ready", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        try:
            if job["name"] not in prepared:
                prepared[job["name"]] = prepare(make_run, job)
            run, steps = prepared[job["name"]]
            # The other contenders' turns evicted this process from the caches: warm up again.
            run(math.ceil(steps / 2))
            answer = {"milliseconds": milliseconds(run, steps)}
        except Exception as error:  # the benchmark reports it and continues with the others
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)
