"""Asks Zipline 3.2.1's own parts what our finance is held against, and writes zipline/*.txt, a row of JSON a line:

    v/bin/python test/core/finance/zipline_tables.py          (v: a venv with zipline-reloaded 3.2.1)

Inputs are chosen by hand or drawn with a fixed seed; every answer is Zipline's. NaN is null."""
import json, math, os, random, sys, types, warnings
warnings.simplefilter('ignore')
import logging
logging.disable(logging.CRITICAL)
import numpy as np, pandas as pd
from zipline.algorithm import TradingAlgorithm
from zipline.assets import Equity, ExchangeInfo, Future
from zipline.errors import HistoryWindowStartsBeforeData
from zipline.finance import commission, execution, slippage
from zipline.finance.blotter.simulation_blotter import SimulationBlotter
from zipline.finance.cancel_policy import EODCancel
from zipline.finance.ledger import Ledger
from zipline.finance.order import Order
from zipline.finance.transaction import Transaction
from zipline.gens.sim_engine import SESSION_END

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'zipline')
EXCHANGE = ExchangeInfo('TEST', 'TEST', 'US')
UTC = 'UTC'
rng = random.Random(20210104)
nan = float('nan')


def equity(sid=0, tick=0.01, **more):
    return Equity(sid, EXCHANGE, symbol=f'A{sid}', tick_size=tick, start_date=pd.Timestamp('2021-01-01'), end_date=pd.Timestamp('2030-01-01'), **more)


def future(sid=0, root='ES', multiplier=1.0, tick=0.01):
    return Future(sid, EXCHANGE, symbol=f'{root}{sid}', root_symbol=root, multiplier=multiplier, tick_size=tick, start_date=pd.Timestamp('2021-01-01'), end_date=pd.Timestamp('2030-01-01'))


def plain(x):
    if isinstance(x, dict): return {k: plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple, np.ndarray)): return [plain(v) for v in x]
    if isinstance(x, (bool, np.bool_)): return bool(x)
    if isinstance(x, (int, np.integer)): return int(x)
    if isinstance(x, (float, np.floating)): return None if math.isnan(x) else int(x) if x == int(x) and abs(x) < 1e15 else float(x)
    return x


def write(name, rows):
    with open(os.path.join(HERE, name + '.txt'), 'w') as out:
        for row in rows: out.write(json.dumps(plain(row), separators=(',', ':')) + '\n')
    print(name, len(rows))


# [price, prefers down, tick, rounded]
def price_rounding():
    ticks = [0.01, 0.001, 0.0001, 0.05, 0.25, 0.1, 0.005, 0.03125, 0.015625, 0.29, 0.07, 1e-05, 1e-07, 0.5, 1.0, 2.5, 5.0, 10.0]
    rows = []
    for tick in ticks:
        near = [0.0, tick * 0.04, tick * 0.5, tick * 0.96, tick * 7.049, tick * 7.051, tick * 12.949, tick * 12.951, tick * 1000.5]
        for price in [*near, 99.989999999, 1.005, 2.675, 1234.5678, round(rng.uniform(0, 500), 4)]:
            rows += [[price, down, tick, execution.asymmetric_round_price(price, down, tick)] for down in (True, False)]
    return rows


# [style, its prices, buys, tick of the asset or null, limit, stop]
def execution_styles():
    rows = []
    for prices in [(99.995, 100.0051), (12.3456, 11.9949), (0.0, 0.004), (3000.13, 2999.87)]:
        for buys in (True, False):
            for tick in (None, 0.01, 0.25, 0.001):
                asset = None if tick is None else equity(tick=tick)
                styles = dict(limit=execution.LimitOrder(prices[0], asset=asset), stop=execution.StopOrder(prices[1], asset=asset))
                styles['stop-limit'] = execution.StopLimitOrder(*prices, asset=asset)
                rows += [[name, prices, buys, tick, style.get_limit_price(buys), style.get_stop_price(buys)] for name, style in styles.items()]
    return rows


