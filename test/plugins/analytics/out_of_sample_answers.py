"""
Asks empyrical what out-of-sample.test.ts expects of SPY's returns before a day, from it on, and together, beside SPY a year later:

    python out_of_sample_answers.py ../../parity/data/csvdir/SPY_benchmark.csv > out-of-sample-answers.json
"""
import csv, json, sys
import empyrical as e
import pandas as pd
import scipy.stats

rows = list(csv.DictReader(open(sys.argv[1])))
dates = [row['date'] for row in rows]
values = [float(row['return']) for row in rows]
FIRST, LENGTH, FROM = '2004-01-02', 1000, '2006-07-01'  # a Saturday
at = dates.index(FIRST)
index = pd.to_datetime(dates[at:at + LENGTH])
strategy = pd.Series(values[at:at + LENGTH], index)
market = pd.Series(values[at + 252:at + 252 + LENGTH], index)

def figures(r, b):
    months = e.aggregate_returns(r, 'monthly')
    return {
        'Total return': e.cum_returns_final(r), 'Annual return': e.annual_return(r), 'Volatility': e.annual_volatility(r),
        'Downside risk': e.downside_risk(r), 'Maximum drawdown': e.max_drawdown(r), 'Sharpe ratio': e.sharpe_ratio(r),
        'Sortino ratio': e.sortino_ratio(r), 'Calmar ratio': e.calmar_ratio(r), 'Omega ratio': e.omega_ratio(r),
        'Stability': e.stability_of_timeseries(r), 'Tail ratio': e.tail_ratio(r), 'Value at risk': e.value_at_risk(r),
        'Expected shortfall': e.conditional_value_at_risk(r), 'Skewness': scipy.stats.skew(r),
        'Excess kurtosis': scipy.stats.kurtosis(r), 'Best month': months.max(), 'Worst month': months.min(),
        'Alpha': e.alpha(r, b), 'Beta': e.beta(r, b), 'Up capture': e.up_capture(r, b), 'Down capture': e.down_capture(r, b),
    }

parts = {'In-sample': strategy.index < FROM, 'Out-of-sample': strategy.index >= FROM, 'All': strategy.index >= FIRST}
json.dump(dict(
    first=FIRST, length=LENGTH, asked=FROM, begins=str(strategy.index[parts['Out-of-sample']][0].date()),
    answers={name: {k: float(v) for k, v in figures(strategy[of], market[of]).items()} for name, of in parts.items()},
), sys.stdout, indent=1)
