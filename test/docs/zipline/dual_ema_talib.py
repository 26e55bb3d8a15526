"""Writes dual_ema_talib.json: what Zipline's own example answers on test/parity/data/csvdir, for test/docs/examples.test.ts.

    pip install zipline-reloaded==3.2.1 TA-Lib==0.8.2
    python test/docs/zipline/dual_ema_talib.py
"""

import gzip
import json
import os
import tempfile
import warnings
from pathlib import Path

warnings.simplefilter('ignore')
os.environ.setdefault('ZIPLINE_ROOT', tempfile.mkdtemp())

import pandas as pd
from zipline import run_algorithm
from zipline.data import bundles
from zipline.data.bundles.csvdir import csvdir_equities
from zipline.examples import dual_ema_talib

HERE = Path(__file__).parent
START, END = '2013-01-02', '2014-10-31'


def main():
    plain = Path(tempfile.mkdtemp()) / 'daily'
    plain.mkdir()
    for file in (HERE.parents[1] / 'parity' / 'data' / 'csvdir' / 'daily').glob('*.csv.gz'):
        (plain / file.stem).write_bytes(gzip.decompress(file.read_bytes()))
    bundles.register('examples', csvdir_equities(['daily'], str(plain.parent)), calendar_name='XNYS')
    bundles.ingest('examples', show_progress=False)
    perf = run_algorithm(
        start=pd.Timestamp(START),
        end=pd.Timestamp(END),
        initialize=dual_ema_talib.initialize,
        handle_data=dual_ema_talib.handle_data,
        capital_base=100_000,
        bundle='examples',
        benchmark_returns=pd.Series(0.0, index=pd.date_range('2012-01-01', '2015-01-01', tz='UTC')),
    )
    rows = [
        {
            'session': str(day.date()),
            'portfolio_value': row.portfolio_value,
            'short_ema': row.short_ema if row.short_ema == row.short_ema else None,
            'long_ema': row.long_ema if row.long_ema == row.long_ema else None,
            'buy': bool(row.buy == True),
            'sell': bool(row.sell == True),
            'transactions': [[t['amount'], t['price']] for t in row.transactions],
        }
        for day, row in perf.iterrows()
    ]
    text = json.dumps({'start': START, 'end': END, 'rows': rows}, separators=(',', ':'))
    (HERE / 'dual_ema_talib.json').write_text(text.replace('{"session"', '\n{"session"') + '\n')


if __name__ == '__main__':
    main()
