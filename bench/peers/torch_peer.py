"""PyTorch: python torch_peer.py eager|compile THREADS"""
import math
import sys

import numpy
import torch
from protocol import serve
from torch.nn import Linear
from torch.nn.functional import binary_cross_entropy_with_logits

mode, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)
compiled = torch.compile if mode == "compile" else lambda function: function


def make_run(job):
    torch.manual_seed(0)
    inputs, hidden, latent, samples = job["input"], job["hidden"], job["latent"], job["samples"]
    variational, bernoulli = job["model"] == "vae", job["family"] == "bernoulli"
    activate = getattr(torch, job["activation"])
    x = torch.from_numpy(numpy.fromfile(job["data"], dtype=numpy.float32).reshape(-1, inputs))
    batch = x.shape[0]
    enter, encode = Linear(inputs, hidden), Linear(hidden, latent * (1 + variational))
    leave, decode = Linear(latent, hidden), Linear(hidden, inputs * (1 + (variational and not bernoulli)))

    def mean_squared_error():
        return ((decode(activate(leave(encode(activate(enter(x)))))) - x) ** 2).mean()

    def log_likelihood(decoded):
        target = x.view(batch, 1, inputs).expand(batch, samples, inputs)
        if bernoulli:
            return -binary_cross_entropy_with_logits(decoded, target, reduction="none")
        mean, log_variance = decoded.view(batch, samples, inputs, 2).unbind(-1)
        return -0.5 * ((target - mean) ** 2 * (-log_variance).exp() + log_variance + math.log(2 * math.pi))

    def elbo():
        """The bound of each point, [batch]."""
        mean, log_variance = encode(activate(enter(x))).view(batch, 1, latent, 2).unbind(-1)
        z = mean + (0.5 * log_variance).exp() * torch.randn(batch, samples, latent)
        likelihood = log_likelihood(decode(activate(leave(z)))).sum(2).mean(1)
        divergence = 0.5 * (mean**2 + log_variance.exp() - log_variance - 1).sum((1, 2))
        return likelihood - divergence

    def negative_elbo():
        return -elbo().mean()

    loss = compiled(negative_elbo if variational else mean_squared_error)
    bounds = compiled(elbo)
    parameters = [p for layer in (enter, encode, leave, decode) for p in layer.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=1e-3)

    def train(steps):
        for _ in range(steps):
            value = loss()
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
        return value.item()

    @torch.inference_mode()
    def evaluate(times):
        for _ in range(times):
            bounds()

    return {"train": train, "elbo": evaluate}[job["task"]]


serve(make_run)
