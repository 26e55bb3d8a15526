"""Opens perf.parquet and perf.json with pandas, hands them to pyfolio, and prints what came out as JSON: python pandas_opens.py FOLDER."""
import json, sys, warnings
from pathlib import Path

warnings.simplefilter('ignore')
import empyrical
import matplotlib
matplotlib.use('Agg')
import pandas as pd
import pyfolio

folder = Path(sys.argv[1])
LISTS = ['orders', 'transactions', 'positions']

perf = pd.read_parquet(folder / 'perf.parquet')
dtypes = {name: str(perf[name].dtype) for name in ['returns', 'portfolio_value', 'period_open']}
for name in LISTS:
    perf[name] = perf[name].map(json.loads)

given = json.loads((folder / 'perf.json').read_text())
rows = pd.DataFrame(given['perf']).assign(period_close=lambda frame: pd.to_datetime(frame['period_close'])).set_index('period_close')
same = all((perf[name] - rows[name]).abs().max() == 0 for name in ['returns', 'ending_cash', 'portfolio_value', 'max_leverage'])

returns, positions, transactions = pyfolio.utils.extract_rets_pos_txn_from_zipline(perf.copy())
benchmark = (1 + perf['benchmark_period_return']).pct_change().fillna(perf['benchmark_period_return'].iloc[0])
benchmark.index = returns.index
stats = pyfolio.timeseries.perf_stats(returns, factor_returns=benchmark, positions=positions, transactions=transactions)

# pyfolio's own sheets: those that answer their figure, by the number of pictures in it, and the two that only draw.
sheets = dict(
    returns=pyfolio.create_returns_tear_sheet(returns, positions, transactions, benchmark_rets=benchmark, return_fig=True),
    position=pyfolio.create_position_tear_sheet(returns, positions, transactions=transactions, return_fig=True),
    txn=pyfolio.create_txn_tear_sheet(returns, positions, transactions, return_fig=True),
    round_trip=pyfolio.create_round_trip_tear_sheet(returns, positions, transactions, return_fig=True),
    interesting_times=pyfolio.create_interesting_times_tear_sheet(returns, benchmark_rets=benchmark, return_fig=True),
)
pyfolio.create_simple_tear_sheet(returns, positions=positions, transactions=transactions, benchmark_rets=benchmark)
pyfolio.create_full_tear_sheet(returns, positions=positions, transactions=transactions, benchmark_rets=benchmark, round_trips=True)
turnover = pyfolio.txn.get_turnover(positions, transactions, 'portfolio_value')
print(json.dumps(dict(
    versions=dict(pandas=pd.__version__, pyfolio=pyfolio.__version__),
    index=[str(perf.index.tz), perf.index.name, str(perf.index[0])], dtypes=dtypes, same=bool(same), rows=len(perf),
    symbols=[str(name) for name in positions.columns], fills=len(transactions),
    bought=float(transactions.amount[transactions.amount > 0].sum()),
    stats={name: float(stats[name]) for name in ['Annual return', 'Sharpe ratio', 'Max drawdown', 'Daily turnover', 'Alpha', 'Beta']},
    sheets={name: len(figure.axes) for name, figure in sheets.items()}, turnover=list(turnover),
    leverage=list(pyfolio.timeseries.gross_lev(positions)),
    sharpe=float(empyrical.sharpe_ratio(perf['returns'])),
)))
