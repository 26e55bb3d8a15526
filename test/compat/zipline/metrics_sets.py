"""Zipline's metrics sets: the columns of each, the classic risk report, a set of one's own with every hook, performance per minute."""

import pandas as pd
from zipline.api import order, order_target_percent, record, symbol
from zipline.finance import metrics

from zipline_world import DATA, algorithm, clean, columns, write

DAILY = ('2020-01-02', '2020-04-20')
MINUTE = ('2020-11-24', '2020-11-30')


def initialize(context):
    context.bars = 0


def rebalance(context, data):
    if context.bars % 10 == 0:
        order_target_percent(symbol('BETA'), 0.6 if context.bars % 20 == 0 else -0.3)
    context.bars += 1
    record(bars=context.bars)


def minutely(context, data):
    if context.bars in (3, 200, 500):
        order(symbol('BMIN'), 300)
    context.bars += 1


def benchmark():
    return pd.read_csv(DATA / 'benchmark.csv', index_col='date', parse_dates=['date'])['return']


class Own:
    """Notes each hook that is called and what it is given, and fills three columns."""

    def __init__(self):
        self.calls = []

    def start_of_simulation(self, ledger, emission_rate, trading_calendar, sessions, benchmark_source):
        first = benchmark_source.daily_returns(sessions[0], sessions[-1]).iloc[1]
        given = (emission_rate, trading_calendar.name, len(sessions), clean(sessions[0]), clean(first))
        self.calls.append(('start_of_simulation', *given, ledger.portfolio.cash))

    def start_of_session(self, ledger, session, data_portal):
        self.calls.append(('start_of_session', clean(session), ledger.portfolio.portfolio_value))

    def end_of_bar(self, packet, ledger, dt, session_ix, data_portal):
        self.calls.append(('end_of_bar', clean(dt), session_ix))

    def end_of_session(self, packet, ledger, session, session_ix, data_portal):
        self.calls.append(('end_of_session', clean(session), session_ix, ledger.todays_returns, len(ledger.orders()), len(ledger.transactions())))
        packet['daily_perf']['holdings'] = len(ledger.portfolio.positions)
        packet['daily_perf']['half'] = ledger.portfolio.portfolio_value / 2
        packet['cumulative_risk_metrics']['best'] = max(ledger.daily_returns_array[: session_ix + 1])

    def end_of_simulation(self, packet, ledger, trading_calendar, sessions, data_portal, benchmark_source):
        self.calls.append(('end_of_simulation', len(sessions), ledger.portfolio.portfolio_value))
        packet['verdict'] = 'done'


def run(metrics_set, kind='daily', emission='daily'):
    span, handle_data = (DAILY, rebalance) if kind == 'daily' else (MINUTE, minutely)
    given = {'benchmark_returns': benchmark()} if kind == 'daily' else {}
    return algorithm(kind, *span, emission=emission, initialize=initialize, handle_data=handle_data, metrics_set=metrics_set, **given)


def own():
    metric = Own()
    algo = run([metric])
    perf = algo.run()
    seen = columns(perf, 'holdings', 'half', 'best', 'bars')
    return {'columns': sorted(perf.columns), 'seen': seen, 'report': clean(algo.risk_report), 'calls': metric.calls[:6] + metric.calls[-3:]}


def named(name):
    algo = run(metrics.load(name))
    perf = algo.run()
    return {'columns': sorted(perf.columns), 'report': clean(algo.risk_report)}


FIELDS = ('returns', 'pnl', 'capital_used', 'ending_cash', 'ending_value', 'portfolio_value', 'gross_leverage', 'starting_cash', 'longs_count')
RISK = ('algorithm_period_return', 'max_leverage')


def per_minute():
    algo = run(metrics.load('default'), 'minute', 'minute')
    minutes, max_leverage = [], []
    for packet in algo.get_generator():
        if 'minute_perf' in packet:
            row, risk = packet['minute_perf'], packet['cumulative_risk_metrics']
            minutes.append([clean(row['period_close']), *(clean(row[name]) for name in FIELDS), *(clean(risk[name]) for name in RISK)])
        elif 'daily_perf' in packet:
            max_leverage.append(clean(packet['cumulative_risk_metrics']['max_leverage']))
    return {'names': ['dt', *FIELDS, *RISK], 'count': len(minutes), 'some': minutes[::50], 'max_leverage': max_leverage}


if __name__ == '__main__':
    write({**{name: named(name) for name in ('none', 'default', 'classic')}, 'own': own(), 'minutes': per_minute()})
