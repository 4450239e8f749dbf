"""Networks, losses, gradients and Adam steps from PyTorch 2.13 in float64, for the same parameters, data and noise:
python test/training/golden.py > test/training/golden.json"""
import json
import math

import torch
from torch.distributions import Bernoulli, Independent, Normal, StudentT, kl_divergence
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


def case(
    name, inputs, hidden, latent, activation, scale=None, samples=0, family="gaussian",
    objective="elbo", gradient="pathwise", kl_weight=1, df=None,
):  # fmt: skip
    variational = samples > 0
    encoder = network([inputs, *hidden, latent * (1 + variational)], activation)
    learns_scale = variational and family != "bernoulli" and scale is None
    heads = 1 + learns_scale + (family == "studentT" and df is None)
    decoder = network([latent, *hidden[::-1], inputs * heads], activation)
    parameters = [*encoder.parameters(), *decoder.parameters()]
    x = torch.randn(BATCH, inputs).float().double()
    if family == "bernoulli":
        x = (x > 0).double()
    wake_sleep = objective == "wakeSleep"
    noise = torch.randn(BATCH, samples, 2 * (latent + inputs) if wake_sleep else latent).float().double()
    with torch.no_grad():
        for parameter in parameters:
            parameter.copy_(parameter.float())

    def deviation_of(head):
        return (head / 2).exp()

    def likelihood_of(output):
        if family == "bernoulli":
            return Bernoulli(logits=output)
        if family == "studentT":
            parts = list(output.chunk(heads, -1))
            freedom = 2 + torch.nn.functional.softplus(parts.pop()) if df is None else df
            return StudentT(freedom, parts[0], deviation_of(parts[1]) if scale is None else scale)
        if scale is None:
            x_mean, x_head = output.chunk(2, -1)
            return Normal(x_mean, deviation_of(x_head))
        return Normal(output, scale)

    def dream(p, a, b):
        """A draw of x from p(x|z), of two numbers from N(0, 1), which stand for a uniform number and an angle."""
        radius = (a**2 + b**2).sqrt()
        uniform = (-(radius**2) / 2).exp()
        if family == "bernoulli":
            return (uniform < p.probs).double()
        if family == "studentT":  # Bailey 1994
            return p.loc + p.scale * (a / radius) * (p.df * (uniform ** (-2 / p.df) - 1)).sqrt()
        return p.loc + p.scale * a

    def loss():
        if not variational:
            return ((decoder(encoder(x)) - x) ** 2).mean()
        mean, z_head = encoder(x).chunk(2, -1)
        deviation = deviation_of(z_head)
        q = Independent(Normal(mean, deviation), 1)
        prior = Independent(Normal(torch.zeros(latent), torch.ones(latent)).expand(mean.shape), 1)
        z = mean[:, None] + deviation[:, None] * noise[..., :latent]
        if objective == "evidence":  # ∫ exp(log p(x, z)) dz over evenly spaced z, in place of a mean over draws from q
            z = torch.linspace(-4, 4, 128)[:, None].expand(BATCH, -1, -1)
        if gradient != "pathwise" or wake_sleep:
            z = z.detach()
        likelihood = likelihood_of(decoder(z))
        if family == "published":  # which leaves out the divergence too
            mu, sigma = likelihood.loc, likelihood.scale
            terms = -sigma.log() - 0.5 * (1 / (2 * sigma**2) + (x[:, None] - mu) ** 2)
            return -(terms.sum(-1).mean(1) - inputs / 2 * math.log(2 * math.pi)).mean()
        log_likelihood = Independent(likelihood, 1).log_prob(x[:, None])
        if objective == "evidence":
            log_prior = Normal(0.0, 1.0).log_prob(z).squeeze(-1)
            return -torch.trapezoid((log_likelihood + log_prior).exp(), z.squeeze(-1)).log().mean()
        if objective == "iwae":
            log_q = Independent(Normal(mean[:, None], deviation[:, None]), 1).log_prob(z)
            log_prior = Independent(Normal(torch.zeros(latent), torch.ones(latent)), 1).log_prob(z)
            return -((log_likelihood + log_prior - log_q).logsumexp(1) - math.log(samples)).mean()
        if wake_sleep:
            _, dreamt, a, b = noise.split([latent, latent, inputs, inputs], -1)
            dream_mean, dream_head = encoder(dream(likelihood_of(decoder(dreamt)), a, b).detach()).chunk(2, -1)
            sleep = -Independent(Normal(dream_mean, deviation_of(dream_head)), 1).log_prob(dreamt).mean()
            kl = kl_divergence(q, prior).mean().detach()
            return -log_likelihood.mean() + kl + sleep - sleep.detach()
        value = -(log_likelihood.mean(1) - kl_divergence(q, prior)).mean()
        if gradient == "pathwise":
            return value
        reward = log_likelihood.detach()
        if gradient == "leaveOneOut":
            reward = reward - torch.stack(
                [(reward.sum(1) - reward[:, k]) / (samples - 1) for k in range(samples)], 1
            )
        log_q = Independent(Normal(mean[:, None], deviation[:, None]), 1).log_prob(z)
        surrogate = -(reward * log_q).mean()
        return value + surrogate - surrogate.detach()

    result = dict(name=name, inputs=inputs, hidden=hidden, latent=latent, activation=activation, scale=scale, family=family,
                  samples=samples, objective=objective, gradientEstimator=gradient, klWeight=kl_weight, degreesOfFreedom=df, x=x.tolist(), noise=noise.reshape(-1).tolist(), parameters=flat(parameters))  # fmt: skip
    result["encoded"] = encoder(x).tolist()
    result["decoded"] = decoder(noise[:, 0, :latent] if variational else encoder(x)).tolist()
    value = loss()
    value.backward()
    result["loss"] = value.item()
    # The evidence leaves the encoder without a gradient.
    result["gradient"] = flat([parameter.new_zeros(parameter.shape) if parameter.grad is None else parameter.grad for parameter in parameters])  # fmt: skip
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
                case("score function", 2, [6], 2, "relu", samples=3, gradient="scoreFunction"),
                case("score function with leave-one-out baseline", 2, [6], 2, "tanh", samples=4, gradient="leaveOneOut"),
                case("published objective", 2, [10], 1, "relu", samples=3, family="published", kl_weight=0),
                case("importance-weighted bound", 3, [5], 2, "tanh", samples=4, objective="iwae"),
                case("evidence", 2, [10], 1, "tanh", samples=1, objective="evidence"),
                case("evidence with a fixed scale", 2, [6], 1, "relu", scale=0.7, samples=1, objective="evidence"),
                case("evidence of bits", 4, [6], 1, "tanh", samples=1, family="bernoulli", objective="evidence"),
                case("Student-t", 3, [5], 2, "tanh", samples=2, family="studentT"),
                case("Student-t with 5 degrees of freedom", 2, [6], 1, "relu", samples=3, family="studentT", df=5),
                case("Student-t with a fixed scale", 2, [6], 1, "tanh", samples=2, family="studentT", scale=0.4),
                case("evidence of Student-t", 2, [6], 1, "tanh", samples=1, family="studentT", scale=0.4, df=3, objective="evidence"),
                case("wake and sleep", 2, [10], 1, "relu", samples=3, objective="wakeSleep"),
                case("wake and sleep with a fixed scale", 3, [5], 2, "tanh", scale=0.6, samples=1, objective="wakeSleep"),
                case("wake and sleep of bits", 4, [6], 2, "tanh", samples=2, family="bernoulli", objective="wakeSleep"),
                case("wake and sleep of Student-t", 2, [6], 1, "softplus", samples=2, family="studentT", objective="wakeSleep"),
                case("wake and sleep of Student-t with a fixed scale", 2, [6], 1, "tanh", samples=2, family="studentT", scale=0.4, df=3, objective="wakeSleep"),
            ],
        )
    )
)
