"""
What figures.test.ts expects of every figure that the report of run.ts names, worked out from the record of the run alone by pandas, numpy,
scipy, empyrical and quantstats, and by the formulas of docs/analytics.md:

    python figures.py record.json > figures.json

Names are those of the report's JSON: headline/LABEL, trust/LABEL, BLOCK/LABEL of figures, BLOCK/COLUMN of tables, BLOCK/SERIES of charts,
BLOCK of bars, scatters, matrices and months. null: not defined.
"""
import itertools, json, math, sys, warnings
from collections import Counter, defaultdict
import numpy as np
import pandas as pd
from scipy import optimize, stats
import empyrical as e
import quantstats.stats as q

warnings.simplefilter('ignore')
np.seterr(all='ignore')
run = json.load(open(sys.argv[1]))
YEAR, WINDOW, CAPITAL = 252, 63, run['capital']
days = pd.to_datetime(run['sessions'])
n = len(days)
value = np.array(run['value'])
r = pd.Series(value / np.r_[CAPITAL, value[:-1]] - 1, index=days)
b = pd.Series(run['benchmark'], index=days)
symbols = list(run['bars'])
bars = {s: pd.DataFrame(run['bars'][s]) for s in symbols}
fills, orders, flows, split = run['fills'], run['orders'], run['flows'], run['split']
held = [{s: (amount, price) for s, amount, price in row} for row in run['positions']]
out = {}

def put(block, **columns):
    for name, values in columns.items():
        out[f'{block}/{name}'] = values

def rows(block, columns, table):
    for i, name in enumerate(columns):
        if name is not None:
            out[f'{block}/{name}'] = [row[i] for row in table]

# --- returns -----------------------------------------------------------------------------------------------------------------------------

def months_of(x, p):
    return e.aggregate_returns(x, p)

def falls(x):
    """Stretches under water: peak, trough, recovery (rows; -1 is the start, None not yet), depth."""
    wealth = np.r_[1, (1 + x).cumprod()]
    found, top, low = [], 0, None
    for i in range(1, len(wealth)):
        if wealth[i] >= wealth[top]:
            if low is not None: found.append((top - 1, low - 1, i - 1, wealth[low] / wealth[top] - 1))
            top, low = i, None
        elif low is None or wealth[i] < wealth[low]: low = i
    if low is not None: found.append((top - 1, low - 1, None, wealth[low] / wealth[top] - 1))
    return found

def length_of(fall, sessions=n):
    return (sessions - 1 if fall[2] is None else fall[2]) - fall[0]

def figures_of(x):
    month, year = months_of(x, 'monthly'), months_of(x, 'yearly')
    return {
        'Total return': e.cum_returns_final(x), 'Annual return': e.annual_return(x), 'Mean session': q.expected_return(x),
        'Best session': x.max(), 'Worst session': x.min(), 'Best month': month.max(), 'Worst month': month.min(),
        'Best year': year.max(), 'Worst year': year.min(),
        'Volatility': e.annual_volatility(x), 'Downside risk': e.downside_risk(x), 'Maximum drawdown': e.max_drawdown(x),
        'Longest drawdown': max(length_of(one, len(x)) for one in falls(x)), 'Ulcer index': q.ulcer_index(x),
        'Value at risk': e.value_at_risk(x), 'Expected shortfall': e.conditional_value_at_risk(x),
        'Skewness': stats.skew(x), 'Excess kurtosis': stats.kurtosis(x), 'Tail ratio': e.tail_ratio(x),
        'Sharpe ratio': e.sharpe_ratio(x), 'Smart Sharpe': q.smart_sharpe(x),
        'Probabilistic Sharpe': q.probabilistic_sharpe_ratio(x), 'Sortino ratio': e.sortino_ratio(x),
        'Calmar ratio': e.calmar_ratio(x), 'Omega ratio': e.omega_ratio(x), 'Gain to pain': q.gain_to_pain_ratio(x),
        'Ulcer performance': q.ulcer_performance_index(x), 'Serenity index': q.serenity_index(x),
        'Recovery factor': q.recovery_factor(x), 'Stability': e.stability_of_timeseries(x),
        'Winning sessions': q.win_rate(x), 'Winning months': q.win_rate(month), 'Average win': q.avg_win(x),
        'Average loss': q.avg_loss(x), 'Payoff ratio': q.payoff_ratio(x), 'Profit factor': q.profit_factor(x),
        'Common sense ratio': q.common_sense_ratio(x), 'Kelly criterion': q.kelly_criterion(x),
        'Wins in a row': q.consecutive_wins(x), 'Losses in a row': q.consecutive_losses(x),
    }

own, other = figures_of(r), figures_of(b)
put('statistics', **{name: [own[name], other[name]] for name in own})

def beside(x, m):
    return {
        'Ahead of the benchmark': e.cum_returns_final(x) - e.cum_returns_final(m), 'Alpha': e.alpha(x, m), 'Beta': e.beta(x, m),
        'Correlation²': q.r_squared(x, m), 'Information ratio': e.excess_sharpe(x, m) * math.sqrt(YEAR),
        'Tracking error': (x - m).std() * math.sqrt(YEAR), 'Treynor ratio': q.treynor_ratio(x, m),
        'Up capture': e.up_capture(x, m), 'Down capture': e.down_capture(x, m), 'Batting average': e.batting_average(x, m).iloc[0],
    }

put('statistics', **{name: [figure] for name, figure in beside(r, b).items()})
put('headline', **{
    'End value': value[-1], 'Total return': own['Total return'], 'Annual return': own['Annual return'], 'MKT': other['Total return'],
    'Max drawdown': own['Maximum drawdown'], 'Volatility': own['Volatility'], 'Sharpe ratio': own['Sharpe ratio'],
})

