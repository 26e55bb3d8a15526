"""
Asks empyrical and quantstats what returns.test.ts expects:

    python answers.py ../../../parity/data/csvdir/SPY_benchmark.csv > answers.json

with empyrical-reloaded, quantstats, scipy, pandas. Series are kept to ten digits, so that both sides read the same numbers.
"""
import csv, importlib.metadata as about, inspect, json, math, sys, warnings
import numpy as np
import pandas as pd
import scipy.stats
import empyrical as e
import quantstats.stats as q

warnings.simplefilter('ignore')
np.seterr(all='ignore')
rows = list(csv.DictReader(open(sys.argv[1])))
spy = [float(row['return']) for row in rows]
dates = [row['date'] for row in rows]
nan = math.nan
random = np.random.default_rng(20)
short = lambda values: [float(f'{x:.10g}') for x in values]
normal = lambda mean, sd, n: short(random.normal(mean, sd, n))
market = normal(0.0003, 0.008, 200)

def holes(values, every, first):
    return [nan if i % every == first else x for i, x in enumerate(values)]

def dated(date):
    return next(i for i, d in enumerate(dates) if d >= date)

SERIES = {
    'nothing': ([], []),
    'one value': ([0.01], [0.02]),
    'one loss': ([-0.01], [0.02]),
    'one missing value': ([nan], [0.01]),
    'two values': ([0.01, -0.02], [0.02, 0.01]),
    'two equal values': ([0.01, 0.01], [0.02, 0.01]),
    'three values': ([0.01, -0.02, 0.005], [0.02, 0.01, -0.01]),
    'four values': ([0.01, -0.02, 0.005, 0.02], [0.02, 0.01, -0.01, 0.03]),
    'only missing': ([nan, nan, nan], [0.01, 0.02, -0.01]),
    'one present of three': ([nan, 0.01, nan], [0.01, 0.02, -0.01]),
    'missing at the start': ([nan, nan, 0.01, -0.02, 0.03], [0.01, 0.02, -0.01, 0.02, 0.01]),
    'missing at the end': ([0.01, -0.02, 0.03, nan, nan], [0.01, 0.02, -0.01, 0.02, 0.01]),
    'zeros': ([0.0] * 10, [0.01, -0.01] * 5),
    'zeros but one': ([0.0] * 6 + [0.02] + [0.0] * 6, [0.01, -0.01] * 6 + [0.005]),
    'constant gain': ([0.001] * 20, [0.002, -0.001] * 10),
    'constant loss': ([-0.003] * 20, [0.002, -0.001] * 10),
    'constant against a constant': ([0.001] * 8, [0.002] * 8),
    'only gains': ([0.01, 0.02, 0.005, 0.03], [0.0, 0.01, -0.01, 0.02]),
    'only losses': ([-0.01, -0.02, -0.005, -0.03], [0.0, 0.01, -0.01, 0.02]),
    'falls from the start': ([-0.1, 0.02, 0.03, 0.02, 0.01], [0.01, 0.015, 0.02, -0.01, 0.0]),
    'falls and recovers': ([0.1, -0.2, 0.05, 0.3, -0.01, 0.02], [0.05, -0.1, 0.02, 0.1, 0.0, 0.01]),
    'never recovers': ([0.1, -0.2, 0.01, -0.1, 0.02, -0.05], [0.05, -0.1, 0.02, 0.1, 0.0, 0.01]),
    'everything lost': ([0.1, -1.0, 0.0, 0.0], [0.01, -0.02, 0.03, 0.0]),
    'more than everything lost': ([0.1, -1.5, 0.2, 0.1], [0.01, -0.02, 0.03, 0.0]),
    'flat benchmark': ([0.01, -0.01, 0.02, 0.0], [0.0, 0.0, 0.0, 0.0]),
    'rising benchmark': ([0.01, -0.01, 0.02, 0.0], [0.01, 0.02, 0.005, 0.03]),
    'falling benchmark': ([0.01, -0.01, 0.02, 0.0], [-0.01, -0.02, -0.005, -0.03]),
    'missing in both': ([0.01, nan, 0.02, -0.01, 0.03], [0.02, 0.01, nan, -0.02, 0.01]),
    'missing in the benchmark': ([0.01, 0.03, 0.02, -0.01, 0.03], [0.02, nan, nan, -0.02, 0.01]),
    'tiny': (normal(1e-7, 1e-6, 40), normal(0, 1e-6, 40)),
    'huge': (normal(0.1, 0.4, 40), normal(0, 0.3, 40)),
    'alternating': ([0.02, -0.015] * 20, [0.01, -0.01] * 20),
    'trending': (short(0.001 * i for i in range(-20, 20)), short(0.0005 * i for i in range(-20, 20))),
    'autocorrelated': (short(np.convolve(random.normal(0.0005, 0.01, 109), np.ones(10) / 10, 'valid')), market[:100]),
    'random': (normal(0.0005, 0.01, 200), market),
    'random with holes': (holes(normal(0.0, 0.02, 60), 7, 3), market[:60]),
    'random with holes in both': (holes(normal(0.0, 0.02, 60), 7, 3), holes(market[:60], 5, 1)),
    'twice the market': (short(2 * x for x in market), market),
    'against the market': (short(-x for x in market), market),
    'the market itself': (market, market),
    'the market and noise': (short(0.8 * x + y for x, y in zip(market, random.normal(0.0002, 0.003, 200))), market),
    'fat tails': (short(random.standard_t(3, 200) * 0.01), market),
    'skewed to gains': (short(random.exponential(0.01, 120) - 0.009), market[:120]),
    'skewed to losses': (short(0.009 - random.exponential(0.01, 120)), market[:120]),
    'sells insurance': (short(np.where(random.random(150) < 0.05, -0.04, 0.003)), market[:150]),
    'rarely in the market': (short(np.where(random.random(150) < 0.1, random.normal(0, 0.02, 150), 0.0)), market[:150]),
    'coin around the clock': (normal(0.001, 0.04, 150), normal(0.0005, 0.03, 150)),
    'a winner': (normal(0.003, 0.01, 120), market[:120]),
    'a loser': (normal(-0.003, 0.01, 120), market[:120]),
    'months of a fund': (normal(0.008, 0.03, 48), normal(0.006, 0.04, 48)),
}
# Stretches of SPY beside SPY a year later, by row: the test reads them from the same file.
WINDOWS = [(dated(f'{year}-01-01'), 252) for year in range(1995, 2013)] + [(0, len(rows) - 252), (1000, 21), (2000, 5)]
for at, n in WINDOWS:
    SERIES[f'SPY, {n} sessions from {dates[at]}'] = ([*spy[at:at + n]], [*spy[at + 252:at + 252 + n]], at)