# An algorithm that stands still, for the methods that work out amounts.
def still(price, value, held, asset):
    algo = types.SimpleNamespace()
    algo.datetime = pd.Timestamp('2021-06-01 20:00', tz=UTC)
    algo.trading_calendar = types.SimpleNamespace(minute_to_session=lambda at: at.normalize().tz_localize(None))
    algo.trading_client = types.SimpleNamespace(current_data=types.SimpleNamespace(current=lambda *_: price))
    algo.logger = None
    positions = {asset: types.SimpleNamespace(amount=held)} if held else {}
    algo.portfolio = types.SimpleNamespace(portfolio_value=value, positions=positions)
    for name in ('_calculate_order_value_amount', '_calculate_order_percent_amount', '_calculate_order_target_amount', '_calculate_order_target_percent_amount'):
        setattr(algo, name, types.MethodType(getattr(TradingAlgorithm, name), algo))
    return algo


# [function, its number, price, portfolio value, held, multiplier of the price, units ordered]
def order_sizing():
    rows = []
    for x in [0, 1, -1, 0.5, 5.5, -5.5, 1.9998, 1.99991, 2.00009, 2.0002, -1.99991, -1.9998, -0.00005, 0.99995, 1e-9, 3.9999, 1e10 + 0.3, 123456.99985, 123456.99995, -7.99989, 2.5, 0.00011, 0.9999]:
        rows.append(['order', x, 10.0, 1e5, 0, 1.0, TradingAlgorithm.round_order(x)])
    def ask(name, number, price, value, held, multiplier):
        asset = equity() if multiplier == 1.0 else future(multiplier=multiplier)
        algo = still(price, value, held, asset)
        if name == 'order_value': amount = algo._calculate_order_value_amount(asset, number)
        elif name == 'order_percent': amount = algo._calculate_order_percent_amount(asset, number)
        elif name == 'order_target': amount = algo._calculate_order_target_amount(asset, number)
        elif name == 'order_target_value': amount = algo._calculate_order_target_amount(asset, algo._calculate_order_value_amount(asset, number))
        else: amount = algo._calculate_order_target_percent_amount(asset, number)
        rows.append([name, number, price, value, held, multiplier, TradingAlgorithm.round_order(amount)])
    for held in (0, 5, 6, -5, 100, -33):
        for target in (3.7, -3.7, 0, 5, 5.00005, 4.9999, -100, 12.3): ask('order_target', target, 10.0, 1e5, held, 1.0)
    for price in (10.0, 33.333, 0.07, 92.479, 1e-7, 9e-7, 1.1e-6, 250000.0):
        for number in (1000.0, -1000.0, 999.99, 0.0):
            ask('order_value', number, price, 1e5, 0, 1.0)
            ask('order_target_value', number, price, 1e5, 7, 1.0)
    for multiplier in (50.0, 1000.0, 0.1, 42000.0):
        for number in (100000.0, -123456.78): ask('order_value', number, 4321.25, 1e6, 0, multiplier); ask('order_target_value', number, 43.21, 1e6, -2, multiplier)
    for percent in (1.0, 0.5, 0.1, 1 / 3, -0.25, 0.0, 2.0):
        for held in (0, 11): ask('order_percent', percent, 37.21, 100123.45, held, 1.0); ask('order_target_percent', percent, 37.21, 100123.45, held, 1.0)
    for _ in range(40):
        name = rng.choice(['order_value', 'order_target_value', 'order_percent', 'order_target_percent'])
        number = round(rng.uniform(-2, 2), 4) if 'percent' in name else round(rng.uniform(-50000, 50000), 2)
        ask(name, number, round(rng.uniform(0.5, 400), 3), round(rng.uniform(1e4, 1e6), 2), rng.randint(-500, 500), 1.0)
    return rows


