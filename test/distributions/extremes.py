"""Values at extreme arguments, computed with enough digits for any cancellation and rounded at the end. Made with mpmath 1.4:
python test/distributions/extremes.py > test/distributions/extremes.json"""
import json

from mpmath import erfc, exp, log, mp, mpf, pi, sqrt

mp.dps = 720
QUANTILE_DIGITS = 60


def quantile(p):
    """Newton's method on the logarithm of the tail's mass."""
    with mp.workdps(QUANTILE_DIGITS):
        tail = min(mpf(p), 1 - mpf(p))
        z = sqrt(-2 * log(tail)) if tail < 0.1 else sqrt(2 * pi) * (mpf(1) / 2 - tail)
        for _ in range(100):
            mass = erfc(z / sqrt(2)) / 2
            step = log(mass / tail) * mass * sqrt(2 * pi) * exp(z * z / 2)
            z += step
            if abs(step) <= mpf(10) ** -50:
                return float(-z if p < 0.5 else z)
    raise ArithmeticError(p)


def normal_kl(q_loc, q_scale, p_loc, p_scale):
    a, s, b, t = map(mpf, (q_loc, q_scale, p_loc, p_scale))
    return float(log(t / s) + (s * s + (a - b) ** 2) / (2 * t * t) - mpf(1) / 2)


def normal_log_prob(x, loc, scale):
    return float(-(((mpf(x) - mpf(loc)) / mpf(scale)) ** 2) / 2 - log(mpf(scale)) - log(2 * pi) / 2)


def probability(logit):
    return 1 / (1 + exp(-mpf(logit)))


def bernoulli_kl(q_logit, p_logit):
    return float(
        sum(
            probability(sign * q_logit) * log(probability(sign * q_logit) / probability(sign * p_logit))
            for sign in (1, -1)
        )
    )


def bernoulli(logit):
    s, t = probability(logit), probability(-logit)
    return {
        "logit": logit,
        "mean": float(s),
        "variance": float(s * t),
        "entropy": float(-s * log(s) - t * log(t)),
        "logProb": [[x, float(x * log(s) + (1 - mpf(x)) * log(t))] for x in (0.0, 0.25, 1.0)],
    }


masses = [5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-100, 1e-50, 1e-20]
masses += [1.3887943864964e-11, 1e-10, 1e-6, 0.01, 0.02425, 0.074, 0.075, 0.076, 0.3, 0.4999999]
masses += [0.5 - 2.0**-54, 0.5, 0.5 + 2.0**-53, 0.925, 0.975, 0.999, 1 - 1e-10, 1 - 2.0**-53]
normals = [(1e200, 1.0, 0.0, 1e200), (0.0, 1e200, 1e200, 1e200), (1e308, 1e308, -1e308, 1e308)]
normals += [(1.0, 1e-300, 1.0, 1e300), (0.0, 1e-200, 0.0, 3e-200), (1e-300, 1e-300, 3e-300, 2e-300)]
normals += [(0.0, 1.0, 0.0, 1 + 1e-10), (0.0, 1.001, 1e-8, 1.0), (0.0, 5e-324, 5e-324, 1e-323)]
points = [(1e200, 0.0, 1e200), (1e308, -1e308, 1e308), (3e-300, 1e-300, 1e-300)]
logits = [-740.0, -700.0, -40.0, -1.5, 0.0, 1e-10, 3.0, 40.0, 100.0, 700.0, 720.0]
pairs = [(40.0, 41.0), (-40.0, 40.0), (40.0, 40 + 1e-9), (0.3, 0.3 + 1e-12), (-2.0, -1.5), (5.0, 5.9)]
pairs += [(-600.0, 700.0), (600.0, 650.0), (-1e-5, 1000.0), (0.0, 1e-100), (1e3, -1e3), (0.5, -0.5)]

print(
    json.dumps(
        {
            "quantiles": [[p, quantile(p)] for p in masses],
            "normalKl": [[*one, normal_kl(*one)] for one in normals],
            "normalLogProb": [[*one, normal_log_prob(*one)] for one in points],
            "bernoulli": [bernoulli(logit) for logit in logits],
            "bernoulliKl": [[*one, bernoulli_kl(*one)] for one in pairs],
        },
        indent=1,
    )
)
