"""
Asks pyfolio and scipy what paths.test.ts expects: python paths_answers.py > paths-answers.json

pyfolio draws its cone; with so many samples it stands near where the moments of independent draws do.
"""
import json, sys, warnings
import numpy as np
from pyfolio import timeseries
from scipy import stats

warnings.simplefilter('ignore')
returns = [0.012, -0.008, 0.021, -0.015, 0.004, 0.017, -0.026, 0.009, 0.001, -0.003, 0.014, -0.011]
SAMPLES, DAYS = 200_000, 60
picks = np.random.default_rng(3).choice(returns, (SAMPLES, DAYS))
cone = timeseries.summarize_paths(picks, cone_std=(1.0, 1.5, 2.0), starting_value=1.0)
json.dump(dict(
    returns=returns, cone={str(k): list(cone[k]) for k in cone},
    ranks=[[x, stats.percentileofscore([1, 2, 2, 3, 5], x, 'mean') / 100] for x in (0, 1, 2, 2.5, 5, 6)],
), sys.stdout, indent=1)
