"""Golden values from torch.distributions in float64. Made with PyTorch 2.13:
python test/distributions/golden.py > test/distributions/golden.json"""
import json
import math

import torch
from torch.distributions import (
    Bernoulli,
    Categorical,
    Independent,
    MixtureSameFamily,
    MultivariateNormal,
    Normal,
    StudentT,
    kl_divergence,
)

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)

x = torch.randn(4, 3) * 2
loc, scale = torch.randn(4, 3), torch.rand(4, 3) * 3 + 0.01
q, p = Normal(loc, scale), Normal(torch.randn(3), torch.rand(3) + 0.5)
weights, means, deviations = torch.tensor([0.2, 0.5, 0.3]), torch.randn(3, 2) * 2, torch.rand(3, 2) + 0.3
points = torch.randn(5, 2) * 3
mixture = MixtureSameFamily(Categorical(weights), Independent(Normal(means, deviations), 1))
logits, other_logits, ones = torch.randn(4, 3) * 3, torch.randn(4, 3), (torch.rand(4, 3) > 0.5).double()
bernoulli = Bernoulli(logits=logits)
factors = torch.randn(2, 3, 3)
full_q, full_p = (
    MultivariateNormal(mean, factor @ factor.T + 0.1 * torch.eye(3))
    for mean, factor in zip((torch.randn(4, 3), torch.randn(3)), factors)
)

student_t = StudentT(10 ** torch.linspace(-1, 5, 12).reshape(4, 3), loc, scale)

print(
    json.dumps(
        {
            "x": x.tolist(),
            "q": {"loc": loc.tolist(), "scale": scale.tolist()},
            "p": {"loc": p.loc.tolist(), "scale": p.scale.tolist()},
            "logProb": q.log_prob(x).tolist(),
            "entropy": q.entropy().tolist(),
            "kl": kl_divergence(q, p).tolist(),
            "independentLogProb": Independent(q, 1).log_prob(x).tolist(),
            "independentEntropy": Independent(q, 1).entropy().tolist(),
            "independentKl": kl_divergence(Independent(q, 1), Independent(p.expand((4, 3)), 1)).tolist(),
            "logits": logits.tolist(),
            "otherLogits": other_logits.tolist(),
            "ones": ones.tolist(),
            "bernoulliLogProb": bernoulli.log_prob(ones).tolist(),
            "bernoulliEntropy": bernoulli.entropy().tolist(),
            "bernoulliVariance": bernoulli.variance.tolist(),
            "bernoulliKl": kl_divergence(bernoulli, Bernoulli(logits=other_logits)).tolist(),
            "mixture": {"weights": weights.tolist(), "means": means.tolist(), "scales": deviations.tolist()},
            "points": points.tolist(),
            "mixtureLogProb": mixture.log_prob(points).tolist(),
            "mixtureMean": mixture.mean.tolist(),
            "fullQ": {"loc": full_q.loc.tolist(), "covariance": full_q.covariance_matrix[0].tolist()},
            "fullP": {"loc": full_p.loc.tolist(), "covariance": full_p.covariance_matrix.tolist()},
            "fullLogProb": full_q.log_prob(x).tolist(),
            "fullEntropy": full_q.entropy().tolist(),
            "fullVariance": full_q.variance.tolist(),
            "fullKl": kl_divergence(full_q, full_p).tolist(),
            "independentToFullKl": kl_divergence(
                MultivariateNormal(loc, covariance_matrix=torch.diag_embed(scale**2)), full_p
            ).tolist(),
            "mixtureVariance": mixture.variance.tolist(),
            "degreesOfFreedom": student_t.df.tolist(),
            "studentTLogProb": student_t.log_prob(x).tolist(),
            "studentTEntropy": student_t.entropy().tolist(),
            "studentTVariance": [[v if math.isfinite(v) else str(v) for v in row] for row in student_t.variance.tolist()],
        },
        indent=1,
    )
)
