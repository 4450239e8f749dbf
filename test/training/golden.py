"""Networks, losses, gradients and Adam steps from PyTorch 2.13 in float64, for the same parameters, data and noise:
python test/training/golden.py > test/training/golden.json"""
import json

import torch
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence
from torch.nn import Linear, ReLU, Sequential, Softplus, Tanh

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
ACTIVATIONS = {"relu": ReLU, "tanh": Tanh, "softplus": Softplus}
BATCH, STEPS, LEARNING_RATE = 6, 5, 0.01


def network(sizes, activation):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [Linear(inputs, outputs), ACTIVATIONS[activation]()]
    return Sequential(*layers[:-1])


def flat(tensors):
    """Weights as [inputs, outputs], one after the other."""
    return [value for tensor in tensors for value in (tensor.T if tensor.dim() == 2 else tensor).reshape(-1).tolist()]


def case(name, inputs, hidden, latent, activation, scale=None, samples=0, family="gaussian"):
    variational = samples > 0
    encoder = network([inputs, *hidden, latent * (1 + variational)], activation)
    learned_scale = variational and family == "gaussian" and scale is None
    decoder = network([latent, *hidden[::-1], inputs * (1 + learned_scale)], activation)
    parameters = [*encoder.parameters(), *decoder.parameters()]
    x = torch.randn(BATCH, inputs).float().double()
    if family == "bernoulli":
        x = (x > 0).double()
    noise = torch.randn(BATCH, samples, latent).float().double()
    with torch.no_grad():
        for parameter in parameters:
            parameter.copy_(parameter.float())

    def loss():
        if not variational:
            return ((decoder(encoder(x)) - x) ** 2).mean()
        mean, log_variance = encoder(x).chunk(2, -1)
        q = Independent(Normal(mean, (log_variance / 2).exp()), 1)
        prior = Independent(Normal(torch.zeros(latent), torch.ones(latent)).expand(mean.shape), 1)
        z = mean[:, None] + (log_variance / 2).exp()[:, None] * noise
        output = decoder(z)
        if family == "bernoulli":
            likelihood = Bernoulli(logits=output)
        elif scale is None:
            x_mean, x_log_variance = output.chunk(2, -1)
            likelihood = Normal(x_mean, (x_log_variance / 2).exp())
        else:
            likelihood = Normal(output, scale)
        reconstruction = Independent(likelihood, 1).log_prob(x[:, None]).mean(1)
        return -(reconstruction - kl_divergence(q, prior)).mean()

    result = dict(name=name, inputs=inputs, hidden=hidden, latent=latent, activation=activation, scale=scale, family=family,
                  samples=samples, x=x.tolist(), noise=noise.reshape(-1).tolist(), parameters=flat(parameters))  # fmt: skip
    result["encoded"] = encoder(x).tolist()
    result["decoded"] = decoder(noise[:, 0] if variational else encoder(x)).tolist()
    value = loss()
    value.backward()
    result["loss"] = value.item()
    result["gradient"] = flat([parameter.grad for parameter in parameters])
    optimizer = torch.optim.Adam(parameters, lr=LEARNING_RATE)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()
    result["afterAdam"] = flat(parameters)
    return result


print(
    json.dumps(
        dict(
            steps=STEPS,
            learningRate=LEARNING_RATE,
            cases=[
                case("autoencoder", 2, [10], 1, "relu"),
                case("deep tanh autoencoder", 3, [4, 5], 2, "tanh"),
                case("variational autoencoder", 2, [10], 1, "relu", samples=3),
                case("deep softplus variational autoencoder", 3, [4, 5], 2, "softplus", samples=2),
                case("variational autoencoder with fixed scale", 2, [7], 2, "relu", scale=0.3, samples=1),
                case("Bernoulli variational autoencoder", 4, [5], 2, "tanh", samples=2, family="bernoulli"),
                case("linear variational autoencoder", 2, [], 1, "relu", samples=1),
            ],
        )
    )
)