class Bar:
    """What a slippage model asks of `data`, for one bar of one asset."""
    current_dt = pd.Timestamp('2021-06-01 20:00', tz=UTC)
    current_session = pd.Timestamp('2021-06-01')

    def __init__(self, values, volumes=None, closes=None):
        self.values = dict(zip(('open', 'high', 'low', 'close', 'volume'), values))
        self.past = dict(volume=volumes, close=closes)

    def current(self, asset, fields):
        return self.values[fields] if isinstance(fields, str) else pd.Series({f: self.values[f] for f in fields})

    def history(self, asset, field, count, frequency):
        past = self.past[field]
        if past is None: raise HistoryWindowStartsBeforeData(first_trading_day='-', bar_count=count, suggested_start_day='-')
        return pd.Series([*past, self.values[field]], dtype=float)


class HalfSpread(slippage.MarketImpactBase):
    """A user's own market impact model."""
    def get_txn_volume(self, data, order): return data.current(order.asset, 'volume') * 0.1
    def get_simulated_impact(self, order, current_price, current_volume, txn_volume, mean_volume, volatility):
        return current_price * volatility * txn_volume / (mean_volume + current_volume)


# { model, args, order: [amount, filled, limit], bar: [open, high, low, close, volume, used], root?, volumes?, closes?, fill: [price, amount], null or 'exceeded' }
def slippage_models():
    rows = []
    def ask(name, args, amount, bar, used=0, filled=0, limit=None, root=None, volumes=None, closes=None):
        asset = equity() if root is None else future(root=root)
        model = HalfSpread() if name == 'HalfSpread' else getattr(slippage, name)(*args)
        model._volume_for_bar = used
        order = Order(Bar.current_dt, asset, amount, limit=limit, filled=filled)
        try:
            price, units = model.process_order(Bar(bar, volumes, closes), order)
            fill = None if price is None else [price, units]
        except slippage.LiquidityExceeded: fill = 'exceeded'
        row = dict(model=name, args=args, order=[amount, filled, limit], bar=[*bar, used], fill=fill)
        if root is not None: row.update(root=root, volumes=volumes, closes=closes)
        rows.append(row)
    bars = [(10.0, 10.5, 9.75, 10.25, 1000.0), (99.1, 101.237, 98.004, 100.013, 12345.0), (0.07, 0.08, 0.06, 0.075, 39.0), (4321.25, 4330.5, 4300.0, 4311.75, 250000.0)]
    for bar in bars:
        for amount in (1, -1, 25, -25, 300, -300, 100000, -100000):
            ask('NoSlippage', [], amount, bar)
            ask('FixedSlippage', [0.13], amount, bar)
            ask('FixedBasisPointsSlippage', [], amount, bar)
            ask('VolumeShareSlippage', [], amount, bar)
        for used in (3, 20, 25, 99, 100):
            ask('VolumeShareSlippage', [0.025, 0.1], 40, bar, used)
            ask('VolumeShareSlippage', [0.1, 0.9], -40, bar, used, filled=-7)
            ask('FixedBasisPointsSlippage', [7.5, 0.1], 40, bar, used, filled=12)
        close = bar[3]
        for limit in (close, close * 1.00001, close * 1.5, close * 0.99999):
            for amount in (20, -20):
                ask('VolumeShareSlippage', [0.05, 0.2], amount, bar, 0, limit=limit)
                ask('FixedBasisPointsSlippage', [5, 2.0], amount, bar, 0, limit=limit)
    def past(level, holes=()):
        closes, price = [], level
        for _ in range(20):
            price = round(price * (1 + rng.gauss(0, 0.012)), 3); closes.append(price)
        for hole in holes: closes[hole] = nan
        return [float(rng.randint(50, 200000)) for _ in range(20)], closes
    for root in ('ES', 'CL', 'GC', 'ZZ', 'VX', 'TY', 'BD'):
        for amount in (1, -3, 40, -500, 100000):
            volumes, closes = past(4321.25)
            ask('VolatilityVolumeShare', [0.05], amount, bars[3], 100, root=root, volumes=volumes, closes=closes)
    for amount, limit in ((30, 4315.25), (30, 4315.26), (-30, 4315.25), (-30, 4315.2), (-30, 4000.0)):
        volumes, closes = past(4311.0)
        ask('VolatilityVolumeShare', [0.05], amount, bars[3], root='ES', limit=limit, volumes=volumes, closes=closes)
    for holes in ((5,), (0,), (19,), (3, 4, 11), tuple(range(20))):
        volumes, closes = past(60.0, holes)
        ask('VolatilityVolumeShare', [0.05, 0.07], 12, bars[1], root='CL', volumes=volumes, closes=closes)
    ask('VolatilityVolumeShare', [0.05], 5, bars[1], root='CL')
    ask('VolatilityVolumeShare', [0.05], 5, bars[1], root='CL', volumes=[0.0] * 20, closes=past(60.0)[1])
    ask('VolatilityVolumeShare', [0.05], 5, bars[2], root='CL', volumes=past(60.0)[0], closes=[60.0] * 20)
    ask('VolatilityVolumeShare', [0.001], 5, bars[0], root='CL', volumes=past(60.0)[0], closes=past(60.0)[1])
    ask('VolatilityVolumeShare', [0.05, {'CL': 0.5}], 5, bars[1], root='CL', volumes=past(60.0)[0], closes=past(60.0)[1])
    ask('VolatilityVolumeShare', [0.05, {'CL': 0.5}], 5, bars[1], root='ES', volumes=past(60.0)[0], closes=past(60.0)[1])
    for amount in (5, -5, 5000):
        volumes, closes = past(100.0)
        ask('HalfSpread', [], amount, bars[1], root='CL', volumes=volumes, closes=closes)
        ask('HalfSpread', [], amount, bars[1], root='CL')
    return rows


