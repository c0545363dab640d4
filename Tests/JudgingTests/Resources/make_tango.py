#!/usr/bin/env python3
"""Tango's score interval of a paired difference, without his closed form.

Writes tango.json. The likeliest share under a supposed difference is found by search, the borders
by root finding. Needs scipy.
"""
import json
import math
import pathlib

from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm


def score(b, c, n, difference):
    lower, upper = max(0.0, -difference), (1 - difference) / 2

    def unlikeliness(share):
        total = 0.0
        for count, p in (
            (b, share + difference), (c, share), (n - b - c, 1 - 2 * share - difference),
        ):
            if count:
                if p <= 0:
                    return 1e300
                total -= count * math.log(p)
        return total

    share = minimize_scalar(
        unlikeliness, bounds=(lower, upper), method="bounded", options={"xatol": 1e-13}
    ).x
    variance = n * (2 * share + difference - difference * difference)
    return (b - c - n * difference) / math.sqrt(variance) if variance > 0 else math.inf


def borders(b, c, n, confidence):
    z = norm.ppf((1 + confidence) / 2)
    value = (b - c) / n
    found = []
    for side in (-1, 1):
        distance = lambda x: abs(score(b, c, n, x)) - z
        start, end = value + side * 1e-9, side * (1 - 1e-9)
        found.append(
            side if abs(value) == 1 and value == side else brentq(distance, start, end, xtol=1e-13))
    return found


rows = []
for b, c, n in (
    (12, 2, 50), (6, 2, 10), (0, 0, 100), (3, 9, 200), (50, 50, 100), (10, 0, 10), (1, 0, 300),
    (0, 7, 40),
):
    for confidence in (0.95, 0.9):
        lower, upper = borders(b, c, n, confidence)
        rows.append(
            {"first": b, "second": c, "total": n, "confidence": confidence, "lower": lower,
             "upper": upper})
path = pathlib.Path(__file__).with_name("tango.json")
path.write_text(json.dumps(rows, indent=0) + "\n")
