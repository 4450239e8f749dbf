"""JAX: python jax_peer.py jit|scan"""
import math
import sys

import jax
import jax.numpy as jnp
import numpy
import optax
from protocol import serve

mode = sys.argv[1]


def make_run(job):
    inputs, hidden, latent, samples = job["input"], job["hidden"], job["latent"], job["samples"]
    variational, bernoulli = job["model"] == "vae", job["family"] == "bernoulli"
    activate = {"relu": jax.nn.relu, "tanh": jnp.tanh}[job["activation"]]
    outputs = inputs * (1 + (variational and not bernoulli))
    x = jnp.asarray(numpy.fromfile(job["data"], dtype=numpy.float32).reshape(-1, inputs))
    batch = x.shape[0]
    key = jax.random.PRNGKey(0)
    layers = {"enter": (inputs, hidden), "encode": (hidden, latent * (1 + variational)),
              "leave": (latent, hidden), "decode": (hidden, outputs)}  # fmt: skip
    parameters = {
        name: (
            jax.random.uniform(jax.random.fold_in(key, i), shape, minval=-1, maxval=1) / math.sqrt(shape[0]),
            jnp.zeros(shape[1]),
        )
        for i, (name, shape) in enumerate(layers.items())
    }

    def dense(parameters, name, x):
        weight, bias = parameters[name]
        return x @ weight + bias

    def mean_squared_error(p, _):
        codes = dense(p, "encode", activate(dense(p, "enter", x)))
        return jnp.mean((dense(p, "decode", activate(dense(p, "leave", codes))) - x) ** 2)

    def log_likelihood(decoded):
        if bernoulli:
            return -optax.sigmoid_binary_cross_entropy(decoded, x[:, None])
        mean, log_variance = jnp.split(decoded, 2, -1)
        return -0.5 * ((x[:, None] - mean) ** 2 * jnp.exp(-log_variance) + log_variance + math.log(2 * math.pi))

    def negative_elbo(p, key):
        mean, log_variance = jnp.split(dense(p, "encode", activate(dense(p, "enter", x))), 2, -1)
        noise = jax.random.normal(key, (batch, samples, latent))
        z = mean[:, None] + jnp.exp(0.5 * log_variance)[:, None] * noise
        likelihood = log_likelihood(dense(p, "decode", activate(dense(p, "leave", z)))).sum(2).mean(1)
        divergence = 0.5 * (mean**2 + jnp.exp(log_variance) - log_variance - 1).sum(1)
        return -(likelihood - divergence).mean()

    optimizer = optax.adam(1e-3)

    def step(parameters, state, key):
        value, gradient = jax.value_and_grad(negative_elbo if variational else mean_squared_error)(parameters, key)
        updates, state = optimizer.update(gradient, state)
        return optax.apply_updates(parameters, updates), state, value

    @jax.jit
    def scanned(parameters, state, keys):
        def body(carry, key):
            *carry, value = step(*carry, key)
            return carry, value

        return jax.lax.scan(body, [parameters, state], keys)

    jitted = jax.jit(step)
    fold_in = jax.jit(jax.random.fold_in)
    carried = [parameters, optimizer.init(parameters)]

    def run(steps):
        if mode == "scan":
            carried[:], values = scanned(*carried, jax.random.split(key, steps))
            return float(values[-1])
        for i in range(steps):
            *carried[:], value = jitted(*carried, fold_in(key, i))
        return float(value)

    return run


serve(make_run)