# Trust: Bailey and López de Prado 2012 and 2014.
sharpe, skew, kurtosis = r.mean() / r.std(), r.skew(), r.kurtosis() + 3
spread = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe ** 2
psr = lambda against: stats.norm.cdf((sharpe - against) * math.sqrt(n - 1) / math.sqrt(spread))
trials = run['trials']
N, known, EULER = len(trials['sharpes']), [x for x in trials['sharpes'] if x is not None], 0.5772156649015329
best_by_luck = np.std(known, ddof=1) * ((1 - EULER) * stats.norm.ppf(1 - 1 / N) + EULER * stats.norm.ppf(1 - 1 / (N * math.e)))
unsure = [event['data']['difference'] for event in run['events'] if event['kind'] == 'ambiguous']
low, high = value[-1] + sum(x for x in unsure if x < 0), value[-1] + sum(x for x in unsure if x >= 0)
put('trust', **{
    'Probabilistic Sharpe': psr(0),
    'Minimum track record': 'never' if sharpe <= 0 else math.ceil(1 + spread * (stats.norm.ppf(0.95) / sharpe) ** 2),
    'Deflated Sharpe': psr(best_by_luck), 'Probability of overfitting': trials['overfitting']['probability'],
    'Holdout': 'seen once', 'End value between': f'{low:,.2f} and {high:,.2f}',
})

# Charts.
def drawdown_line(x):
    wealth = np.r_[1, (1 + x).cumprod()]
    return list((wealth / np.maximum.accumulate(wealth) - 1)[1:])

matched = b * r.std() / b.std()
grown = lambda x: list(CAPITAL * (1 + x).cumprod())
put('equity', **{'Strategy': list(value), 'MKT': grown(b), 'MKT at the strategy’s volatility': grown(matched)})
put('drawdown', Strategy=drawdown_line(r), MKT=drawdown_line(b))
rolled = lambda x, f: [None] * (WINDOW - 1) + [f(x.iloc[i:i + WINDOW]) for i in range(n - WINDOW + 1)]
for block, figure in dict(volatility=e.annual_volatility, sharpe=e.sharpe_ratio, sortino=e.sortino_ratio).items():
    put(block, Strategy=rolled(r, figure), MKT=rolled(b, figure))
put('beta', Beta=rolled(r, lambda part: e.beta(part, b[part.index])))
traded = np.zeros(n)
for fill in fills: traded[fill['row']] += abs(fill['amount'] * fill['price'])
turnover = pd.Series(traded / 2 / value)
put('turnover', Turnover=[None if math.isnan(x) else x for x in turnover.rolling(WINDOW).mean() * YEAR])

month = months_of(r, 'monthly')
out['months'] = [[[month.get((y, m)) for m in range(1, 13)], months_of(r, 'yearly')[y]] for y in sorted(set(days.year))]
out['years'] = list(months_of(r, 'yearly'))
low, high = np.quantile(r, [0.01, 0.99])
rough = (high - low) / max(8, min(30, math.ceil(math.sqrt(n) * 1.5)))
power = 10 ** math.floor(math.log10(rough))
width = next(d for d in (1, 2, 5, 10) if d * power >= rough) * power
first, last = math.floor(low / width), math.floor(high / width)
counted = Counter(min(last, max(first, math.floor(x / width))) for x in r)
out['distribution'] = [counted[i] for i in range(first, last + 1)]
out['normal'] = [[r.mean() + r.std() * stats.norm.ppf(p / 100), np.quantile(r, p / 100)] for p in range(1, 100)]

table = []
for period in ('session', 'weekly', 'monthly', 'quarterly', 'yearly'):
    x = np.array(r if period == 'session' else months_of(r, period))
    if len(x) < 5: continue
    a, c = np.quantile(x, [0.25, 0.75])
    outside = int(((x < a - 1.5 * (c - a)) | (x > c + 1.5 * (c - a))).sum())
    table.append([len(x), *np.quantile(x, [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]), outside])
rows('quantiles', ['Number', 'Lowest', '5 %', '25 %', 'Median', '75 %', '95 %', 'Highest', 'Outliers'], table)
boxes = []
for x in (r, months_of(r, 'weekly'), months_of(r, 'monthly')):
    x = np.sort(x)
    if len(x) < 12: continue
    first, middle, third = np.quantile(x, [0.25, 0.5, 0.75])
    inside = (x >= first - 1.5 * (third - first)) & (x <= third + 1.5 * (third - first))
    boxes.append([[x[inside][0], first, middle, third, x[inside][-1]], list(x[~inside])])
out['boxes'] = boxes
deepest = sorted(falls(r), key=lambda one: one[3])[:10]
rows('drawdowns', ['Rank', 'Depth', 'To the trough', 'Length'],
     [[i + 1, one[3], one[1] - one[0], length_of(one)] for i, one in enumerate(deepest)])

# --- risk --------------------------------------------------------------------------------------------------------------------------------

class Random:
    """xoshiro128**, seeded as core/kernel/random.ts seeds it."""
    M = 0xffffffff

    def __init__(self, seed):
        words = [0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5cedc834]
        for code in json.dumps([seed], separators=(',', ':')).encode('utf-16-le')[::2]:
            for k in range(4):
                words[k] = self.scramble(words[k] ^ words[(k + 3) % 4] ^ ((code + k) * 0x01000193 & self.M))
        self.s = words

    def scramble(self, w):
        w = (w ^ w >> 16) * 0x85ebca6b & self.M
        w = (w ^ w >> 13) * 0xc2b2ae35 & self.M
        return w ^ w >> 16

    def word(self):
        M, s = self.M, self.s
        x = s[1] * 5 & M
        x = ((x << 7 | x >> 25) & M) * 9 & M
        t = s[1] << 9 & M
        s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t
        s[3] = (s[3] << 11 | s[3] >> 21) & M
        return x

    def integer(self, k):
        """Of 53 bits; k is small beside them, so none is ever drawn again."""
        return ((self.word() >> 11) * 2 ** 32 + self.word()) % k

