"""JAX: python jax_peer.py jit|loop, where "loop" compiles the loop over a training's steps or a bound's draws too."""
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
    random = numpy.random.default_rng(0)
    layers = {"enter": (inputs, hidden), "encode": (hidden, latent * (1 + variational)),
              "leave": (latent, hidden), "decode": (hidden, outputs)}  # fmt: skip
    parameters = {
        name: (
            jnp.asarray(random.uniform(-1, 1, shape) / math.sqrt(shape[0]), jnp.float32),
            jnp.asarray(numpy.zeros(shape[1]), jnp.float32),
        )
        for name, shape in layers.items()
    }

    def dense(parameters, name, x):
        weight, bias = parameters[name]
        return x @ weight + bias

    def mean_squared_error(p, _):
        codes = dense(p, "encode", activate(dense(p, "enter", x)))
        return jnp.mean((dense(p, "decode", activate(dense(p, "leave", codes))) - x) ** 2)

    def encode(p):
        """The mean and the log-variance of q(z|x), [batch, latent] each."""
        return jnp.split(dense(p, "encode", activate(dense(p, "enter", x))), 2, -1)

    def likelihood(p, posterior, key, samples):
        """The mean of log p(x|z) over draws from q(z|x), [batch]."""
        mean, log_variance = posterior
        noise = jax.random.normal(key, (batch, samples, latent))
        z = mean[:, None] + jnp.exp(0.5 * log_variance)[:, None] * noise
        decoded = dense(p, "decode", activate(dense(p, "leave", z)))
        if bernoulli:
            values = -optax.sigmoid_binary_cross_entropy(decoded, x[:, None])
        else:
            mean, log_variance = jnp.split(decoded, 2, -1)
            squares = (x[:, None] - mean) ** 2 * jnp.exp(-log_variance)
            values = -0.5 * (squares + log_variance + math.log(2 * math.pi))
        return values.sum(2).mean(1)

    def divergence(posterior):
        mean, log_variance = posterior
        return 0.5 * (mean**2 + jnp.exp(log_variance) - log_variance - 1).sum(1)

    def elbo(p, key):
        posterior = encode(p)
        return likelihood(p, posterior, key, samples) - divergence(posterior)

    def elbo_by_draw(p, key):
        posterior = encode(p)
        keys = jax.random.split(key, samples)
        draws = jax.lax.map(lambda key: likelihood(p, posterior, key, 1), keys)
        return draws.mean(0) - divergence(posterior)

    def negative_elbo(p, key):
        return -elbo(p, key).mean()

    optimizer = optax.adam(1e-3)
    loss_and_gradient = jax.value_and_grad(negative_elbo if variational else mean_squared_error)

    def step(i, carried):
        parameters, state, _ = carried
        value, gradient = loss_and_gradient(parameters, jax.random.fold_in(key, i))
        updates, state = optimizer.update(gradient, state)
        return optax.apply_updates(parameters, updates), state, value

    jitted = jax.jit(step)
    looped = jax.jit(lambda steps, carried: jax.lax.fori_loop(0, steps, step, carried))
    carried = parameters, optimizer.init(parameters), jnp.zeros(())

    def train(steps):
        nonlocal carried
        if mode == "loop":
            carried = looped(steps, carried)
        else:
            for i in range(steps):
                carried = jitted(i, carried)
        return float(carried[-1])

    bounds = jax.jit(elbo_by_draw if mode == "loop" else elbo)
    fold_in = jax.jit(jax.random.fold_in)

    def evaluate(times):
        for i in range(times):
            bounds(parameters, fold_in(key, i)).block_until_ready()

    return {"train": train, "elbo": evaluate}[job["task"]]


serve(make_run)
