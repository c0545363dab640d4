"""Makes statistics_cases.json: intervals, tests and corrections of scipy and statsmodels.

    pip install scipy statsmodels numpy && python make_statistics_cases.py
"""
import json
import pathlib
import random

import numpy
import scipy
import scipy.stats
import statsmodels
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

HERE = pathlib.Path(__file__).parent
generator = random.Random(7)

wilson = []
for count, total in [(0, 1), (1, 1), (0, 20), (20, 20), (1, 10), (7, 13), (50, 100), (499, 500), (123, 4567), (12.5, 40)]:
    for confidence in [0.9, 0.95, 0.99]:
        lower, upper = proportion_confint(count, total, alpha=1 - confidence, method="wilson")
        wilson.append(dict(count=count, total=total, confidence=confidence, lower=float(lower), upper=float(upper)))

tests = []
for first, second in [(0, 0), (0, 1), (1, 1), (0, 5), (3, 3), (2, 9), (10, 25), (30, 30), (101, 140), (1000, 1100), (5000, 5200), (0, 1100)]:
    exact = 1.0 if first + second == 0 else float(mcnemar([[5, first], [second, 5]], exact=True).pvalue)
    smaller, total = min(first, second), first + second
    mid = 1.0 if total == 0 else float(2 * scipy.stats.binom.cdf(smaller, total, 0.5) - scipy.stats.binom.pmf(smaller, total, 0.5))
    tests.append(dict(first=first, second=second, exact=exact, mid=min(1.0, mid)))

holm = []
for size in [1, 2, 5, 9]:
    values = [round(generator.random() ** 3, 6) for _ in range(size)]
    holm.append(dict(p=values, adjusted=[float(p) for p in multipletests(values, method="holm")[1]]))
holm.append(dict(p=[0.01, 0.01, 0.04, 0.03], adjusted=[float(p) for p in multipletests([0.01, 0.01, 0.04, 0.03], method="holm")[1]]))

normal = [dict(share=p, quantile=float(scipy.stats.norm.ppf(p))) for p in [1e-12, 1e-6, 0.005, 0.025, 0.1, 0.5, 0.75, 0.975, 0.995, 0.9999]]

# The percentile bootstrap. `borders` are scipy's own, from other random numbers; `same` draws with
# SplitMix64 as the program does, and numpy's quantiles.
MASK = (1 << 64) - 1


def splitmix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


def same_draws(values, seed, count, confidence):
    numbers, size, means = splitmix(seed), len(values), []
    for _ in range(count):
        means.append(sum(values[(next(numbers) * size) >> 64] for _ in range(size)) / size)
    tail = (1 - confidence) / 2
    return [float(q) for q in numpy.quantile(means, [tail, 1 - tail])]


bootstrap = []
for size, confidence in [(2, 0.95), (12, 0.9), (40, 0.95), (150, 0.95)]:
    first = [float(generator.random() < 0.7) for _ in range(size)]
    second = [1.0 - value if generator.random() < 0.2 else value for value in first]
    if size == 40:
        first, second = [round(generator.gauss(3, 2), 3) for _ in first], [round(generator.gauss(2, 1), 3) for _ in first]
    difference = numpy.array(first) - numpy.array(second)
    scipys = scipy.stats.bootstrap((difference,), numpy.mean, confidence_level=confidence, n_resamples=50_000, method="percentile", random_state=1)
    bootstrap.append(dict(
        first=first, second=second, confidence=confidence, seed=size, resamples=500,
        same=same_draws([float(d) for d in difference], size, 500, confidence),
        borders=[float(scipys.confidence_interval.low), float(scipys.confidence_interval.high)]))

(HERE / "statistics_cases.json").write_text(json.dumps(dict(
    source=f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, numpy {numpy.__version__}, make_statistics_cases.py",
    wilson=wilson, mcnemar=tests, holm=holm, normal=normal, bootstrap=bootstrap,
    seeds=[dict(values=v, mean=float(numpy.mean(v)), deviation=float(numpy.std(v, ddof=1))) for v in [[1.0, 2.0], [70.1, 71.9, 71.75], [1e9, 1e9 + 1, 1e9 + 2]]],
), separators=(",", ":")) + "\n")
