"""Three small bundles as Zipline writes them, what Zipline reads in them, and columns as bcolz writes them.

    pip install zipline-reloaded==3.2.1
    python test/plugins/zipline/zipline_bundles.py     # writes *.tar.gz and zipline-reads.json

daily and minute hold some assets of test/parity/data. odds is made up: the hours of Hong Kong with their break, prices in
hundred-thousandths, a merger, a changed symbol, a ticker with two owners, a future, holes, and what does not fit into 32 bits.
"""

import gzip
import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
import warnings
from pathlib import Path

warnings.simplefilter('ignore')
ROOT = tempfile.mkdtemp()
os.environ['ZIPLINE_ROOT'] = ROOT

import bcolz
import numpy as np
import pandas as pd
from zipline.data import bundles
from zipline.data.bcolz_minute_bars import BcolzMinuteBarWriter

HERE = Path(__file__).parent
DATA = HERE.parents[1] / 'parity' / 'data'
DATES = ['declared_date', 'ex_date', 'record_date', 'pay_date']
FIELDS = ['open', 'high', 'low', 'close', 'volume']
T = pd.Timestamp


def table(kind, name, symbols, dates):
    path = DATA / kind / name
    if not path.exists():
        return None
    rows = pd.read_csv(path, parse_dates=dates)
    return rows[rows.symbol.isin(symbols)].reset_index(drop=True)


def of_parity(kind, symbols):
    """An ingest function for some assets of one folder; sids are the rows of the table that is left."""

    def write(environ, assets, minutes, days, adjustments, calendar, *_):
        listed = table(kind, 'assets.csv', symbols, ['start_date', 'end_date', 'auto_close_date'])
        sids = {symbol: sid for sid, symbol in enumerate(listed.symbol)}
        assets.write(equities=listed, exchanges=exchanges(('NYSE', 'NYSE', 'US')))
        label = 'minute' if kind == 'minute' else 'date'
        bars = {
            sid: pd.read_csv(DATA / kind / 'bars' / f'{symbol}.csv.gz', index_col=label, parse_dates=[label])
            for symbol, sid in sids.items()
        }
        if kind == 'minute':
            minutes.write(iter(bars.items()))
        days.write((sid, daily(frame, calendar, kind == 'minute')) for sid, frame in bars.items())
        given = {}
        splits = table(kind, 'splits.csv', symbols, ['effective_date'])
        if splits is not None:
            given['splits'] = splits.assign(sid=splits.symbol.map(sids))[['sid', 'ratio', 'effective_date']]
        dividends = table(kind, 'dividends.csv', symbols, DATES)
        if dividends is not None:
            given['dividends'] = dividends.assign(sid=dividends.symbol.map(sids))[['sid', 'amount', *DATES]]
        shares = table(kind, 'stock_dividends.csv', symbols, DATES)
        if shares is not None:
            shares = shares.assign(sid=shares.symbol.map(sids), payment_sid=shares.payment_symbol.map(sids))
            given['stock_dividends'] = shares[['sid', 'payment_sid', 'ratio', *DATES]]
        adjustments.write(**given)

    return write


def daily(frame, calendar, is_minute):
    if is_minute:
        sessions = calendar.minutes_to_sessions(frame.index.tz_convert('UTC'))
        rules = {'open': 'first', 'high': 'max', 'low': 'min', 'close': 'last', 'volume': 'sum'}
        frame = frame.groupby(np.asarray(sessions)).agg(rules)
        frame.index = pd.DatetimeIndex(frame.index)
    frame = frame.reindex(calendar.sessions_in_range(frame.index[0], frame.index[-1]))
    return frame.assign(volume=frame.volume.fillna(0))


def exchanges(*rows):
    return pd.DataFrame(rows, columns=['exchange', 'canonical_name', 'country_code'])