def drawn(cutoff, horizon, paths):
    random, x = Random('report'), np.array(r)
    ends = sorted(np.prod([1 + x[random.integer(n)] for _ in range(horizon)]) - 1 for _ in range(paths))
    return np.quantile(ends, cutoff), np.mean(ends[:int((paths - 1) * cutoff) + 1])

table = []
for cutoff in (0.05, 0.01):
    z = stats.norm.ppf(cutoff)
    table.append([e.value_at_risk(r, cutoff), e.conditional_value_at_risk(r, cutoff)])
    table.append([r.mean() + z * r.std(), r.mean() - r.std() * stats.norm.pdf(z) / cutoff])
    table.append(drawn(cutoff, 1, 10_000))
    table.append(drawn(cutoff, 21, 5_000))
    pareto = e.gpd_risk_estimates(r, cutoff)
    if pareto[2] > 0: table.append([-pareto[3], -pareto[4]])
rows('value-at-risk', ['Value at risk', 'Expected shortfall'], table)

table = []
for crisis in run['crises']:
    inside = r[crisis['first']:crisis['last']] if run['sessions'][0] <= crisis['first'] and crisis['last'] <= run['sessions'][-1] else None
    lived = [None] * 3 if inside is None else [e.cum_returns_final(inside), e.max_drawdown(inside), e.cum_returns_final(b[inside.index])]
    table.append([crisis['market'], *lived, e.beta(r, b) * crisis['market']])
rows('stress', ['S&P 500', 'Strategy', 'Its drawdown', 'Benchmark', 'By beta'], table)

sizes = [{s: amount * price for s, (amount, price) in row.items()} for row in held]
longs = np.array([sum(x for x in row.values() if x > 0) for row in sizes]) / value
shorts = np.array([sum(x for x in row.values() if x < 0) for row in sizes]) / value
of_sector = lambda row, name: sum(x for s, x in row.items() if run['sectors'][s]['sector'] == name)
put('sector-exposure', **{name: [of_sector(row, name) / v for row, v in zip(sizes, value)] for name in {x['sector'] for x in run['sectors'].values()}})
put('exposure', Long=list(longs), Short=list(shorts), Net=list(longs + shorts), Gross=list(longs - shorts))
shares = [sorted((abs(x) / sum(map(abs, row.values())) for x in row.values()), reverse=True) for row in sizes]
put('concentration', **{
    'Largest position': [row[0] if row else None for row in shares], 'Five largest': [sum(row[:5]) if row else None for row in shares]})

price_returns = {s: (bars[s].close / (bars[s].close.shift() * bars[s].factor) - 1) for s in symbols}
end = max(i for i in range(n) if held[i])
parts = sorted(held[end], key=lambda s: -abs(sizes[end][s]))
w = np.array([sizes[end][s] / value[end] for s in parts])
R = np.array([price_returns[s][1:end + 1] for s in parts])
S, z = np.cov(R), stats.norm.ppf(0.05)
component = w * (R.mean(1) + z * S @ w / math.sqrt(w @ S @ w))
worst = np.argsort(w @ R, kind='stable')[:int((R.shape[1] - 1) * 0.05) + 1]
shortfall = w * R[:, worst].mean(1)
liquidate = [abs(sizes[end][s]) / (0.1 * (bars[s].close * bars[s].volume)[end - 19:end + 1].mean()) for s in parts]
rows('components', ['Weight', 'Value at risk', 'Share', 'Shortfall', 'Its share', 'Days to sell'],
     [*zip(w, component, component / component.sum(), shortfall, shortfall / shortfall.sum(), liquidate),
      [w.sum(), component.sum(), 1, shortfall.sum(), 1, None]])
out['correlations'] = np.corrcoef(R).tolist()

taken = defaultdict(float)
for fill in fills: taken[fill['row'], fill['symbol']] += abs(fill['amount'])
taken = [units / bars[s].volume[row] for (row, s), units in taken.items()]
put('capacity', **{'Mean share': [np.mean(taken)], 'High share': [np.quantile(taken, 0.95)], 'Largest share': [max(taken)],
                   'Capacity': [value.mean() * 0.025 / np.quantile(taken, 0.95)]})

# --- monte carlo -------------------------------------------------------------------------------------------------------------------------

PATHS, LEVELS = 1000, [0.05, 0.25, 0.5, 0.75, 0.95]

def bootstrapped(x, horizon):
    random, x = Random('report'), np.array(x)
    return np.array([[x[random.integer(len(x))] for _ in range(horizon)] for _ in range(PATHS)])

def reordered(x):
    random, x, paths = Random('report'), list(x), []
    for _ in range(PATHS):
        for i in range(n):
            j = i + random.integer(n - i)
            x[i], x[j] = x[j], x[i]
        paths.append(list(x))
    return np.array(paths)

def fall_of(path):
    wealth = np.r_[1, (1 + path).cumprod()]
    return (wealth / np.maximum.accumulate(wealth) - 1).min()