# { model, args, amount, root?, fills: [[amount, price], …], charges: [...] }; a fill is booked on the order before the next
def commission_models():
    rows = []
    def ask(name, args, fills, root=None):
        asset = equity() if root is None else future(root=root)
        model = getattr(commission, name)(*args)
        order = Order(Bar.current_dt, asset, sum(a for a, _ in fills))
        charges = []
        for amount, price in fills:
            charge = model.calculate(order, Transaction(asset, amount, Bar.current_dt, price, order.id))
            order.filled += amount
            order.commission += charge
            charges.append(charge)
        rows.append(dict(model=name, args=args, fills=fills, charges=charges, **({} if root is None else dict(root=root))))
    fills = [[(100, 10.0)], [(-250, 33.337)], [(10, 99.99), (10, 100.01), (80, 100.2)], [(-1, 5.0), (-2, 5.1), (-97, 4.9), (-900, 4.87)], [(7, 0.01), (3, 0.011)], [(1, 1234.56)] * 6]
    for given in fills:
        for args in ([], [0.0075, 1.0], [0.01], [0, 1.0], [0.1, 0.35], [0.003, 0.06]): ask('PerShare', args, given)
        for args in ([], [5.0]): ask('PerTrade', args, given)
        for args in ([], [0.0023]): ask('PerDollar', args, given)
        ask('NoCommission', [], given)
        for root in ('ES', 'CL', 'XG'):
            ask('PerContract', [0.85, {}], given, root)
            ask('PerContract', [{'ES': 0.5}, {'CL': 2.25}, 3.0], given, root)
            ask('PerFutureTrade', [{'ES': 4.0}], given, root)
        ask('PerContract', [1.1, 0.3], given, 'ZZ')
        ask('PerContract', [0, 0, 1.5], given, 'ZZ')
        ask('PerFutureTrade', [], given, 'ZZ')
    return rows


# { order: [amount, limit, stop], steps: [[price, triggered, stop reached, limit reached, stop, changed], …] }
def order_triggers():
    rows = []
    paths = [(10.0, 9.0, 11.0, 10.0), (9.5, 9.0, 10.5), (11.0, 9.0, 10.0), (8.0, 12.0, 10.0), (10.5, 9.5, 9.0)]
    for amount in (5, -5):
        for limit, stop in ((None, None), (10.0, None), (None, 10.0), (9.5, 10.0), (10.0, 10.0), (10.5, 9.5)):
            for path in paths:
                at = pd.Timestamp('2021-06-01', tz=UTC)
                order = Order(at, equity(), amount, limit=limit, stop=stop)
                steps = []
                for i, price in enumerate(path):
                    before = order.dt
                    order.check_triggers(price, at + pd.Timedelta(days=i + 1))
                    steps.append([price, order.triggered, order.stop_reached, order.limit_reached, order.stop, order.dt != before])
                rows.append(dict(order=[amount, limit, stop], steps=steps))
    return rows


