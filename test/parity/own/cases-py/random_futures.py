"""2.1-2.9: whatever comes, in futures: orders of all kinds, targets, cancels, windows of contracts and chains, drawn by lot, over gaps, notices and expiries."""
from zipline.api import (cancel_order, cancel_policy, commission, get_open_orders, order, order_percent, order_target, order_target_percent, order_target_value,
    order_value, record, set_cancel_policy, set_commission, set_slippage, slippage, continuous_future, future_symbol)
RUN = dict(bundle='g-futures', start='2021-02-10', end='2021-05-28', calendar='us_futures', capital_base=2e6)
SEED = 1
NAMES = 'CLG21 CLH21 CLJ21 CLK21 CLM21 GCG21 GCH21 GCJ21 GCK21 ESH21 ESM21 FSH21 FSM21'.split()
FIELDS = ['price', 'close', 'open', 'high', 'low', 'volume']
LOG = []
class Lots:
    def __init__(self, seed): self.state = seed
    def next(self): self.state = (self.state * 1664525 + 1013904223) % 4294967296; return self.state / 4294967296
    def below(self, n): return int(self.next() * n)
    def of(self, items): return items[self.below(len(items))]
    def between(self, low, high): return low + (high - low) * self.next()
def initialize(context):
    lots = context.lots = Lots(SEED); n = lots.below(5); limit, impact = lots.between(.0005, .1), lots.between(0, 1)
    if n == 0: set_slippage(us_futures=slippage.VolumeShareSlippage(volume_limit=limit, price_impact=impact))
    if n == 1: set_slippage(us_futures=slippage.FixedSlippage(spread=impact * .1))
    if n == 2: set_slippage(us_futures=slippage.VolatilityVolumeShare(volume_limit=limit, eta={'CL': .05, 'GC': .03, 'ES': .04, 'FS': impact}))
    n = lots.below(4); cost = lots.between(0, 2); least = lots.between(0, 9)
    if n == 0: set_commission(us_futures=commission.PerContract(cost=cost, exchange_fee={'CL': 1.5, 'GC': .5, 'ES': 0, 'FS': 2}, min_trade_cost=least))
    if n == 1: set_commission(us_futures=commission.PerContract(cost={'CL': .5, 'GC': 1.5, 'ES': cost, 'FS': .01}, exchange_fee=.4))
    if n == 2: set_commission(us_futures=commission.PerFutureTrade(cost=least))
    if lots.below(4) == 0: set_cancel_policy(cancel_policy.EODCancel())
def act(context, data, lots, assets):
    a = lots.of(assets); n = lots.below(12); amount = lots.between(-30, 30); x, y = lots.between(.93, 1.07), lots.between(.93, 1.07); share = lots.between(-.2, .2); which = lots.below(3)
    price = data.current(a, 'price'); can = data.can_trade(a)
    if n == 0: order(a, int(amount))
    if n == 1: order(a, amount)
    if n == 2 and price > 0: order(a, amount, limit_price=price * x)
    if n == 3 and price > 0: order(a, amount, stop_price=price * x)
    if n == 4 and price > 0: order(a, amount, limit_price=price * x, stop_price=price * y)
    if n == 5 and can: order_target_percent(a, share)
    if n == 6 and can: order_target_value(a, share * 1e5)
    if n == 7: order_target(a, amount)
    if n == 8 and can: order_percent(a, share * .2, limit_price=price * x)
    if n == 9 and can: order_value(a, share * 5e4, stop_price=price * x)
    if n >= 10:
        open_orders = get_open_orders(a)
        for i, o in enumerate(open_orders):
            if n == 11 or i == which: cancel_order(o)
def handle_data(context, data):
    lots = context.lots; assets = [future_symbol(x) for x in NAMES]
    for _ in range(lots.below(5)): act(context, data, lots, assets)
    if lots.below(4) == 0:
        a, f, n = lots.of(assets), lots.of(FIELDS), 1 + lots.below(24); LOG.append([a.symbol, f, data.history(a, f, n, '1d').tolist()])
        b = lots.of(assets); LOG.append([b.symbol, data.current(b, FIELDS).tolist(), bool(data.can_trade(b)), bool(data.is_stale(b))])
        c = continuous_future(lots.of(['CL', 'ES', 'FS', 'GC']), 0, lots.of(['calendar', 'volume']), lots.of(['mul', 'add', None])); f = lots.of(FIELDS); n = 1 + lots.below(25)
        LOG.append([data.current(c, 'contract').symbol, data.current(c, 'price'), [x.symbol for x in data.current_chain(c)], f, data.history(c, f, n, '1d').tolist()])
    if lots.below(5) == 0: LOG.append([[a.symbol, [[o.amount, o.filled, o.limit, o.stop, o.commission] for o in os]] for a, os in get_open_orders().items()])
    if lots.below(4) == 0: record(leverage=context.account.leverage, exposure=context.portfolio.positions_exposure, basis=sum(p.cost_basis for p in context.portfolio.positions.values()))