def steps(values):
    """A histogram in steps of 1, 2 or 5 times a power of ten."""
    lowest, highest = np.quantile(values, [0.01, 0.99])
    rough = (highest - lowest) / max(8, min(30, math.ceil(math.sqrt(len(values)) * 1.5)))
    width = next(d * 10 ** math.floor(math.log10(rough)) for d in (1, 2, 5, 10) if d * 10 ** math.floor(math.log10(rough)) >= rough)
    first, last = math.floor(lowest / width), math.floor(highest / width)
    counts = Counter(min(max(math.floor(x / width), first), last) for x in values)
    return [counts[i] for i in range(first, last + 1)]

paths = bootstrapped(r, n)
growth = CAPITAL * (1 + paths).cumprod(axis=1)
at = {level: list(np.quantile(growth, level, axis=0)) for level in LEVELS}
put('fan', **{'Strategy': grown(r), 'Median': at[0.5], 'nine in ten': [0, at[0.05], at[0.95]], 'half of them': [0, at[0.25], at[0.75]]})
totals, sunk, resunk = growth[:, -1] / CAPITAL - 1, [fall_of(x) for x in paths], [fall_of(x) for x in reordered(r)]
across = lambda own, x: [own, *np.quantile(x, LEVELS), np.mean(x), np.std(x, ddof=1)]
put('outcomes', **{
    'Total return': across(own['Total return'], totals), 'Annual return': across(own['Annual return'], (1 + totals) ** (YEAR / n) - 1),
    'Sharpe ratio': across(own['Sharpe ratio'], [x.mean() / x.std(ddof=1) * math.sqrt(YEAR) for x in paths]),
    'Maximum drawdown': across(own['Maximum drawdown'], sunk), 'Drawdown in another order': across(own['Maximum drawdown'], resunk)})
deeper = lambda x, than: [np.mean([one <= than + 1e-15 for one in x])]
put('odds', **{'Lose': [np.mean(totals < 0)], 'Do as well as MKT': [np.mean(totals >= other['Total return'])],
               **{f'Fall by {100 * x:g} %': deeper(sunk, -x) for x in (0.1, 0.2, 0.3, 0.5)},
               'Drawn': deeper(sunk, own['Maximum drawdown']), 'In another order': deeper(resunk, own['Maximum drawdown'])})
out.update({'drawn-returns': steps(totals), 'drawn-drawdowns': steps(sunk), 'shuffled-drawdowns': steps(resunk)})

# --- attribution -------------------------------------------------------------------------------------------------------------------------

def ols(*columns):
    X = np.column_stack([np.ones(n), *columns])
    beta, *_ = np.linalg.lstsq(X, r, rcond=None)
    rest = r - X @ beta
    k = X.shape[1]
    se = np.sqrt(np.diag(np.linalg.inv(X.T @ X)) * (rest @ rest) / (n - k))
    r2 = 1 - rest @ rest / ((r - r.mean()) @ (r - r.mean()))
    scale = [YEAR] + [1] * (k - 1)
    return [[beta[i] * scale[i], se[i] * scale[i], beta[i] / se[i], 2 * stats.t.sf(abs(beta[i] / se[i]), n - k), r2 if i == 0 else None] for i in range(k)]

rows('regressions', ['Value', 'Standard error', 't', 'p', 'R²'],
     ols(b) + ols(b, b ** 2) + ols(b, np.maximum(0, -b)) + ols(b, run['size']))

gains = {s: sum(-f['amount'] * f['price'] for f in fills if f['symbol'] == s) + (sizes[-1].get(s, 0)) for s in symbols}
ranked = sorted(gains.values(), reverse=True)
out['contributions'] = ranked
moved = sum(map(abs, ranked))
rows('contribution-table', ['Gain', 'Of the capital', 'Of all that moved'], [[x, x / CAPITAL, abs(x) / moved] for x in ranked])
sector = {s: run['sectors'][s]['sector'] for s in symbols}
names = sorted(set(sector.values()))
put('sectors', Gain=[sum(gains[s] for s in symbols if sector[s] == name) for name in names])

# Brinson and Fachler by sessions, linked after Cariño; the list is rebalanced at each month's first session, cash earns nothing.
given = {s: run['sectors'][s]['weight'] for s in symbols}
log_coefficient = lambda p, m: 1 / (1 + p) if p == m else (math.log1p(p) - math.log1p(m)) / (p - m)
drifted, effects, market = dict(given), [], []
for i in range(1, n):
    if days[i].month != days[i - 1].month: drifted = dict(given)
    ret = {s: price_returns[s][i] for s in symbols}
    weight = {s: sizes[i - 1].get(s, 0) / value[i - 1] for s in symbols}
    R = sum(drifted[s] * ret[s] for s in symbols)
    session = {}
    for name in names:
        of = [s for s in symbols if sector[s] == name]
        W = sum(drifted[s] for s in of); Rs = sum(drifted[s] * ret[s] for s in of) / W
        ws = sum(weight[s] for s in of); rs = sum(weight[s] * ret[s] for s in of) / ws if ws else R if W == 0 else Rs
        session[name] = ((ws - W) * (Rs - R), W * (rs - Rs), (ws - W) * (rs - Rs))
    cash = 1 - sum(weight.values())
    session['Cash'] = (cash * (0 - R), 0, 0)
    effects.append(session); market.append(R)
    drifted = {s: drifted[s] * (1 + ret[s]) / (1 + R) for s in symbols}
whole = log_coefficient(np.prod(1 + r[1:]) - 1, np.prod(1 + np.array(market)) - 1)
linked = {name: sum(np.array(effects[i][name]) * log_coefficient(r.iloc[i + 1], market[i]) / whole for i in range(n - 1)) for name in [*names, 'Cash']}
table = [*linked.values(), sum(linked.values())]
rows('brinson', ['Allocation', 'Selection', 'Interaction', 'Together'], [[*row, sum(row)] for row in table])