# [amount, filled, limit, stop, ratio, amount, filled, limit, stop, status]
def order_splits():
    rows = []
    for amount, filled in ((100, 0), (100, 33), (-100, -33), (7, 0), (-7, -6), (1, 0), (250, 249)):
        for ratio in (0.25, 0.5, 2.0, 10.0, 1 / 3, 0.142857, 1.5):
            order = Order(Bar.current_dt, equity(), amount, limit=92.479, stop=1.005, filled=filled)
            order.handle_split(ratio)
            rows.append([amount, filled, 92.479, 1.005, ratio, order.amount, order.filled, order.limit, order.stop, int(order.status)])
    return rows


# { assets: [[kind, multiplier], …], days: [{ dividends?, stock?, splits?, fills?, prices }], after: [state a day] }, capital 100000
def positions():
    rows = []
    sessions = pd.date_range('2021-01-01', periods=40)

    def ask(kinds, days):
        assets = [equity(i) if kind == 'equity' else future(i, multiplier=multiplier) for i, (kind, multiplier) in enumerate(kinds)]
        ledger = Ledger(sessions, 100000.0, 'daily')
        after = []
        for i, day in enumerate(days):
            session = sessions[i]
            cash = [types.SimpleNamespace(asset=assets[s], amount=a, pay_date=sessions[p]) for s, a, p in day.get('dividends', [])]
            stock = [types.SimpleNamespace(asset=assets[s], payment_asset=assets[to], ratio=r, pay_date=sessions[p]) for s, to, r, p in day.get('stock', [])]
            reader = types.SimpleNamespace(
                get_dividends_with_ex_date=lambda held, *_: [d for d in cash if d.asset in held],
                get_stock_dividends_with_ex_date=lambda held, *_: [d for d in stock if d.asset in held])
            ledger.process_dividends(session, None, reader)
            ledger.process_splits([(assets[s], r) for s, r in day.get('splits', [])])
            at = session.tz_localize(UTC) + pd.Timedelta(hours=21)
            for s, amount, price, _ in day.get('fills', []): ledger.process_transaction(Transaction(assets[s], amount, at, price, 'x'))
            for s, _, _, cost in day.get('fills', []):
                if cost > 0: ledger.process_commission(dict(asset=assets[s], cost=cost))
            portal = types.SimpleNamespace(get_scalar_asset_spot_value=lambda asset, **_: day['prices'][asset.sid])
            ledger.sync_last_sale_prices(at, portal)
            value, gross, net = ledger.calculate_period_stats()
            p, stats = ledger.portfolio, ledger.position_tracker.stats
            held = [[x['sid'].sid, x['amount'], x['cost_basis'], x['last_sale_price']] for x in ledger.positions]
            after.append(dict(cash=p.cash, value=value, pnl=p.pnl, returns=p.returns, flow=p.cash_flow, gross=gross, net=net, long=stats.long_exposure, short=stats.short_exposure,
                              longs=stats.longs_count, shorts=stats.shorts_count, positions=held))
        rows.append(dict(assets=kinds, days=days, after=after))

    one = [['equity', 1]]
    day = lambda price, *fills, **more: dict(fills=[list(f) for f in fills], prices=[price], **more)
    ask(one, [day(10.0, (0, 100, 10.0, 0)), day(11.0, (0, 50, 11.3, 1.0)), day(9.0, (0, -150, 9.1, 2.5)), day(9.5)])
    ask(one, [day(10.0, (0, 100, 10.01, 0.5)), day(12.0, (0, -250, 12.2, 0.75)), day(13.0, (0, 300, 13.37, 1.0)), day(14.0)])
    ask(one, [day(10.0, (0, -100, 10.0, 3.0)), day(8.0, (0, 40, 8.1, 0)), day(8.5, (0, -10, 8.6, 1.0)), day(9.0, (0, 70, 9.0, 0.1)), day(9.0, (0, 5, 9.0, 1.0))])
    ask(one, [day(10.0, (0, 3, 10.1, 0.01), (0, 3, 10.2, 0.01), (0, 1, 10.4, 0.01)), day(10.0, (0, -2, 9.9, 0.3), (0, 5, 9.8, 0.2)), day(10.0, (0, -10, 9.9, 0.3), (0, 5, 9.8, 0.2)), day(nan)])
    ask(one, [day(10.0, (0, 100, 10.0, 0), (0, -100, 10.5, 1.0)), day(10.0, (0, 100, 10.0, 0), (0, -130, 10.5, 1.0)), day(10.0, (0, 30, 9.0, -1.0))])
    for ratio in (0.25, 0.5, 2.0, 3.0, 0.142857, 1 / 3, 1.5, 200.0):
        for amount in (100, -100, 7, -7): ask(one, [day(92.479, (0, amount, 92.5, 0.7)), day(92.479 * ratio, splits=[[0, ratio]]), day(92.479 * ratio, (0, 10, 90.0 * ratio, 0.2))])
    for amount in (100, -100, 33):
        ask(one, [day(50.0, (0, amount, 50.0, 0)), day(50.1, dividends=[[0, 0.333, 3]]), day(50.2, (0, -amount, 50.2, 0)), day(50.3), day(50.4)])
        ask(one, [day(50.0, (0, amount, 50.0, 0)), day(50.1, dividends=[[0, 0.333, 1], [0, 0.1, 2]], splits=[[0, 0.5]]), day(25.2), day(25.0, dividends=[[0, 1.7, 4]]), day(25.0, splits=[[0, 3.0]])])
        for ratio in (0.05, 0.29, 0.1, 1.0, 0.005):
            ask([*one, *one], [dict(fills=[[0, amount, 50.0, 0.5]], prices=[50.0, 20.0]), dict(stock=[[0, 0, ratio, 2], [0, 1, ratio, 3]], prices=[50.0, 20.0]), dict(prices=[48.0, 20.5]), dict(prices=[48.0, 21.0], fills=[[1, 5, 21.0, 0.2]]), dict(prices=[48.0, 21.5])])
    for multiplier in (1, 50, 1000, 0.1, 42000):
        kinds = [['future', multiplier]]
        ask(kinds, [day(60.0, (0, 2, 60.1, 2.35)), day(61.5), day(61.0, (0, 3, 61.2, 3.0)), day(nan), day(59.0, (0, -9, 59.5, 5.0)), day(58.0), day(57.5, (0, 4, 57.7, 1.0)), day(57.0)])
        ask(kinds, [day(60.0, (0, -2, 60.1, 2.35), (0, 2, 60.3, 2.35), (0, 1, 60.2, 1.0)), day(61.5, (0, -3, 61.4, 1.0), (0, 1, 61.6, 1.0)), day(61.0, (0, 1, 61.2, 3.0)), day(60.0)])
    for n in range(30):
        kinds = [['equity', 1], ['equity', 1], ['future', rng.choice([1, 50, 1000])]]
        levels, days = [round(rng.uniform(5, 300), 3) for _ in kinds], []
        for i in range(8):
            levels = [round(x * (1 + rng.gauss(0, 0.03)), 3) for x in levels]
            fills = []
            for _ in range(rng.randint(0, 3)):
                s = rng.randrange(3)
                amount = rng.choice([1, 2, 5]) * rng.choice([1, -1]) * (1 if s == 2 else rng.choice([1, 10, 33]))
                fills.append([s, amount, round(levels[s] * rng.uniform(0.99, 1.01), 5), rng.choice([0, 0.35, round(rng.uniform(0, 3), 4)])])
            more = {}
            if rng.random() < 0.25: more['splits'] = [[rng.randrange(2), rng.choice([0.5, 2.0, 1 / 3, 1.25])]]
            if rng.random() < 0.3: more['dividends'] = [[rng.randrange(2), round(rng.uniform(0, 1), 3), min(7, i + rng.randint(0, 2))]]
            if rng.random() < 0.2: more['stock'] = [[0, rng.randrange(2), rng.choice([0.05, 0.5, 0.29]), min(7, i + rng.randint(0, 2))]]
            traded = {s for s, *_ in fills}
            days.append(dict(fills=fills, prices=[nan if s not in traded and rng.random() < 0.1 else x for s, x in enumerate(levels)], **more))
        ask(kinds, days)
    return rows


