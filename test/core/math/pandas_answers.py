"""Asks pandas what series.test.ts and frame.test.ts expect: python pandas_answers.py > pandas-answers.json"""
import json, sys, warnings
import numpy as np, pandas as pd
from scipy import stats
warnings.simplefilter('ignore')
nan = np.nan
rng = np.random.default_rng(7)
walk = np.round(100 * np.cumprod(1 + rng.normal(0, .02, 300)), 3)
holes = walk.copy(); holes[rng.integers(0, 300, 40)] = nan
SERIES = dict(empty=[], one=[3.5], missing=[nan], allMissing=[nan, nan, nan], plain=[1., 3., 2., 5., 4., 7., 6.], gaps=[nan, 2., nan, 4.5, nan, nan, -1., 8., nan],
              ties=[2., 1., 2., nan, 3., 1., 2., 0., -0.5], halves=[.5, 1.5, 2.5, -0.5, -2.5, 1.005, 12.345, 2.675], flat40=[92.479] * 40, flat120=[92.479] * 120, walk=walk.tolist(), holes=holes.tolist())
def plain(x):
    if isinstance(x, pd.Series): x = x.to_numpy()
    if isinstance(x, np.ndarray): return [plain(v) for v in x.tolist()]
    if isinstance(x, (bool, np.bool_)): return bool(x)
    x = float(x)
    return 'NaN' if x != x else 'Infinity' if x == np.inf else '-Infinity' if x == -np.inf else x
ONE = [('count', [], lambda s: s.count()), ('sum', [], lambda s: s.sum()), ('prod', [], lambda s: s.prod()), ('mean', [], lambda s: s.mean()), ('std', [], lambda s: s.std()), ('std', [0], lambda s: s.std(ddof=0)),
       ('var', [], lambda s: s.var()), ('min', [], lambda s: s.min()), ('max', [], lambda s: s.max()), ('median', [], lambda s: s.median()), ('any', [], lambda s: s.any()), ('all', [], lambda s: s.all()),
       *[('quantile', [q], lambda s, q=q: s.quantile(q)) for q in (0, .1, .25, .9, 1)]]
LABEL = [('idxmax', [], lambda s: s.idxmax()), ('idxmin', [], lambda s: s.idxmin())]
MANY = [*[(m, [n], lambda s, m=m, n=n: getattr(s, m)(n)) for m in ('diff', 'shift') for n in (1, 2, -1, -3)], *[('pctChange', [n], lambda s, n=n: s.pct_change(n)) for n in (1, 2, -1)],
        ('pctChange', [1, False], lambda s: s.pct_change(fill_method=None)), *[(m, [], lambda s, m=m: getattr(s, m)()) for m in ('cumsum', 'cumprod', 'cummax', 'cummin', 'abs', 'ffill', 'bfill', 'isna', 'notna')],
        ('ffill', [1], lambda s: s.ffill(limit=1)), ('bfill', [1], lambda s: s.bfill(limit=1)), ('fillna', [0], lambda s: s.fillna(0)), *[('round', [d], lambda s, d=d: s.round(d)) for d in (0, 2, -1)],
        ('clip', [-.25, 2.25], lambda s: s.clip(-.25, 2.25)), ('log', [], lambda s: np.log(s)), *[(m, [2], lambda s, m=m: getattr(s, m)(2)) for m in ('add', 'sub', 'mul', 'div', 'rsub', 'rdiv', 'pow', 'gt', 'ge', 'lt', 'le', 'eq', 'ne')],
        ('rank', [], lambda s: s.rank()), ('rank', [False], lambda s: s.rank(ascending=False)), ('rank', [True, True], lambda s: s.rank(pct=True)), ('dropna', [], lambda s: s.dropna()),
        ('nlargest', [3], lambda s: s.nlargest(3)), ('nsmallest', [3], lambda s: s.nsmallest(3)), ('sortValues', [], lambda s: s.sort_values()), ('sortValues', [False], lambda s: s.sort_values(ascending=False)),
        ('head', [3], lambda s: s.head(3)), ('tail', [3], lambda s: s.tail(3)), ('head', [-2], lambda s: s.head(-2)), ('slice', [1, -1], lambda s: s.iloc[1:-1])]