# --- trades ------------------------------------------------------------------------------------------------------------------------------

tags = {order['id']: order.get('tag') for order in orders}

def stop_of(fill):
    """Of the orders against a fill that had a stop and stood when its bar ended: the bracket's own, else the last placed."""
    against = [o for o in orders if o['symbol'] == fill['symbol'] and o['amount'] * fill['amount'] < 0 and o.get('stop') is not None
               and o['created'] <= fill['at'] and (o['status'] == 0 and o['filled'] != o['amount'] or o['dt'] > fill['at'])]
    own = [o for o in against if o.get('role') == 'stop-loss' and o.get('parent') == fill['orderId']]
    return (own or against or [{}])[-1].get('stop')

def match(how):
    """Closed trips and open lots; a fill's commission goes with its units."""
    books, closed = defaultdict(list), []
    for row in range(n):
        if row == split['row']:
            for lot in books[split['symbol']]:
                lot['units'] /= split['ratio']
                for key in ('price', 'fee', 'stop'): lot[key] = lot[key] and lot[key] * split['ratio']
                lot['splits'].append(row)
        for fill in (f for f in fills if f['row'] == row):
            book, rest, fee = books[fill['symbol']], fill['amount'], fill['commission'] / abs(fill['amount'])
            while rest and book and book[0]['units'] * rest < 0:
                lot = book[-1 if how == 'lifo' else 0]
                units = min(abs(rest), abs(lot['units'])) * np.sign(lot['units'])
                fees = abs(units) * (lot['fee'] + fee)
                closed.append(dict(lot, units=units, exit=fill['price'], exited=row, fees=fees, profit=units * (fill['price'] - lot['price']) - fees))
                rest += units
                lot['units'] -= units
                if abs(lot['units']) < 1e-9: book.remove(lot)
            if rest:
                lot = dict(symbol=fill['symbol'], units=rest, price=fill['price'], entered=row, fee=fee, tag=tags[fill['orderId']], splits=[],
                           stop=stop_of(fill))
                if how == 'average' and book:
                    [one] = book
                    for key in ('price', 'fee'): one[key] = (one[key] * abs(one['units']) + lot[key] * abs(rest)) / abs(one['units'] + rest)
                    one['units'] += rest
                else: book.append(lot)
    for symbol, book in books.items():
        for lot in book:
            fees = abs(lot['units']) * lot['fee']
            lot.update(exit=held[-1][symbol][1], fees=fees, profit=lot['units'] * (held[-1][symbol][1] - lot['price']) - fees)
    return closed, [lot for book in books.values() for lot in book]

closed, still = match('fifo')
gain_of = lambda one: one['profit'] / abs(one['units'] * one['price'])
profit = np.array([one['profit'] for one in closed])
stay = np.array([one['exited'] - one['entered'] for one in closed])
wins, losses = profit[profit > 0], profit[profit < 0]

def risk_of(one):
    risk = one['units'] * (one['price'] - one['stop']) if one['stop'] is not None else 0
    return risk if risk > 0 else None

def r_of(one):
    risk = risk_of(one)
    return one['profit'] / risk if risk else None

multiples = np.array([r_of(one) for one in closed if risk_of(one)])
put('r-multiples', **{name: [figure] for name, figure in {
    'Trips with a stop': len(multiples), 'Trips without': len(closed) - len(multiples), 'Expectancy in R': multiples.mean(),
    'Median R': np.median(multiples), 'System quality in R': multiples.mean() / multiples.std(ddof=1) * math.sqrt(len(multiples)),
    'Average win in R': multiples[multiples > 0].mean(), 'Average loss in R': multiples[multiples < 0].mean(),
    'Best R': multiples.max(), 'Worst R': multiples.min(), 'Beyond the stop': (multiples < -1).mean(),
}.items()})
out['r-distribution'] = list(np.histogram(np.clip(multiples, -3, 5.99), np.arange(-3, 6.5, 0.5))[0])

def streak(is_one):
    longest = now = 0
    for one in sorted(closed, key=lambda t: (t['exited'], t['entered'], symbols.index(t['symbol']), t['profit'])):
        now = now + 1 if is_one(one['profit']) else 0
        longest = max(longest, now)
    return longest

put('trip-figures', **{name: [figure] for name, figure in {
    'Round trips': len(closed), 'Winning trips': len(wins) / len(closed), 'Profit factor': wins.sum() / -losses.sum(),
    'Expectancy': profit.mean(), 'System quality': profit.mean() / profit.std(ddof=1) * math.sqrt(len(profit)),
    'Average win': wins.mean(), 'Average loss': losses.mean(), 'Largest win': wins.max(), 'Largest loss': losses.min(),
    'Payoff ratio': wins.mean() / -losses.mean(), 'Average holding': stay.mean(), 'Median holding': np.median(stay),
    'Holding of wins': stay[profit > 0].mean(), 'Holding of losses': stay[profit < 0].mean(),
    'Wins in a row': streak(lambda p: p > 0), 'Losses in a row': streak(lambda p: p < 0),
}.items()})
put('trading', **{name: [figure] for name, figure in {
    'Orders': len(orders), 'Fills': len(fills), 'Commissions': sum(f['commission'] for f in fills), 'Turnover a year': turnover.mean() * YEAR,
    'Time in the market': np.mean([bool(row) for row in held]), 'Average exposure': np.mean(longs - shorts),
    'Average net exposure': np.mean(longs + shorts), 'Highest leverage': max(longs - shorts),
}.items()})
table = []
for how in ('fifo', 'lifo', 'average'):
    c, o = match(how)
    realized, unrealized = sum(t['profit'] for t in c), sum(t['profit'] for t in o)
    table.append([len(c), np.mean([t['profit'] > 0 for t in c]), realized, unrealized, realized + unrealized])