def odds(environ, assets, minutes, days, adjustments, calendar, start, end, *_):
    sessions = calendar.sessions_in_range(start, end)
    random = np.random.default_rng(7)
    life = {'start_date': start, 'end_date': end, 'first_traded': start, 'auto_close_date': end + pd.Timedelta('1D')}
    middle = sessions[len(sessions) // 2]
    before = sessions[len(sessions) // 2 - 1]
    equities = pd.DataFrame(
        [
            # Sid 7 was OLD before it was NEW; then 24, which was TWO, took over the ticker OLD.
            {'sid': 7, 'symbol': 'OLD', 'asset_name': 'Seven', **life, 'end_date': before},
            {'sid': 7, 'symbol': 'NEW.A', 'asset_name': 'Seven', **life, 'start_date': middle},
            {'sid': 24, 'symbol': 'TWO', 'asset_name': 'Twenty-four', **life, 'start_date': sessions[3], 'end_date': before},
            {'sid': 24, 'symbol': 'OLD', 'asset_name': 'Twenty-four', **life, 'start_date': middle},
            {'sid': 1001, 'symbol': 'DUST', 'asset_name': '', **life, 'auto_close_date': pd.NaT},
        ]
    ).set_index('sid')
    equities['exchange'] = 'XHKG'
    future = {'symbol': 'HIF21', 'root_symbol': 'HI', 'asset_name': 'Index 1/21', **life, 'notice_date': sessions[15]}
    future = {**future, 'expiration_date': sessions[17], 'auto_close_date': sessions[15], 'multiplier': 50.0}
    assets.write(
        equities=equities,
        futures=pd.DataFrame([{**future, 'tick_size': 0.5, 'exchange': 'XHKF', 'sid': 3000}]).set_index('sid'),
        root_symbols=pd.DataFrame([['HI', 1, 'index', 'Hang on', 'XHKF']], columns=ROOTS),
        equity_supplementary_mappings=pd.DataFrame(
            [[7, 'ISIN', 'HK0000000007', start, end], [24, 'ISIN', 'HK0000000024', sessions[3], end]],
            columns=['sid', 'field', 'value', 'start_date', 'end_date'],
        ),
        exchanges=exchanges(('XHKG', 'Hong Kong', 'HK'), ('XHKF', 'Hong Kong Futures', 'HK')),
    )

    def walk(index, price):
        close = price * np.exp(np.cumsum(random.normal(0, 0.002, len(index))))
        open_ = close * (1 + random.normal(0, 0.001, len(index)))
        frame = pd.DataFrame({'open': open_, 'close': close}, index=index)
        frame['high'] = frame.max(axis=1) * 1.001
        frame['low'] = frame.min(axis=1) * 0.999
        return frame.assign(volume=random.integers(1, 1000, len(index)) * 100.0)

    minute = {}
    for sid, price in ((7, 41.0), (1001, 0.02)):
        index = calendar.minutes_in_range(*span(calendar, sessions[-5], sessions[-1]))
        frame = walk(index, price)
        minute[sid] = frame[random.random(len(frame)) < 0.7]
    day = {sid: walk(sessions[first:], price) for sid, first, price in ((7, 0, 41.0), (24, 3, 9.0), (3000, 0, 28000.0))}
    day[1001] = walk(sessions[5:20], 4_294_900.0)
    day[7].iloc[[4, 5]] = np.nan
    day[24].iloc[2] = np.nan
    day[24].iloc[6, day[24].columns.get_loc('volume')] = 5e9
    day[24].iloc[7, day[24].columns.get_loc('open')] = np.nan
    day[1001].iloc[9, :4] = 4_294_967.295
    day[7]['volume'] = day[7]['volume'].fillna(0)
    day[24]['volume'] = day[24]['volume'].fillna(0)
    days.write(((sid, day[sid]) for sid in (7, 24, 1001, 3000)), invalid_data_behavior='ignore')

    # The writer that is handed in knows thousandths alone.
    writer = BcolzMinuteBarWriter(minutes._rootdir, calendar, start, end, 390, 1000, {1001: 100_000})
    writer.write(iter(minute.items()))
    adjustments.write(
        splits=pd.DataFrame([[7, 0.5, sessions[8]]], columns=['sid', 'ratio', 'effective_date']),
        mergers=pd.DataFrame([[24, 0.9, sessions[20]]], columns=['sid', 'ratio', 'effective_date']),
        # One on a Saturday, one without any date but its ex date.
        dividends=pd.DataFrame(
            [
                [7, 0.25, T('2021-01-12'), T('2021-01-16'), T('2021-01-18'), T('2021-02-01')],
                [24, 0.1, pd.NaT, sessions[12], pd.NaT, pd.NaT],
            ],
            columns=['sid', 'amount', *DATES],
        ),
        stock_dividends=pd.DataFrame(
            [[24, 7, 0.05, pd.NaT, sessions[14], pd.NaT, sessions[16]]], columns=['sid', 'payment_sid', 'ratio', *DATES]
        ),
    )


ROOTS = ['root_symbol', 'root_symbol_id', 'sector', 'description', 'exchange']


def span(calendar, first, last):
    return calendar.session_first_minute(first), calendar.session_last_minute(last)


def digest(values):
    """SHA-256 of little-endian doubles, rows of one asset after the other; -1 stands for NaN."""
    return hashlib.sha256(np.nan_to_num(values.astype('<f8'), nan=-1.0).T.tobytes()).hexdigest()


def read(reader, first, last, sids):
    arrays = reader.load_raw_arrays(FIELDS, first, last, sids)
    return {
        'sids': sids,
        'rows': int(arrays[0].shape[0]),
        'traded': {field: int((array > 0).sum()) for field, array in zip(FIELDS, arrays)},
        'sha256': {field: digest(array) for field, array in zip(FIELDS, arrays)},
    }


def tables(folder):
    """Every row of the two databases, as SQL gives it."""
    out = {}
    for file in ('adjustments.sqlite', 'assets-7.sqlite'):
        db = sqlite3.connect(folder / file)
        names = [name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        out[file] = {name: [list(row) for row in db.execute(f'SELECT * FROM {name}')] for name in names}
        db.close()
    return out


def archive(name, folder):
    """The ingestion's folder, packed."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode='w', format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(folder.rglob('*')):
            if path.is_dir():
                continue
            info = tarfile.TarInfo(f'{name}/{path.relative_to(folder)}')
            info.size = path.stat().st_size
            info.mode = 0o644
            tar.addfile(info, io.BytesIO(path.read_bytes()))
    (HERE / f'{name}.tar.gz').write_bytes(gzip.compress(packed.getvalue(), 9, mtime=0))


def make(name, ingest, calendar, first, last, **options):
    bundles.register(name, ingest, calendar_name=calendar, start_session=T(first), end_session=T(last), **options)
    bundles.ingest(name, show_progress=False)
    data = bundles.load(name)
    (folder,) = (path for path in (Path(ROOT) / 'data' / name).iterdir() if not path.name.startswith('.'))
    days = data.equity_daily_bar_reader
    sids = sorted(int(sid) for sid in days._first_rows)
    answer = {'daily': read(days, T(first), T(last), sids), 'tables': tables(folder)}
    stored = sorted(int(path.stem) for path in folder.glob('minute_equities.bcolz/*/*/*.bcolz'))
    if stored:
        minutes = data.equity_minute_bar_reader
        answer['minute'] = read(minutes, *span(minutes.trading_calendar, T(first), T(last)), stored)
    archive(name, folder)
    return answer


def columns():
    """A column of several chunks for each of Blosc's codecs."""
    values = (np.arange(2500, dtype='uint64') * 7919 % 65521).astype('uint32')
    folder = Path(ROOT) / 'columns'
    folder.mkdir()
    for codec in ('blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'):
        for shuffle in (0, 1, 2):
            place = str(folder / f'{codec}-{shuffle}')
            packed = bcolz.cparams(clevel=9, cname=codec, shuffle=shuffle)
            bcolz.carray(values, chunklen=1024, rootdir=place, mode='w', cparams=packed).flush()
    archive('columns', folder)


columns()
answers = {
    'daily': make('daily', of_parity('daily', ['FOXT', 'GOLF', 'LIMA', 'NOVE']), 'XNYS', '2019-01-02', '2022-12-30'),
    'minute': make('minute', of_parity('minute', ['AMIN', 'DMIN']), 'XNYS', '2020-11-20', '2020-12-04'),
    'odds': make('odds', odds, 'XHKG', '2021-01-04', '2021-02-16'),
}
(HERE / 'zipline-reads.json').write_text(json.dumps(answers, indent=1) + '\n')