# { policy, days: [{ bars: [[open, high, low, close, volume] an asset], do: [...] }], after: [{ fills, open, news, orders }] }
def blotter():
    rows = []
    statuses = lambda order: [order.amount, order.filled, order.commission, order.limit, order.stop, int(order.status), order.reason]

    def ask(days, policy=None, models=None):
        assets = [equity(0), equity(1), equity(2)]
        book = SimulationBlotter(cancel_policy=EODCancel() if policy else None, **(dict(equity_slippage=slippage.VolumeShareSlippage(*models), equity_commission=commission.PerShare(0.01, 1.0)) if models else {}))
        ids, after = [], []
        for i, day in enumerate(days):
            at = pd.Timestamp('2021-01-01 21:00', tz=UTC) + pd.Timedelta(days=i)
            book.set_date(at)
            if 'split' in day: book.process_splits([(assets[day['split'][0]], day['split'][1])])
            data = types.SimpleNamespace(current_dt=at, current=lambda asset, field: dict(zip(('open', 'high', 'low', 'close', 'volume'), day['bars'][asset.sid]))[field])
            transactions, _, closed = book.get_transactions(data)
            book.prune_orders(closed)
            fills = [[ids.index(t.order_id), t.amount, t.price] for t in transactions]
            for what, *rest in day.get('do', []):
                if what == 'order':
                    s, amount, limit, stop = rest
                    style = execution.MarketOrder() if limit is None and stop is None else execution.StopOrder(stop, assets[s]) if limit is None else execution.LimitOrder(limit, assets[s]) if stop is None else execution.StopLimitOrder(limit, stop, assets[s])
                    ids.append(book.order(assets[s], amount, style))
                elif what == 'cancel': book.cancel(ids[rest[0]])
                elif what == 'cancel all': book.cancel_all_orders_for_asset(assets[rest[0]])
                else: getattr(book, what)(ids[rest[0]], rest[1])
            news = [ids.index(o.id) for o in book.new_orders]
            book.new_orders = []
            if policy == 'daily': book.execute_daily_cancel_policy(SESSION_END)
            elif policy == 'minute': book.execute_cancel_policy(SESSION_END)
            later = [ids.index(o.id) for o in book.new_orders]
            book_now = [[asset.sid, [ids.index(o.id) for o in orders]] for asset, orders in book.open_orders.items() if orders]
            after.append(dict(fills=fills, news=news, later=later, open=book_now, orders=[statuses(book.orders[x]) for x in ids]))
            book.new_orders = []
        rows.append(dict(policy=policy, models=models, days=days, after=after))

    def bars(*closes, volume=1000.0): return [[c, c, c, c, volume] for c in closes]
    O = lambda s, amount, limit=None, stop=None: ['order', s, amount, limit, stop]
    flat = bars(10.0, 20.0, 30.0)
    thin = bars(10.0, 20.0, 30.0, volume=500.0)
    ask([dict(bars=flat, do=[O(0, 10), O(1, -5)]), dict(bars=flat), dict(bars=flat)])
    ask([dict(bars=flat, do=[O(0, 150), O(0, 30), O(1, 10)]), dict(bars=flat), dict(bars=flat), dict(bars=flat)])
    ask([dict(bars=flat, do=[O(0, 10, 9.5), O(1, 10, 25.0)]), dict(bars=flat, do=[['cancel', 0], O(0, 7), O(2, 1)]), dict(bars=flat)])
    ask([dict(bars=flat, do=[O(0, 10, 9.0), O(1, 10, 19.0)]), dict(bars=flat, do=[['cancel', 0], O(0, 7, 9.1)]), dict(bars=bars(9.0, 19.0, 30.0))])
    ask([dict(bars=flat, do=[O(0, 10, 9.0), O(1, 10, 19.0)]), dict(bars=flat, do=[['cancel all', 0], O(0, 7, 9.1)]), dict(bars=bars(9.0, 19.0, 30.0))])
    ask([dict(bars=flat, do=[O(0, 10), ['cancel', 0]]), dict(bars=flat, do=[['cancel', 0]])])
    ask([dict(bars=flat, do=[O(0, 10), ['reject', 0, 'no margin'], O(0, 5)]), dict(bars=flat, do=[['reject', 1, 'too late']]), dict(bars=flat)])
    ask([dict(bars=flat, do=[O(0, 10), O(0, 5), ['hold', 0, 'short sale check']]), dict(bars=flat), dict(bars=flat)])
    ask([dict(bars=flat, do=[O(0, 150), ['hold', 0, 'size']]), dict(bars=flat), dict(bars=flat, do=[['hold', 0, 'again']]), dict(bars=flat)])
    ask([dict(bars=flat, do=[O(0, 150), O(0, 101, 12.0)]), dict(bars=flat), dict(bars=bars(2.5, 20.0, 30.0), split=[0, 0.25]), dict(bars=bars(2.5, 20.0, 30.0))], models=[0.1, 0.1])
    ask([dict(bars=flat, do=[O(0, 105), O(0, 3, 9.0)]), dict(bars=flat), dict(bars=bars(100.0, 20.0, 30.0), split=[0, 10.0]), dict(bars=bars(90.0, 20.0, 30.0))], models=[0.1, 0.1])
    for policy in ('daily', 'minute'):
        ask([dict(bars=flat, do=[O(0, 10, 9.0), O(0, 5, 9.0), O(1, 5, 9.0), O(2, 1)]), dict(bars=flat, do=[O(0, 7, 9.0)]), dict(bars=flat), dict(bars=bars(8.0, 8.0, 30.0))], policy)
        ask([dict(bars=thin, do=[O(0, 150), O(0, 30), O(0, -40, 15.0), O(1, -90)]), dict(bars=thin), dict(bars=thin, do=[O(0, 5)]), dict(bars=thin), dict(bars=thin)], policy)
    for n in range(24):
        levels, days, count = [10.0, 20.0, 30.0], [], 0
        for i in range(6):
            levels = [round(x * (1 + rng.gauss(0, 0.03)), 3) for x in levels]
            volume = [float(rng.choice([0, 80, 400, 5000])) for _ in levels]
            do = []
            for _ in range(rng.randint(0, 4)):
                s = rng.randrange(3)
                if count and rng.random() < 0.25: do.append(['cancel', rng.randrange(count)])
                else:
                    price = lambda: round(levels[s] * rng.uniform(0.97, 1.03), 4) if rng.random() < 0.35 else None
                    do.append(O(s, rng.choice([1, -1]) * rng.choice([3, 20, 75, 300]), price(), price()))
                    count += 1
            more = dict(split=[rng.randrange(3), rng.choice([0.5, 2.0, 1.5])]) if rng.random() < 0.15 else {}
            days.append(dict(bars=[[round(x * 0.99, 3), round(x * 1.02, 3), round(x * 0.97, 3), x, v] for x, v in zip(levels, volume)], do=do, **more))
        ask(days, rng.choice([None, 'daily', 'minute']), rng.choice([None, [0.1, 0.1], [0.025, 0.5]]))
    return rows


if __name__ == '__main__':
    for table in (price_rounding, execution_styles, order_sizing, slippage_models, commission_models, order_triggers, order_splits, positions, blotter):
        if len(sys.argv) == 1 or table.__name__ in sys.argv: write(table.__name__.replace('_', '-'), table())