rows('matching', ['Round trips', 'Winning', 'Realized', 'Unrealized', 'Together'], table)

def excursion(one):
    """From the entry price: the worst and the best of the bars after its session, in units of the exit."""
    table, last = bars[one['symbol']], one.get('exited', n - 1)
    prices = [one['exit'], one['price']]
    for row in range(one['entered'] + 1, last + 1):
        scale = split['ratio'] if any(at > row for at in one['splits']) else 1
        prices += [table.low[row] * scale, table.high[row] * scale]
    down, up = min(prices) / one['price'] - 1, max(prices) / one['price'] - 1
    return (down, up) if one['units'] > 0 else (-up, -down)

out['excursions'] = [[excursion(one)[0], gain_of(one)] for one in closed]
groups = dict(
    side=lambda t: 'long' if t['units'] > 0 else 'short', weekday=lambda t: (days[t['entered']].weekday() + 1) % 7, tag=lambda t: t['tag'] or 'no tag')
for name, key in groups.items():
    by = defaultdict(list)
    for one in closed: by[key(one)].append(one)
    rows(f'by-{name}', ['Round trips', 'Winning', 'Profit', 'Mean return'],
         [[len(g), np.mean([t['profit'] > 0 for t in g]), sum(t['profit'] for t in g), np.mean([gain_of(t) for t in g])] for _, g in sorted(by.items())])
rows('trips', ['Quantity', 'Entry price', 'Exit price', 'Sessions', 'Commission', 'Profit', 'Return', 'Adverse', 'Favourable', 'Risk', 'R'],
     [[abs(t['units']), t['price'], t['exit'], t['exited'] - t['entered'] if 'exited' in t else None, t['fees'], t['profit'], gain_of(t), *excursion(t), risk_of(t), r_of(t)]
      for t in closed + still])

table = []
for s in dict.fromkeys(f['symbol'] for f in fills):
    weights = [sizes[i][s] / value[i] for i in range(n) if s in sizes[i]]
    mine = [f for f in fills if f['symbol'] == s]
    realized, unrealized = (sum(t['profit'] for t in some if t['symbol'] == s) for some in (closed, still))
    table.append([len(weights), np.mean(weights), max(weights, key=abs), len(mine), sum(abs(f['amount'] * f['price']) for f in mine),
                  sum(f['commission'] for f in mine), realized, unrealized, realized + unrealized])
rows('holdings', ['Sessions', 'Mean weight', 'Top weight', 'Fills', 'Traded', 'Commission', 'Realized', 'Unrealized', 'Profit'], table)
slipped = [f['amount'] * (f['price'] - f['reference']) for f in fills]
rows('fills', ['Quantity', 'Price', 'Value', 'Commission', 'Slippage'],
     [[abs(f['amount']), f['price'], abs(f['amount'] * f['price']), f['commission'], s] for f, s in zip(fills, slipped)])
rows('unfilled', ['Limit', 'Stop', 'Quantity', 'Filled'],
     [[o.get('limit'), o.get('stop'), abs(o['amount']), abs(o['filled'])] for o in orders if o['amount'] != o['filled']])
rows('told', ['Units', 'Bars'], [[x['amount'], x['count']] for x in run['events'] if x['kind'] != 'ambiguous'])
rows('ambiguous', ['Units', 'Price', 'Otherwise', 'Difference'],
     [[x['amount'], x['data']['price'], x['data']['otherPrice'], x['data']['difference']] for x in run['events'] if x['kind'] == 'ambiguous'])

# --- execution ---------------------------------------------------------------------------------------------------------------------------

CANCELLED, REJECTED = 2, 3
is_whole = lambda o: o['filled'] == o['amount']
row_of = lambda ms: days.get_loc(pd.Timestamp(ms, unit='ms').normalize())
mine = {o['id']: [f for f in fills if f['orderId'] == o['id']] for o in orders}
waits = {o['id']: [f['row'] - row_of(o['created']) for f in mine[o['id']]] for o in orders}
ended = lambda status: sum(o['status'] == status for o in orders)
parts_of = [len(own_fills) for own_fills in mine.values() if own_fills]
first_wait = [x[0] for x in waits.values() if x]
last_wait = [waits[o['id']][-1] for o in orders if is_whole(o)]
told = [f for f in fills if f['orderId'] is not None and f['reference'] is not None]
cost = lambda some: sum(f['amount'] * (f['price'] - f['reference']) for f in some) / sum(abs(f['amount'] * f['price']) for f in some)
each = [cost([f]) for f in told]
put('execution', **{name: [figure] for name, figure in {
    'Filled whole': sum(map(is_whole, orders)), 'Filled in part': sum(not is_whole(o) and o['filled'] != 0 for o in orders),
    'Not filled': sum(not is_whole(o) and o['filled'] == 0 for o in orders), 'Cancelled': ended(CANCELLED), 'Rejected': ended(REJECTED),
    'Never placed': sum(x['count'] for x in run['events'] if x['kind'] == 'refused'),
    'Fills of an order': np.mean(parts_of), 'Most fills of one': max(parts_of), 'Filled by parts': np.mean([x > 1 for x in parts_of]),
    'Units filled': np.mean([abs(o['filled'] / o['amount']) for o in orders]),
    'To the first fill': np.median(first_wait), 'In the slowest twentieth': np.quantile(first_wait, 0.95), 'Longest wait': max(first_wait),
    'To the last fill': np.median(last_wait), 'Longest to fill whole': max(last_wait),
    'Median fill': np.median(each), 'All that was traded': cost(told), 'Dearest twentieth': np.quantile(each, 0.95), 'Dearest fill': max(each),
    'Better than the market': np.mean([x < 0 for x in each]),
}.items()})
by = defaultdict(list)
for x in run['events']:
    if x['kind'] != 'ambiguous': by[x['kind'], x['reason']].append(x)
