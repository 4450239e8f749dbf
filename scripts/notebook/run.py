"""Runs one notebook from top to bottom in its own folder; notebook.mjs has checked the arguments."""

import argparse
import os
import pathlib
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


class StreamingClient(NotebookClient):
    """Prints what the cells print as they run."""

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] == "stream":
            content = msg["content"]
            stream = sys.stderr if content["name"] == "stderr" else sys.stdout
            print(content["text"], end="", file=stream, flush=True)
        return super().process_message(msg, cell, cell_index)


def inject(notebook, code):
    """Inserts a cell with other values after the one that declares the parameters."""
    position = next(i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    cell = nbformat.v4.new_code_cell(code, id="injected-parameters", metadata={"tags": ["injected-parameters"]})
    notebook.cells.insert(position + 1, cell)


def write(notebook, path):
    """Writes to a temporary file first, so that an existing notebook is replaced whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    nbformat.write(notebook, aside)
    aside.replace(path)


def failure(notebook):
    """What the reader would see under the failing cell."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "\n".join(next(output.traceback for output in outputs if output.output_type == "error"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", type=pathlib.Path)
    parser.add_argument("--parameters")
    parser.add_argument("--output", type=pathlib.Path)
    options = parser.parse_args()
    notebook = nbformat.read(options.notebook, as_version=4)
    if options.parameters:
        inject(notebook, options.parameters)
    client = StreamingClient(
        notebook,
        kernel_name="aevb",
        timeout=None,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(options.notebook.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError:
        sys.exit(f"A cell of {options.notebook.name} failed:\n{failure(notebook)}")
    except DeadKernelError:
        sys.exit(f"The kernel died while it ran {options.notebook.name}.")
    except KeyboardInterrupt:
        sys.exit(130)
    if options.output:
        write(notebook, options.output)


main()