def plain(x):
    x = float(x)
    return None if math.isnan(x) else x if math.isfinite(x) else 'inf' if x > 0 else '-inf'

def guarded(ask):
    """An exception of theirs says that the figure is not defined."""
    try:
        return plain(ask())
    except (ValueError, IndexError, ZeroDivisionError, TypeError):
        return None

def windowed(r, values):
    """The last window's; not defined where there is none."""
    return values[-1] if len(r) >= 5 else nan

def answers(r, b, year):
    s = pd.Series(r, index=pd.date_range('2020-01-01', periods=len(r)), dtype=float)
    m = pd.Series(b, index=s.index, dtype=float)
    asked = {
        # empyrical
        'totalReturn': lambda: e.cum_returns_final(r), 'annualReturn': lambda: e.annual_return(r, annualization=year),
        'lastCumulativeReturn': lambda: e.cum_returns(r, 100)[-1],
        'lastSimpleReturn': lambda: e.simple_returns(e.cum_returns(r, 100))[-1],
        'annualVolatility': lambda: e.annual_volatility(r, annualization=year),
        'annualVolatilityAlpha3': lambda: e.annual_volatility(r, alpha=3.0, annualization=year),
        'sharpeRatio': lambda: e.sharpe_ratio(r, annualization=year),
        'sharpeRatioOverRiskFree': lambda: e.sharpe_ratio(r, risk_free=0.0001, annualization=year),
        'downsideRisk': lambda: e.downside_risk(r, annualization=year),
        'downsideRiskRequired': lambda: e.downside_risk(r, required_return=0.0002, annualization=year),
        'sortinoRatio': lambda: e.sortino_ratio(r, annualization=year),
        'sortinoRatioRequired': lambda: e.sortino_ratio(r, required_return=0.0002, annualization=year),
        'maxDrawdown': lambda: e.max_drawdown(r), 'calmarRatio': lambda: e.calmar_ratio(r, annualization=year),
        'omegaRatio': lambda: e.omega_ratio(r, annualization=year),
        'omegaRatioRequired': lambda: e.omega_ratio(r, risk_free=0.0001, required_return=0.05, annualization=year),
        'stability': lambda: e.stability_of_timeseries(r), 'tailRatio': lambda: e.tail_ratio(r),
        'valueAtRisk': lambda: e.value_at_risk(r), 'valueAtRisk1': lambda: e.value_at_risk(r, 0.01),
        'conditionalValueAtRisk': lambda: e.conditional_value_at_risk(r),
        'conditionalValueAtRisk1': lambda: e.conditional_value_at_risk(r, 0.01),
        'skewness': lambda: scipy.stats.skew(r, nan_policy='omit'),
        'excessKurtosis': lambda: scipy.stats.kurtosis(r, nan_policy='omit'),
        'beta': lambda: e.beta(r, b), 'alpha': lambda: e.alpha(r, b, annualization=year),
        'alphaOverRiskFree': lambda: e.alpha(r, b, risk_free=0.0001, annualization=year),
        'informationRatio': lambda: e.excess_sharpe(r, b),
        'upAlpha': lambda: e.up_alpha_beta(r, b, annualization=year)[0], 'upBeta': lambda: e.up_alpha_beta(r, b)[1],
        'downAlpha': lambda: e.down_alpha_beta(r, b, annualization=year)[0], 'downBeta': lambda: e.down_alpha_beta(r, b)[1],
        'battingAll': lambda: e.batting_average(r, b).iloc[0], 'battingUp': lambda: e.batting_average(r, b).iloc[1],
        'battingDown': lambda: e.batting_average(r, b).iloc[2], 'betaFragility': lambda: e.beta_fragility_heuristic_aligned(r, b),
    }
    for i, name in enumerate(['threshold', 'scale', 'shape', 'valueAtRisk', 'expectedShortfall']):
        asked[f'pareto {name}'] = lambda i=i: e.gpd_risk_estimates_aligned(r, 0.01)[i]
    for name, mine in {'roll annualVolatility': e.roll_annual_volatility, 'roll sharpeRatio': e.roll_sharpe_ratio,
                       'roll sortinoRatio': e.roll_sortino_ratio, 'roll maxDrawdown': e.roll_max_drawdown}.items():
        more = {} if name == 'roll maxDrawdown' else {'annualization': year}
        asked[name] = lambda mine=mine, more=more: windowed(r, mine(r, window=5, **more))
    for name, mine in {'roll beta': e.roll_beta_aligned, 'roll alpha': lambda *a, **k: e.roll_alpha_aligned(*a, annualization=year, **k)}.items():
        asked[name] = lambda mine=mine: windowed(r, mine(r, b, window=5))
    asked['roll alphaBeta'] = lambda: windowed(r, e.roll_alpha_beta_aligned(r, b, window=5, annualization=year)[:, 0])
    asked['cumulativeReturns'] = lambda: np.nansum(e.cum_returns(r)) if len(r) else nan
    for period in ('weekly', 'monthly', 'quarterly', 'yearly'):
        asked[f'last {period}'] = lambda period=period: e.aggregate_returns(s.fillna(0), period).iloc[-1]
    if year == 252:  # what counts 252 sessions whatever it is told
        asked |= {
            'capture': lambda: e.capture(r, b), 'upCapture': lambda: e.up_capture(r, b),
            'downCapture': lambda: e.down_capture(r, b), 'upDownCapture': lambda: e.up_down_capture(r, b),
            'roll upCapture': lambda: windowed(r, e.roll_up_capture(r, b, window=5)),
            'roll downCapture': lambda: windowed(r, e.roll_down_capture(r, b, window=5)),
            'roll upDownCapture': lambda: windowed(r, e.roll_up_down_capture(r, b, window=5)),
        }
    # quantstats; what it makes of nothing at all, or of rounding noise in a constant series, is not asked
    observed = s.dropna()
    if len(observed) > 1 and observed.min() != observed.max():
        asked |= {
            'geometricMean': lambda: q.expected_return(s), 'averageReturn': lambda: q.avg_return(s),
            'averageWin': lambda: q.avg_win(s), 'averageLoss': lambda: q.avg_loss(s), 'winRate': lambda: q.win_rate(s),
            'payoffRatio': lambda: q.payoff_ratio(s), 'profitRatio': lambda: q.profit_ratio(observed),
            'profitFactor': lambda: q.profit_factor(s), 'cpcIndex': lambda: q.cpc_index(s),
            'commonSenseRatio': lambda: q.common_sense_ratio(s), 'outlierWinRatio': lambda: q.outlier_win_ratio(s),
            'outlierLossRatio': lambda: q.outlier_loss_ratio(s), 'kellyCriterion': lambda: q.kelly_criterion(s),
            'riskOfRuin': lambda: q.risk_of_ruin(s), 'consecutiveWins': lambda: q.consecutive_wins(s),
            'consecutiveLosses': lambda: q.consecutive_losses(s), 'autocorrelationPenalty': lambda: q.autocorr_penalty(s),
            'smartSharpe': lambda: q.smart_sharpe(s, periods=year), 'riskReturnRatio': lambda: q.risk_return_ratio(s),
            'sampleSkewness': lambda: q.skew(s), 'sampleExcessKurtosis': lambda: q.kurtosis(s),
            'recoveryFactor': lambda: q.recovery_factor(s), 'ulcerIndex': lambda: q.ulcer_index(s),
            'ulcerPerformance': lambda: q.ulcer_performance_index(s), 'serenityIndex': lambda: q.serenity_index(s),
            'parametricValueAtRisk': lambda: q.value_at_risk(s), 'parametricConditionalValueAtRisk': lambda: q.cvar(s),
            'probabilisticSharpe': lambda: q.probabilistic_sharpe_ratio(observed),
            'logReturnDeviation': lambda: q.implied_volatility(s, annualize=False),
            'gainToPain': lambda: q.gain_to_pain_ratio(s),
        }
        prices = pd.Series(e.cum_returns(np.nan_to_num(r), 100), index=s.index)
        ranks, above, below = q.pct_rank(prices, 5) / 100, q.outliers(s), q.remove_outliers(s)
        asked |= {
            'comp': lambda: q.comp(s), 'compsum': lambda: q.compsum(s).sum(), 'best': lambda: q.best(s), 'worst': lambda: q.worst(s),
            'sharpe': lambda: q.sharpe(s, periods=year), 'volatility': lambda: q.volatility(s, periods=year),
            'omega': lambda: q.omega(observed, periods=year), 'max_drawdown': lambda: q.max_drawdown(observed),
            'to_drawdown_series': lambda: q.to_drawdown_series(s).sum(), 'exposure': lambda: q.exposure(s), 'tail_ratio': lambda: q.tail_ratio(s),
            'outliers': lambda: above.sum(), 'outliers, number': lambda: len(above), 'remove_outliers': lambda: below.sum(),
            'remove_outliers, number': lambda: len(below), 'pct_rank': lambda: ranks.sum(), 'pct_rank, last': lambda: ranks.iloc[-1],
            'probabilistic_sharpe_ratio, smart': lambda: q.probabilistic_sharpe_ratio(observed, smart=True),
            'rolling_sharpe': lambda: q.rolling_sharpe(observed, rolling_period=5, periods_per_year=year).iloc[-1],
            'rolling_volatility': lambda: q.rolling_volatility(observed, rolling_period=5, periods_per_year=year).iloc[-1],
        }
        if (observed[-5:] < 0).any():
            asked['rolling_sortino'] = lambda: q.rolling_sortino(observed, rolling_period=5, periods_per_year=year).iloc[-1]
        if q.comp(observed) > -1:  # a power of what is less than nothing: quantstats answers NaN, empyrical not always
            asked |= {'cagr': lambda: q.cagr(observed, periods=year), 'rar': lambda: q.rar(observed, periods=year)}
            if q.to_drawdown_series(observed).min() < 0:
                asked['calmar'] = lambda: q.calmar(observed, periods=year)
        if (observed < 0).any():  # quantstats answers NaN, empyrical infinity, where nothing was lost
            asked |= {'smartSortino': lambda: q.smart_sortino(s, periods=year), 'adjustedSortino': lambda: q.adjusted_sortino(s, periods=year),
                      'sortino': lambda: q.sortino(s, periods=year), 'adjusted_sortino, smart': lambda: q.adjusted_sortino(s, periods=year, smart=True),
                      'probabilistic_sortino_ratio': lambda: q.probabilistic_sortino_ratio(observed),
                      'probabilistic_sortino_ratio, smart': lambda: q.probabilistic_sortino_ratio(observed, smart=True),
                      'probabilistic_adjusted_sortino_ratio': lambda: q.probabilistic_adjusted_sortino_ratio(observed),
                      'probabilistic_adjusted_sortino_ratio, smart': lambda: q.probabilistic_adjusted_sortino_ratio(observed, smart=True)}
        pairs = pd.DataFrame({'r': s, 'm': m}).dropna()
        if len(pairs) > 2 and pairs['m'].min() != pairs['m'].max() and pairs['r'].min() != pairs['r'].max():
            asked |= {
                'rSquared': lambda: q.r_squared(s, m), 'treynorRatio': lambda: q.treynor_ratio(s, m),
                'arithmeticAlpha': lambda: q.greeks(s, m, periods=year)['alpha'], 'greeks, beta': lambda: q.greeks(s, m)['beta'],
            }
            if (pairs['r'] - pairs['m']).std() > 1e-12:
                asked['information_ratio'] = lambda: q.information_ratio(s, m)
            if len(pairs) == len(s) and pairs[-5:].std().min() > 1e-9:
                asked |= {
                    'rolling_greeks, beta': lambda: q.rolling_greeks(s, m, 5)['beta'].iloc[-1],
                    'rolling_greeks, alpha': lambda: q.rolling_greeks(s, m, 5)['alpha'].iloc[-1],
                    'compare': lambda: q.compare(s, m, 'eom')['Multiplier'].sum(), 'compare, won': lambda: (q.compare(s, m, 'eom')['Won'] == '+').sum(),
                }
    return {name: guarded(ask) for name, ask in asked.items()}

