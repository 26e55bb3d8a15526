"""Asks empyrical what statistics.test.ts expects: python empyrical_answers.py SPY_benchmark.csv > empyrical-answers.json"""
import csv, json, math, sys, warnings
import numpy as np
import pandas as pd
import empyrical as e
import importlib.metadata as about

warnings.simplefilter('ignore')
rows = list(csv.DictReader(open(sys.argv[1])))
spy = [float(row['return']) for row in rows]
random = np.random.default_rng(20)
nan = math.nan
noisy = list(random.normal(0.0005, 0.01, 300))
holes = [nan if i % 7 == 3 else x for i, x in enumerate(random.normal(0.0, 0.02, 60))]
market = list(random.normal(0.0003, 0.008, 300))
SERIES = {
    'nothing': ([], []),
    'one value': ([0.01], [0.02]),
    'two values': ([0.01, -0.02], [0.02, 0.01]),
    'only missing': ([nan, nan, nan], [0.01, 0.02, -0.01]),
    'one present of three': ([nan, 0.01, nan], [0.01, 0.02, -0.01]),
    'zeros': ([0.0] * 10, [0.01, -0.01] * 5),
    'constant gain': ([0.001] * 20, [0.002, -0.001] * 10),
    'constant loss': ([-0.003] * 20, [0.002, -0.001] * 10),
    'only gains': ([0.01, 0.02, 0.005, 0.03], [0.0, 0.01, -0.01, 0.02]),
    'only losses': ([-0.01, -0.02, -0.005, -0.03], [0.0, 0.01, -0.01, 0.02]),
    'falls from the start': ([-0.1, 0.02, 0.03, 0.02, 0.01], [0.01, 0.01, 0.02, -0.01, 0.0]),
    'falls and recovers': ([0.1, -0.2, 0.05, 0.3, -0.01, 0.02], [0.05, -0.1, 0.02, 0.1, 0.0, 0.01]),
    'everything lost': ([0.1, -1.0, 0.0, 0.0], [0.01, -0.02, 0.03, 0.0]),
    'more than everything lost': ([0.1, -1.5, 0.2, 0.1], [0.01, -0.02, 0.03, 0.0]),
    'flat benchmark': ([0.01, -0.01, 0.02, 0.0], [0.0, 0.0, 0.0, 0.0]),
    'missing in both': ([0.01, nan, 0.02, -0.01, 0.03], [0.02, 0.01, nan, -0.02, 0.01]),
    'random': (noisy, market),
    'random with holes': (holes, market[:60]),
    'twice the market': ([2 * x for x in market], market),
    'SPY in 2008 against the year after': (spy[3750:4000], spy[4000:4250]),
    'SPY, all of it': (spy, [0.5 * x + 0.0001 for x in reversed(spy)]),
}

def plain(x):
    x = float(x)
    return None if math.isnan(x) else x if math.isfinite(x) else 'inf' if x > 0 else '-inf'

def answers(returns, benchmark, year):
    r, b = np.array(returns, dtype=float), np.array(benchmark, dtype=float)
    return dict(
        totalReturn=e.cum_returns_final(r), annualReturn=e.annual_return(r, annualization=year),
        annualVolatility=e.annual_volatility(r, annualization=year), sharpeRatio=e.sharpe_ratio(r, annualization=year),
        downsideRisk=e.downside_risk(r, annualization=year), sortinoRatio=e.sortino_ratio(r, annualization=year),
        maxDrawdown=e.max_drawdown(r), calmarRatio=e.calmar_ratio(r, annualization=year),
        beta=e.beta(r, b), alpha=e.alpha(r, b, annualization=year))

def case(name, pair):
    whole = name == 'SPY, all of it'
    return dict(name=name, **({} if whole else dict(returns=[plain(x) for x in pair[0]], benchmark=[plain(x) for x in pair[1]])),
                answers={str(y): {k: plain(v) for k, v in answers(*pair, y).items()} for y in (252, 365)})

dated = pd.Series(spy, index=pd.to_datetime([row['date'] for row in rows]))
json.dump(dict(
    empyrical=about.version('empyrical-reloaded'),
    cases=[case(*item) for item in SERIES.items()],
    monthly={f'{y}-{m:02d}': plain(v) for (y, m), v in e.aggregate_returns(dated, 'monthly').items()},
    yearly={str(y): plain(v) for y, v in e.aggregate_returns(dated, 'yearly').items()},
), sys.stdout, separators=(',', ':'))
