"""A linear-Gaussian model by conditioning the joint Gaussian of z and x, and the maximum of probabilistic PCA, in float64.
Made with PyTorch 2.13: python test/exact/golden.py > test/exact/golden.json"""
import json
import math

import torch
from torch.distributions import MultivariateNormal, kl_divergence

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)

weight, bias, scale = torch.randn(2, 4), torch.randn(4), 0.7
x, q_loc, q_scale = torch.randn(5, 4) * 2, torch.randn(5, 2), torch.rand(5, 2) + 0.2
covariance = weight.T @ weight + scale**2 * torch.eye(4)
log_evidence = MultivariateNormal(bias, covariance).log_prob(x)
gain = torch.linalg.solve(covariance, weight.T).T
posterior = MultivariateNormal((x - bias) @ gain.T, torch.eye(2) - gain @ weight.T)
q = MultivariateNormal(q_loc, torch.diag_embed(q_scale**2))

points = torch.randn(60, 4) @ torch.randn(4, 4) + torch.randn(4)
eigenvalues = torch.linalg.eigvalsh(torch.cov(points.T, correction=0)).flip(0)
variance = eigenvalues[2:].mean()
# Tipping & Bishop 1999, equation 4 at the maximum, per point
maximum = -0.5 * (eigenvalues[:2].log().sum() + 2 * variance.log() + 4 * math.log(2 * math.pi) + 4)

print(
    json.dumps(
        {
            "weight": weight.tolist(),
            "bias": bias.tolist(),
            "scale": scale,
            "x": x.tolist(),
            "logEvidence": log_evidence.tolist(),
            "posteriorLoc": posterior.loc.tolist(),
            "posteriorCovariance": posterior.covariance_matrix[0].tolist(),
            "q": {"loc": q_loc.tolist(), "scale": q_scale.tolist()},
            "elbo": (log_evidence - kl_divergence(q, posterior)).tolist(),
            "points": points.tolist(),
            "fittedScale": math.sqrt(variance),
            "fittedLogEvidence": maximum.item(),
        },
        indent=1,
    )
)