ROLL = [(w, m) for w, m in ((3, 3), (3, 1), (5, 2))]
EWM = [dict(span=3), dict(alpha=.3, adjust=False), dict(halflife=2), dict(com=1.5), dict(span=4, minPeriods=3)]
def answers(names, methods): return [dict(series=n, method=m, args=a, answer=plain(f(pd.Series(SERIES[n], dtype=float)))) for n in names for m, a, f in methods]
SMALL = [n for n in SERIES if n not in ('flat40', 'flat120', 'walk', 'holes')]
rolling = [dict(series=n, window=w, minPeriods=p, method=m, answer=plain(getattr(pd.Series(SERIES[n], dtype=float).rolling(w, min_periods=p), m)()))
           for n in ('empty', 'one', 'allMissing', 'plain', 'gaps', 'ties') for w, p in ROLL for m in ('sum', 'mean', 'std', 'var', 'min', 'max', 'median', 'count')]
ewm = [dict(series=n, decay=d, method=m, answer=plain(getattr(pd.Series(SERIES[n], dtype=float).ewm(**{('min_periods' if k == 'minPeriods' else k): v for k, v in d.items()}), m)()))
       for n in ('empty', 'one', 'allMissing', 'plain', 'gaps', 'ties') for d in EWM for m in ('mean', 'std', 'var')]
def S(n): return pd.Series(SERIES[n], dtype=float)
pairs = []
for a, b in (('plain', 'ties'), ('gaps', 'ties'), ('walk', 'holes'), ('one', 'one'), ('empty', 'empty'), ('plain', 'flat40'), ('gaps', 'missing')):
    x, y = S(a), S(b); i, j = x.align(y, join='inner'); k = i.notna() & j.notna()
    r = stats.linregress(i[k], j[k]) if k.sum() > 1 and i[k].nunique() > 1 else None
    pairs.append(dict(a=a, b=b, corr=plain(x.corr(y)), cov=plain(x.cov(y)), add=plain(x + y), gt=plain((i > j)), regression=None if r is None else [plain(v) for v in (r.slope, r.intercept, r.rvalue, r.stderr)]))
one, two = pd.Series([1., 2., 3.], index=['a', 'c', 'd']), pd.Series([10., 20., 30.], index=['d', 'b', 'a'])
aligned = dict(sub=plain(one - two), labels=list((one - two).index))
df = pd.DataFrame(dict(a=[1., nan, 3., 8.], b=[2., 2.5, 1., nan], c=[5., 5., 6., 7.]), index=['w', 'x', 'y', 'z'])
frame = {k: plain(getattr(df, k)()) for k in ('mean', 'std', 'var', 'sum', 'prod', 'min', 'max', 'median', 'count')}
frame |= {'acrossMean': plain(df.mean(axis=1)), 'acrossStd': plain(df.std(axis=1)), **{k: [plain(v[c]) for c in v] for k, v in dict(corr=df.corr(), cov=df.cov(), pctChange=df.pct_change(), diff=df.diff(-1), ffill=df.ffill(), dropna=df.dropna(), sub=df - df.mean(), transpose=df.T, rolling=df.rolling(2, min_periods=1).mean(), rank=df.rank(), div=df / df.iloc[0]).items()}}
days = pd.date_range('2020-01-02', periods=3)
texts = [dict(values=[plain(float(x)) for x in v], text=str(pd.Series(v, dtype=float, name=n)), name=n) for v, n in (([1.5, nan, 123.25], 'x'), ([], None), ([1e10, 1.123456789, -2], None), ([-1.5, 2.25], None), ([1., 2., nan], None), ([1234567.5, 2], None), ([1e-7, 1], None), ([1e6, 1.123456], None), ([np.inf, 1.5], None), ([.1 + .2, 100], 'y'), (np.arange(100.), None))]
out = dict(pandas=pd.__version__, series={k: [plain(float(x)) for x in v] for k, v in SERIES.items()}, reductions=answers(SERIES, ONE) + answers([n for n in SERIES if n not in ('empty', 'missing', 'allMissing')], LABEL),
           columns=answers(SMALL, MANY), rolling=rolling, ewm=ewm, pairs=pairs, aligned=aligned, frame=frame, texts=texts, frameText=str(df), dates=str(pd.DataFrame(dict(price=[1., 2, 3.5], volume=[100., 2000, nan]), index=days)))
json.dump(out, sys.stdout, separators=(',', ':'))
