"""Zipline's side of terms.ts and its themes: what their Python expressions are computed with."""
import os, re
from types import SimpleNamespace
import numpy as np
from zipline.pipeline import CustomFactor, CustomFilter, CustomClassifier, factors, filters as fl, classifiers as cl
from zipline.pipeline.factors import basic, statistical
from zipline.pipeline.data import EquityPricing as P, USEquityPricing
from zipline.pipeline.term import AssetExists
from zipline.utils.numpy_utils import int64_dtype

# Not all of them can be imported from one module.
f = SimpleNamespace(**{**vars(basic), **vars(statistical), **vars(factors)})

class Coarse(CustomFactor):
    """Few different values, so many ties."""
    inputs = [P.close]; window_length = 1
    def compute(self, today, assets, out, close): out[:] = np.floor(close[-1] / 25)
class Group(CustomClassifier):
    """Three groups by sid; the first asset is in none."""
    inputs = [P.close]; window_length = 1; dtype = int64_dtype; missing_value = -1
    def compute(self, today, assets, out, close): out[:] = np.where(np.asarray(assets) == 0, -1, np.asarray(assets) % 3)
class Span(CustomFactor):
    inputs = [P.high, P.low]; outputs = ['upper', 'lower']; params = {'scale': 1.0}; window_length = 4
    def compute(self, today, assets, out, high, low, scale): out.upper[:] = high[0] * scale; out.lower[:] = low[-1] - scale
class Drift(CustomFactor):
    """A window over a factor, and the day of the month."""
    window_length = 3
    def compute(self, today, assets, out, values): out[:] = values[-1] - values[0] + today.day
class Odd(CustomFilter):
    inputs = [P.volume]; window_length = 2
    def compute(self, today, assets, out, volume): out[:] = (volume[0] + volume[1]) % 2 == 1
class Seven(CustomFactor):
    """Whole numbers, 7 where it has nothing to say."""
    inputs = [P.close]; window_length = 1; dtype = int64_dtype; missing_value = 7
    def compute(self, today, assets, out, close): out[:] = np.where(np.isnan(close[-1]), 7, np.nan_to_num(close[-1]).astype('int64'))

def shared(asset):
    r = f.Returns(window_length=6); v = f.AverageDollarVolume(window_length=8)
    return dict(globals(), A=asset, r=r, r2=f.Returns(window_length=2), v=v, q=v.quantiles(3), big=v.top(7), last=P.close.latest, coarse=Coarse(), group=Group(), usd=P.currency.latest)

TEXT = r"""(?:'([^']*)'|"([^"]*)")"""
def rows(theme=None):
    """Name, theme and Python expression of each row, theme by theme as terms.ts has them."""
    here = os.path.dirname(os.path.abspath(__file__))
    themes = re.findall(r"rows as \w+ \} from './terms/(\w+)\.js'", open(os.path.join(here, 'terms.ts')).read())
    text = ''.join(open(os.path.join(here, 'terms', f'{name}.ts')).read() for name in themes)
    found = re.findall(r'^  row\(\s*' + r',\s*'.join([TEXT] * 4) + ',', text, re.M)
    return [(a or b, c or d, e or g) for a, b, c, d, e, g, *_ in found if theme in (None, c or d)]

def columns(asset, theme=None):
    names = shared(asset)
    return {name: eval(python, names) for name, _, python in rows(theme)}

def logged(data, output):
    """The session and its rows by symbol, as a case logs them: numbers, missing ones None."""
    value = lambda v: None if v != v else float(v)
    return [str(data.current_session.date()), {asset.symbol: {name: value(row[name]) for name in output.columns} for asset, row in output.iterrows()}]
