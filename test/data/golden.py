"""Pixels of faces by an implementation of their own: all pixels at once in NumPy, from layers with a mask each.
Made with NumPy 2: python test/data/golden.py > test/data/golden.json"""
import json

import numpy as np

ROWS, COLUMNS, SOFT = 28, 20, 0.035
USUAL = dict(expression=0, pose=0, hairDarkness=0.75, hairLength=0.35, fringe=0.15, nose=0, faceWidth=0, eyeOpening=0.7,
             brow=0, skin=0.5, offsetX=0, offsetY=0)


def mask(*distances):
    """The product over several outlines of 1/(1 + exp(distance/SOFT)), through tanh."""
    return np.prod([0.5 - 0.5 * np.tanh(d / (2 * SOFT)) for d in distances], axis=0)


def oval(u, v, a, b):
    return min(a, b) * (np.sqrt(u**2 / a**2 + v**2 / b**2) - 1)


def arch(u, v, a, b):
    return np.where(v < 0, oval(u, v, a, b), min(a, b) * (np.abs(u) / a - 1))


def draw(face):
    f = {**USUAL, **face}
    x = (np.arange(COLUMNS) - 9.5)[None, :] / 10 - f["offsetX"] + np.zeros((ROWS, 1))
    y = (np.arange(ROWS) - 13.5)[:, None] / 10 - f["offsetY"] + np.zeros((1, COLUMNS))
    turn, width = f["pose"], 0.6 + 0.08 * f["faceWidth"]
    hair = 0.7 - 0.62 * f["hairDarkness"]
    skin = (0.66 + 0.18 * f["skin"]) * (1 - 0.18 * turn * x)
    head = x - turn / 20
    layers = [
        (mask(arch(head, y + 0.2, width + 0.16, 0.92), y + 0.15 - 1.25 * f["hairLength"]), hair),
        (mask(np.abs(head) - 0.27, 0.8 - y), 0.82 * skin),
        (mask(oval(x, y - 1.62, 0.95, 0.5)), 0.38),
        (mask(oval(head, y - 0.13, width, 0.88)), skin),
        (mask(arch(head, y + 0.2, width + 0.1, 0.86), y + 0.62 - 0.32 * f["fringe"] - 0.12 * head), hair),
    ]
    for side in (-1, 1):
        center = turn / 5 + side * (0.27 + 0.03 * f["faceWidth"]) * (1 - 0.12 * side * turn)
        u, v, half = x - center, y + 0.05, 0.02 + 0.11 * f["eyeOpening"]
        layers += [
            (mask(oval(u, v, 0.16, half + 0.035)), 0.55 * skin),
            (mask(oval(u, v, 0.14, half)), 0.97),
            (mask(oval(u - 0.03 * turn, v, 0.07, 0.07), np.abs(v) - half), 0.08),
            (mask(np.abs(y + 0.31 - 0.6 * side * f["brow"] * u) - 0.045, np.abs(u) - 0.17), 0.65 * hair),
        ]
    u, end = x - 0.27 * turn, 0.27 + 0.09 * f["nose"]
    layers += [
        (0.6 * mask(np.abs(x - 0.3 * turn) - 0.035, -y, y - end), 0.7 * skin),
        (mask(oval(u, y - end, 0.115 + 0.03 * f["nose"], 0.05)), 0.6 * skin),
    ]
    u, e = x - 0.21 * turn, f["expression"]
    slope = -5.8 * e * u
    mouth = np.abs(y - 0.63 - 0.12 * e + 2.9 * e * u**2) / np.sqrt(1 + slope**2) - 0.045
    layers.append((mask(mouth, np.abs(u) - 0.27 - 0.04 * e), 0.18))
    image = np.full((ROWS, COLUMNS), 0.92)
    for share, colour in layers:
        image = (1 - share) * image + share * colour
    return image.ravel()


random = np.random.default_rng(1)
signed = dict(expression=1, pose=1, nose=1, faceWidth=1, brow=1.2, offsetX=0.1, offsetY=0.1)
faces = [{}, dict(expression=1), dict(expression=-0.7, pose=0.8, brow=-0.9), dict(hairLength=0, eyeOpening=0, skin=0)]
for _ in range(4):
    faces.append({name: random.uniform(-signed[name], signed[name]) if name in signed else random.uniform(0, 1) for name in USUAL})
print(json.dumps([dict(factors=face, pixels=[round(p, 9) for p in draw(face)]) for face in faces]))
