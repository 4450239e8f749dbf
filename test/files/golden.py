"""Writes golden.safetensors, a saved autoencoder as the safetensors package and PyTorch make it, and golden.json.

Run with a Python that has torch and safetensors: python test/files/golden.py
"""

import hashlib
import json
import pathlib

import torch
from safetensors.torch import save

folder = pathlib.Path(__file__).parent
torch.manual_seed(1)
encoder = torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.ReLU(), torch.nn.Linear(5, 2))
decoder = torch.nn.Sequential(torch.nn.Linear(2, 5), torch.nn.ReLU(), torch.nn.Linear(5, 3))
tensors = {
    # nn.Linear has [outputs, inputs]; the rest are numbers of both widths, one tensor empty, one name not ASCII.
    f"{network}.{layer}.{kind}": (value.T if kind == "weight" else value).detach().contiguous()
    for network, modules in (("encoder", encoder), ("decoder", decoder))
    for layer, linear in enumerate(modules[::2])
    for kind, value in linear.named_parameters()
}
tensors |= {"float64": torch.tensor([[0.1, -2e300]], dtype=torch.float64), "empty": torch.zeros(0), "é": torch.ones(2, 1)}

zeros = "0" * 64
options = {"kind": "autoencoder", "inputSize": 3, "hiddenSizes": [5], "latentSize": 2, "activation": "relu", "seed": 1}
description = json.dumps({"version": 1, "checksum": zeros, "model": options}, separators=(",", ":"))
data = save(tensors, {"aevb-notebooks": description})
data = data.replace(zeros.encode(), hashlib.sha256(data).hexdigest().encode())
(folder / "golden.safetensors").write_bytes(data)

x = torch.randn(4, 3)
golden = {
    "x": x.tolist(),
    "reconstruction": decoder(encoder(x)).tolist(),
    "tensors": [[name, list(value.shape), value.flatten().tolist()] for name, value in tensors.items()],
}
(folder / "golden.json").write_text(json.dumps(golden) + "\n")
