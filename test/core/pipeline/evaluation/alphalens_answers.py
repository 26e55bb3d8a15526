"""What alphalens-reloaded 0.5.1 says of random factors: python alphalens_answers.py OUT.json.gz

Prices and factors are random walks and noise of a few seeds, with ties, gaps, late listings, delistings, missing groups and an outlier. Each
case is one set of options; the test computes the same from the same inputs."""
import gzip, io, json, sys, warnings, contextlib
warnings.filterwarnings('ignore')
import numpy as np, pandas as pd
from alphalens import performance as perf, plotting, utils

def market(seed, sessions=70, assets=24):
    rng = np.random.default_rng(seed)
    days = pd.bdate_range('2021-01-04', periods=sessions + 3)
    days = days.drop(days[[9, 30, 31]])                       # holidays
    names = [f'A{i:02d}' for i in range(assets)]
    steps = rng.normal(0.0003, 0.02, (sessions, assets))
    prices = pd.DataFrame(np.round(50 * np.exp(np.cumsum(steps, axis=0)), 4), index=days, columns=names)
    prices.iloc[:12, 1] = np.nan                              # listed later
    prices.iloc[45:, 2] = np.nan                              # gone: its last price stays
    for i, j in zip(rng.integers(1, sessions, 25), rng.integers(3, assets, 25)): prices.iloc[i, j] = np.nan
    prices.iloc[20, 5] *= 300                                 # an error of the data
    factor = pd.DataFrame(np.round(rng.normal(size=(sessions, assets)), 3), index=days, columns=names)
    factor = factor.ewm(alpha=0.4).mean().round(3) + np.round(8 * steps, 1) * 0.5     # knows a little, and has ties
    factor = factor.round(3)
    for i, j in zip(rng.integers(0, sessions, 60), rng.integers(0, assets, 60)): factor.iloc[i, j] = np.nan
    factor.iloc[:, 7] = factor.iloc[:, 6]
    factor.iloc[40, :] = 0.5                                  # a session that cannot be parted
    groups = pd.DataFrame(np.tile(np.array(['energy', 'banks', 'chips'])[np.arange(assets) % 3], (sessions, 1)), index=days, columns=names)
    groups.iloc[50:, 3] = 'banks'                             # changes its group
    return prices, factor.iloc[5:], groups

CASES = {
    'plain': dict(seed=11, periods=(1, 5, 10), make=dict(quantiles=5)),
    'deciles': dict(seed=12, periods=(1, 3), make=dict(quantiles=10, filter_zscore=None)),
    'shares': dict(seed=13, periods=(2, 7), make=dict(quantiles=[0, .1, .5, .9, 1.])),
    'bins': dict(seed=14, periods=(1, 4), make=dict(quantiles=None, bins=4)),
    'edges': dict(seed=15, periods=(1, 4), make=dict(quantiles=None, bins=[-1.5, -0.5, 0, 0.75, 2])),
    'zero_aware': dict(seed=16, periods=(1, 2), make=dict(quantiles=4, zero_aware=True)),
    'zero_aware_bins': dict(seed=16, periods=(1, 2), make=dict(quantiles=None, bins=6, zero_aware=True)),
    'groups': dict(seed=17, periods=(1, 5), group=True, make=dict(quantiles=3)),
    'neutral': dict(seed=18, periods=(1, 5), group=True, neutral=True, make=dict(quantiles=3, binning_by_group=True)),
    'long_only': dict(seed=19, periods=(1, 5), long_short=False, make=dict(quantiles=4)),
    'equal': dict(seed=20, periods=(1, 6), equal=True, make=dict(quantiles=5)),
    'equal_neutral': dict(seed=21, periods=(1, 6), group=True, neutral=True, equal=True, make=dict(quantiles=2)),
    'equal_long': dict(seed=22, periods=(1,), equal=True, long_short=False, make=dict(quantiles=2)),
    'filtered': dict(seed=23, periods=(1, 2), make=dict(quantiles=5, filter_zscore=2)),
}
DECAY = 6

def plain(x):
    if isinstance(x, pd.DataFrame): return {str(c): plain(x[c]) for c in x.columns}
    values = x.to_numpy() if isinstance(x, pd.Series) else np.asarray(x)
    return [None if pd.isna(v) else float(v) for v in values]

def wide(frame, dates):
    """quantile -> values by session"""
    return {str(int(q)): plain(frame.xs(q, level='factor_quantile').reindex(dates)) for q in frame.index.get_level_values('factor_quantile').unique()}

