"""PyTorch: python torch_peer.py eager|compile THREADS"""
import math
import sys

import numpy
import torch
from protocol import serve
from torch.nn import Linear

mode, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)


def make_run(job):
    torch.manual_seed(0)
    inputs, hidden, latent, samples = job["input"], job["hidden"], 1, job["samples"]
    variational = job["model"] == "vae"
    x = torch.from_numpy(numpy.fromfile(job["data"], dtype=numpy.float32).reshape(-1, inputs))
    batch = x.shape[0]
    enter, encode = Linear(inputs, hidden), Linear(hidden, latent * (1 + variational))
    leave, decode = Linear(latent, hidden), Linear(hidden, inputs * (1 + variational))
    parameters = [p for layer in (enter, encode, leave, decode) for p in layer.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=1e-3)

    def mean_squared_error():
        return ((decode(torch.relu(leave(encode(torch.relu(enter(x)))))) - x) ** 2).mean()

    def negative_elbo():
        mean, log_variance = encode(torch.relu(enter(x))).view(batch, 1, latent, 2).unbind(-1)
        z = mean + (0.5 * log_variance).exp() * torch.randn(batch, samples, latent)
        x_mean, x_log_variance = decode(torch.relu(leave(z))).view(batch, samples, inputs, 2).unbind(-1)
        square = (x.view(batch, 1, inputs) - x_mean) ** 2 * (-x_log_variance).exp()
        likelihood = (-0.5 * (square + x_log_variance + math.log(2 * math.pi))).sum(2).mean(1)
        divergence = 0.5 * (mean**2 + log_variance.exp() - log_variance - 1).sum((1, 2))
        return -(likelihood - divergence).mean()

    loss = negative_elbo if variational else mean_squared_error
    if mode == "compile":
        loss = torch.compile(loss)

    def run(steps):
        for _ in range(steps):
            value = loss()
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
        return value.item()

    return run


serve(make_run)
