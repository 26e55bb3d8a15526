"""Opens perf.parquet and perf.json with pandas, hands them to pyfolio, and prints what came out as JSON: python pandas_opens.py FOLDER."""
import json, sys, warnings
from pathlib import Path

warnings.simplefilter('ignore')
import empyrical
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
stats = pyfolio.timeseries.perf_stats(returns, positions=positions, transactions=transactions)
print(json.dumps(dict(
    versions=dict(pandas=pd.__version__, pyfolio=pyfolio.__version__),
    index=[str(perf.index.tz), perf.index.name, str(perf.index[0])], dtypes=dtypes, same=bool(same), rows=len(perf),
    symbols=[str(name) for name in positions.columns], fills=len(transactions),
    bought=float(transactions.amount[transactions.amount > 0].sum()),
    stats={name: float(stats[name]) for name in ['Annual return', 'Sharpe ratio', 'Max drawdown', 'Daily turnover']},
    sharpe=float(empyrical.sharpe_ratio(perf['returns'])),
)))