def case(name, value):
    r, b = (np.array(x, dtype=float) for x in value[:2])
    given = dict(row=value[2], length=len(r)) if len(value) > 2 else dict(returns=[plain(x) for x in r], benchmark=[plain(x) for x in b])
    of = answers(r, b, 252)
    return dict(name=name, **given, answers={'252': of, '365': {k: v for k, v in answers(r, b, 365).items() if v != of[k]}})

def windows():
    r, b = np.array(spy[3700:3860]), np.array(spy[3952:4112])
    asked = {
        'annualVolatility': e.roll_annual_volatility(r, window=21), 'sharpeRatio': e.roll_sharpe_ratio(r, window=21),
        'sortinoRatio': e.roll_sortino_ratio(r, window=21), 'downsideRisk': [e.downside_risk(r[i:i + 21]) for i in range(140)],
        'maxDrawdown': e.roll_max_drawdown(r, window=21), 'annualReturn': [e.cagr(r[i:i + 21]) for i in range(140)],
        'beta': e.stats.roll_beta(r, b, window=21), 'alpha': e.stats.roll_alpha(r, b, window=21),
        'upDownCapture': e.stats.roll_up_down_capture(r, b, window=21),
        'upCapture': e.roll_up_capture(r, b, window=21), 'downCapture': e.roll_down_capture(r, b, window=21),
        'informationRatio': [e.excess_sharpe(r[i:i + 21], b[i:i + 21]) for i in range(140)],
    }
    return dict(row=3700, length=160, window=21, answers={k: [plain(x) for x in v] for k, v in asked.items()})

series = pd.Series(spy, index=pd.to_datetime(dates))
key = dict(weekly=lambda k: f'{k[0]}-W{k[1]:02d}', monthly=lambda k: f'{k[0]}-{k[1]:02d}', quarterly=lambda k: f'{k[0]}-Q{k[1]}',
           yearly=lambda k: str(k[0] if isinstance(k, tuple) else k))
def public(module):
    return sorted(name for name, f in vars(module).items() if inspect.isfunction(f) and not name.startswith('_') and f.__module__.startswith(('empyrical', module.__name__)))

json.dump(dict(
    names=dict(empyrical=public(e), quantstats=[name for name in public(q) if name not in ('safe_concat', 'safe_resample', 'validate_input', 'warn')]),
    versions={name: about.version(name) for name in ('empyrical-reloaded', 'quantstats', 'scipy', 'pandas')},
    cases=[case(*item) for item in SERIES.items()],
    rolling=windows(),
    periods={p: {key[p](k): plain(v) for k, v in e.aggregate_returns(series, p).items()} for p in key},
), sys.stdout, separators=(',', ':'))