def ask(seed, periods, make, group=False, neutral=False, long_short=True, equal=False):
    prices, factor, groups = market(seed)
    stacked = factor.stack(future_stack=True); stacked.index.names = ['date', 'asset']
    by = groups.loc[factor.index].stack(future_stack=True) if group else None
    if by is not None: by.index.names = ['date', 'asset']
    with contextlib.redirect_stdout(io.StringIO()): data = utils.get_clean_factor_and_forward_returns(stacked, prices, groupby=by, periods=periods, max_loss=.9, **make)
    cols = [f'{p}D' for p in periods]; base = cols[0]
    ic = perf.factor_information_coefficient(data, group_adjust=neutral); dates = ic.index
    mean, err = perf.mean_return_by_quantile(data, demeaned=long_short, group_adjust=neutral)
    day, day_err = perf.mean_return_by_quantile(data, by_date=True, demeaned=long_short, group_adjust=neutral)
    rate, rate_day = (m.apply(utils.rate_of_return, axis=0, base_period=base) for m in (mean, day))
    q = data['factor_quantile']
    spread, spread_err = perf.compute_mean_returns_spread(rate_day, q.max(), q.min(), std_err=day_err.apply(utils.std_conversion, axis=0, base_period=base))
    returns = perf.factor_returns(data, long_short, neutral, equal)
    out = dict(
        sessions=[d.strftime('%Y-%m-%d') for d in dates], rows=len(data), quantile=plain(q), forward=plain(data[cols]),
        statistics=plain(plotting.plot_quantile_statistics_table(data, return_df=True)),
        ic=plain(ic), information=plain(plotting.plot_information_table(ic, return_df=True).T),
        monthly=plain(ic.groupby(ic.index.strftime('%Y-%m')).mean()), months=sorted(set(ic.index.strftime('%Y-%m'))),
        returns=plain(returns), alpha_beta=plain(perf.factor_alpha_beta(data, returns, long_short, neutral, equal)),
        mean=plain(mean), error=plain(err), rate=plain(rate), mean_by_date={c: wide(day[c], dates) for c in cols}, error_by_date={c: wide(day_err[c], dates) for c in cols},
        spread=plain(spread.reindex(dates)), spread_error=plain(spread_err.reindex(dates)),
        turnover={c: {str(int(x)): plain(perf.quantile_turnover(q, x, p).reindex(dates)) for x in sorted(q.unique())} for c, p in zip(cols, periods)},
        autocorrelation={c: plain(perf.factor_rank_autocorrelation(data, p).reindex(dates)) for c, p in zip(cols, periods)})
    if '1D' in cols: out['cumulative'] = plain(perf.cumulative_returns(returns['1D']))
    if group:
        g, _ = perf.mean_return_by_quantile(data, by_group=True, demeaned=long_short, group_adjust=neutral)
        out['group_mean'] = {n: plain(g.xs(n, level='group')) for n in sorted(data['group'].unique())}
        out['group_ic'] = {n: plain(perf.mean_information_coefficient(data, neutral, by_group=True).loc[n]) for n in sorted(data['group'].unique())}
    options = {k: v for k, v in dict(make, group=group, neutral=neutral, long_short=long_short, equal=equal, periods=periods).items()}
    horizons = range(1, DECAY + 1)
    ahead = [{}, {}]
    for k, cumulative in enumerate((True, False)):
        with contextlib.redirect_stdout(io.StringIO()): far = utils.get_clean_factor_and_forward_returns(stacked, prices, groupby=by, periods=horizons, max_loss=.99, cumulative_returns=cumulative, **make)
        ahead[k] = far
    joint = ahead[0].index.intersection(ahead[1].index)
    decay = None
    if len(joint) == len(ahead[0]) == len(ahead[1]):
        fic = perf.factor_information_coefficient(ahead[0], group_adjust=neutral)
        m, _ = perf.mean_return_by_quantile(ahead[0], demeaned=long_short, group_adjust=neutral)
        decay = dict(ic=plain(fic.mean()), single=plain(perf.factor_information_coefficient(ahead[1], group_adjust=neutral).mean()), mean=plain(m),
                     autocorrelation=[float(perf.factor_rank_autocorrelation(ahead[0], h).mean()) for h in horizons])
    return dict(options=options, answers=out, decay=decay, prices=dict(sessions=[d.strftime('%Y-%m-%d') for d in prices.index], values=plain(prices)), factor=plain(factor), first=5, groups={c: list(groups[c][5:]) for c in groups.columns})

if __name__ == '__main__':
    answers = {name: ask(**case) for name, case in CASES.items()}
    with open(sys.argv[1], 'wb') as f: f.write(gzip.compress(json.dumps(answers).encode(), mtime=0))
    print({n: (a['answers']['rows'], a['decay'] is not None) for n, a in answers.items()})