rows('reasons', ['Bars', 'Orders', 'Assets'],
     sorted(([sum(x['count'] for x in xs), len({x['orderId'] for x in xs if x.get('orderId')}), len({x['symbol'] for x in xs})] for xs in by.values()),
            key=lambda row: -row[0]))
table = []
for s in dict.fromkeys(o['symbol'] for o in orders):
    own_orders = [o for o in orders if o['symbol'] == s]
    own_fills = [f for o in own_orders for f in mine[o['id']]]
    dealt_in = sum(abs(f['amount'] * f['price']) for f in own_fills)
    table.append([len(own_orders), sum(is_whole(o) for o in own_orders), len(own_fills), dealt_in, dealt_in / len(own_fills),
                  sum(f['commission'] for f in own_fills) / dealt_in, cost(own_fills), np.median([waits[o['id']][0] for o in own_orders if waits[o['id']]])])
rows('execution-by-asset', ['Orders', 'Filled whole', 'Fills', 'Traded', 'Mean fill', 'Commission, bp', 'Slippage, bp', 'To the first fill'], table)

# --- costs -------------------------------------------------------------------------------------------------------------------------------

kinds = dict.fromkeys(f['kind'] for f in flows)
gain, slip, dealt = value[-1] - CAPITAL, sum(slipped), traded.sum()
lines = [sum(gains.values()) + slip, -slip, -sum(f['commission'] for f in fills), *(sum(f['amount'] for f in flows if f['kind'] == k) for k in kinds), gain]
assert abs(sum(lines[:-1]) - gain) < 1e-6
out['waterfall'] = lines
rows('cost-lines', ['Amount', 'Of the capital', 'Basis points of what was traded'], [[x, x / CAPITAL, x / dealt] for x in lines])
rows('slippage-sensitivity', ['Basis points of what was traded', 'Paid', 'Gain', 'Of the capital'],
     [[k * slip / dealt, k * slip, gain + (1 - k) * slip, (gain + (1 - k) * slip) / CAPITAL] for k in (0, 0.5, 1, 2, 3, 5)])

# --- in-sample and out-of-sample ----------------------------------------------------------------------------------------------------------

is_inside = days < run['outOfSample']
inside, outside = r[is_inside], r[~is_inside]
slices = [is_inside, ~is_inside, np.ones(n, bool)]
three = [figures_of(r[of]) for of in slices]
put('parts/statistics', **{name: [*(one[name] for one in three), other[name]] for name in own})
put('parts/statistics', **{name: [beside(r[of], b[of])[name] for of in slices] for name in beside(r, b)})
for name, figure in {'Total return': e.cum_returns_final, 'Annual return': e.annual_return, 'Max drawdown': e.max_drawdown,
                     'Volatility': e.annual_volatility, 'Sharpe ratio': e.sharpe_ratio, 'MKT': e.cum_returns_final}.items():
    x = b if name == 'MKT' else r
    put(f'parts/headline/{name}', **{'In-sample': figure(x[is_inside]), 'Out-of-sample': figure(x[~is_inside])})
out['parts/headline/End value/In-sample'] = value[is_inside][-1]
for name in ['End value', 'Total return', 'Annual return', 'MKT', 'Max drawdown', 'Volatility', 'Sharpe ratio']:
    out[f'parts/headline/{name}'] = out[f'headline/{name}']
for name in [name for name in out if name.startswith(('trust/', 'equity/'))]: out[f'parts/{name}'] = out[name]
later = bootstrapped(inside, len(outside))
put('parts/trust', **{'Out-of-sample alone': q.probabilistic_sharpe_ratio(outside),
                      'As in-sample foretold': stats.percentileofscore((1 + later).prod(axis=1) - 1, e.cum_returns_final(outside), 'mean') / 100})
# Of independent draws: mean (1 + μ)^t, second moment ((1 + μ)² + σ²)^t.
t, m, s2 = np.arange(1, len(outside) + 1), 1 + inside.mean(), inside.var(ddof=0)
begin, middle, deviation = value[is_inside][-1], m ** t, np.sqrt((m ** 2 + s2) ** t - m ** (2 * t))
for k, word in ((2, '2 deviations'), (1.5, '1.5 deviations'), (1, '1 deviation')):
    out[f'parts/equity/±{word}'] = [len(inside), *(list(begin * (middle + side * k * deviation)) for side in (-1, 1))]

# --- what `--metrics-set statistics` keeps in the performance ------------------------------------------------------------------------------

label = {
    'total_return': 'Total return', 'annual_return': 'Annual return', 'volatility': 'Volatility', 'downside_risk': 'Downside risk', 'sharpe': 'Sharpe ratio',
    'sortino': 'Sortino ratio', 'calmar': 'Calmar ratio', 'omega': 'Omega ratio', 'stability': 'Stability', 'max_drawdown': 'Maximum drawdown',
    'ulcer_index': 'Ulcer index', 'var': 'Value at risk', 'cvar': 'Expected shortfall', 'tail_ratio': 'Tail ratio', 'skew': 'Skewness',
    'kurtosis': 'Excess kurtosis', 'win_rate': 'Winning sessions', 'profit_factor': 'Profit factor', 'payoff_ratio': 'Payoff ratio', 'kelly': 'Kelly criterion',
}
put('observed', **{name: own[of] for name, of in label.items()}, beta=e.beta(r, b), alpha=e.alpha(r, b), information_ratio=e.excess_sharpe(r, b),
    up_capture=e.up_capture(r, b), down_capture=e.down_capture(r, b))

