"""Drives one Jupyter kernel for the tests: a JSON request a line on stdin, a JSON answer a line on stdout.

python client.py <kernelspec name> <working folder>; JUPYTER_PATH says where the kernelspec is.
"""

import base64
import json
import subprocess
import sys
import time

import zmq
from jupyter_client.manager import KernelManager

# Far more than anything here takes, so that only a lost message runs into it. Stock tslab loses some.
DEADLINE = 60
SILENCE = 4 if sys.argv[1] == "stock" else 40


def fits(awaited, message):
    text = message["content"].get("text", "")
    return awaited == message["msg_type"] or awaited in text


def run(manager, client, cells, stopOnError, interruptOn, oneByOne, answers):
    """Runs cells, sent all at once or each after the reply to the one before; what came back for each."""
    waiting = list(interruptOn)
    results = {}
    for position, code in enumerate(cells):
        sent = client.execute(code, stop_on_error=stopOnError, allow_stdin=answers is not None)
        results[sent] = {"reply": None, "idle": False, "messages": []}
        if oneByOne or position == len(cells) - 1:
            collect(manager, client, results, waiting, answers)
    return list(results.values())


def collect(manager, client, results, waiting, answers):
    last_sign = time.monotonic()
    while not all(result["reply"] and result["idle"] for result in results.values()):
        if time.monotonic() - last_sign > SILENCE:
            break
        for message in arrived(client):
            last_sign = time.monotonic()
            result = results.get(message["parent_header"].get("msg_id"))
            if result is None:
                continue
            content = message["content"]
            if message["msg_type"] == "execute_reply":
                result["reply"] = content
            elif message["msg_type"] == "status":
                result["idle"] = content["execution_state"] == "idle"
            else:
                result["messages"].append({"type": message["msg_type"], "content": content})
                if waiting and fits(waiting[0], message):
                    waiting.pop(0)
                    manager.interrupt_kernel()
                if message["msg_type"] == "input_request":
                    client.input(answers.pop(0))


def exchange(manager, client, messages, until):
    """Sends messages, each once `after` was seen; all that came back until all are answered and `until` was seen."""
    waiting, sent, seen = list(messages), {}, []
    last_sign = time.monotonic()
    saw = lambda text: any(text in one["text"] for one in seen)
    while waiting or not saw(until) or not all(sent.values()):
        if time.monotonic() - last_sign > SILENCE:
            raise TimeoutError(f"waited for {until!r} and {[one.get('after') for one in waiting]}; came: {seen[-5:]}")
        while waiting and saw(waiting[0].get("after", "")) | ("after" not in waiting[0]):
            message = waiting.pop(0)
            if message["type"] == "interrupt":
                manager.interrupt_kernel()
                continue
            request = client.session.msg(message["type"], message["content"], metadata=message.get("metadata"))
            sent[request["header"]["msg_id"]] = False
            client.shell_channel.send(request)
        for message in arrived(client):
            last_sign = time.monotonic()
            parent = message["parent_header"].get("msg_id")
            one = {"type": message["msg_type"], "content": message["content"], "metadata": message["metadata"]}
            position = list(sent).index(parent) if parent in sent else None
            text = json.dumps([one["type"], one["content"]], ensure_ascii=False)
            buffers = [base64.b64encode(buffer).decode() for buffer in message["buffers"]]
            seen.append({**one, "of": position, "text": text, "buffers": buffers})
            if message["content"].get("execution_state") == "idle":
                sent[parent] = True
    return seen


def arrived(client):
    """The messages that are there by now, after a short wait for a first one."""
    channels = (client.iopub_channel, client.shell_channel, client.stdin_channel)
    zmq.select([channel.socket for channel in channels], [], [], timeout=0.1)
    for channel in channels:
        while channel.msg_ready():
            yield channel.get_msg()


def answer(manager, client, request):
    action = request.pop("do")
    if action == "run":
        return run(manager, client, **request)
    if action == "exchange":
        return exchange(manager, client, **request)
    if action == "interrupt":
        manager.interrupt_kernel()
        # The kernel has to see it before the next cell arrives, or it is meant for that cell.
        time.sleep(0.5)
        return None
    if action == "shutdown":
        process = manager.provisioner.process
        client.stop_channels()
        manager.shutdown_kernel()
        return process.returncode
    ask = {"complete": client.complete, "inspect": client.inspect}[action]
    return ask(reply=True, timeout=DEADLINE, **request)["content"]


def main(kernel_name, folder):
    manager = KernelManager(kernel_name=kernel_name)
    # Node would make a standard output that it shares with this program non-blocking.
    manager.start_kernel(cwd=folder, stdout=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=DEADLINE)
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(manager, client, json.loads(line))), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


main(*sys.argv[1:])