# --- two runs compared: this one, and one that did what the market did --------------------------------------------------------------------

both = {'worked': r, 'market': b}
put('compared/headline', worked=own['Total return'], market=other['Total return'])
put('compared/growth', **{name: list((1 + x).cumprod() - 1) for name, x in both.items()})
put('compared/drawdown', **{name: drawdown_line(x) for name, x in both.items()})
put('compared/statistics', **{name: [own[name], other[name]] for name in own})
put('compared/by-year', **{name: list(months_of(x, 'yearly')) for name, x in both.items()})
out['compared/correlations'] = np.corrcoef(r, b).tolist()

table = []
for x in both.values():
    inside, outside = x[days < run['outOfSample']], x[days >= run['outOfSample']]
    table.append([f(part) for f in (e.annual_return, e.sharpe_ratio, e.max_drawdown) for part in (inside, outside)])
rows('compared/parts', ['In: return a year', 'Out: return a year', 'In: Sharpe', 'Out: Sharpe', 'In: drawdown', 'Out: drawdown'], table)

# The best of two, and cross-validation over six blocks: every three choose, the other three judge.
best = r if own['Total return'] > other['Total return'] else b
sharpe, skew, kurtosis = best.mean() / best.std(), best.skew(), best.kurtosis() + 3
spread = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe ** 2
luck = np.std([x.mean() / x.std() for x in both.values()], ddof=1) * ((1 - EULER) * stats.norm.ppf(1 / 2) + EULER * stats.norm.ppf(1 - 1 / (2 * math.e)))
blocks = np.array_split(np.arange(n - n // 6 * 6, n), 6)
lost = []
for chosen in itertools.combinations(range(6), 3):
    inside = np.concatenate([blocks[i] for i in chosen])
    outside = np.concatenate([blocks[i] for i in range(6) if i not in chosen])
    ratio = lambda x, at: x.iloc[at].mean() / x.iloc[at].std()
    one, two = (r, b) if ratio(r, inside) > ratio(b, inside) else (b, r)
    lost.append(ratio(one, outside) < ratio(two, outside))  # a rank of 1/3 of two, not 2/3
put('compared/trust', **{'Deflated Sharpe of the best': psr(luck), 'Probability of overfitting': np.mean(lost)})

# --- other capital: the run's slippage given back, volatility × √(share of turnover) paid in its place ------------------------------------

begun = np.r_[CAPITAL, value[:-1]]
turned = {s: bars[s].close * bars[s].volume for s in symbols}
def usual(s, row):
    of = slice(max(0, row - 19), max(row + 1, 20))
    return turned[s][of].mean(), price_returns[s][of].std()

by_session = defaultdict(float)
given_back = np.zeros(n)
for fill in fills:
    by_session[fill['row'], fill['symbol']] += abs(fill['amount'] * fill['price'])
    given_back[fill['row']] += fill['amount'] * (fill['price'] - fill['reference'])
taken = pd.Series({key: v / usual(key[1], key[0])[0] for key, v in by_session.items()})
paid = np.zeros(n)
for (row, s), v in by_session.items(): paid[row] += v * usual(s, row)[1] * math.sqrt(taken[row, s])
longest = max(abs(x) / usual(s, i)[0] for i in range(n) for s, x in sizes[i].items()) / 0.1
sized = lambda m: r + (given_back - math.sqrt(m) * paid) / begun
table = []
for m in (x * 10.0 ** k for k in range(-1, 7) for x in (1, 3)):
    x = sized(m)
    table.append([CAPITAL * m, e.annual_return(x) if x.min() > -1 else -1, e.sharpe_ratio(x), math.sqrt(m) * paid.sum() / sum(by_session.values()), m * taken.quantile(0.95),
                  m * taken.max(), m * longest])
    if m >= 1 and not table[-1][1] > 0: break
rows('capacity-curve', ['Capital', 'Annual return', 'Sharpe ratio', 'Basis points of impact', 'High share of turnover', 'Largest share', 'Days to sell'], table)
solve = lambda f: CAPITAL * 10 ** optimize.brentq(lambda k: f(sized(10 ** k)), -9, 9, xtol=1e-13)
half = e.sharpe_ratio(sized(0)) / 2
put('capacity-limits', **{'A tenth of turnover': [CAPITAL * 0.1 / taken.quantile(0.95)], 'Half the Sharpe ratio': [solve(lambda x: e.sharpe_ratio(x) - half)],
                          'Nothing gained': [solve(lambda x: np.log1p(x).sum() if x.min() > -1 else -1)]})
out['capacity-sharpe'] = [[row[0], row[2]] for row in table]
out['capacity-return'] = [[row[0], row[1]] for row in table]

def plain(x):
    if isinstance(x, (list, tuple)): return [plain(y) for y in x]
    if x is None or isinstance(x, str): return x
    return float(f'{float(x):.12g}') if math.isfinite(x) else None

lines = [f'{json.dumps(name, ensure_ascii=False)}:{json.dumps(plain(x), separators=(",", ":"), ensure_ascii=False)}' for name, x in out.items()]
print('{', ',\n'.join(lines), '}', sep='\n')
