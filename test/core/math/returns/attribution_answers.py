"""What attribution.test.ts expects of regressions, covariances and exposures, by numpy, scipy and empyrical: python attribution_answers.py"""
import json
import empyrical
import numpy as np
import pandas as pd
from scipy import stats

SERIES = dict(
    r=[0.012, -0.004, 0.007, 0.021, -0.015, 0.003, 0.009, -0.011, 0.017, 0.002, -0.006, 0.013],
    m=[0.010, -0.006, 0.004, 0.015, -0.020, 0.001, 0.011, -0.008, 0.012, -0.001, -0.009, 0.008],
    s=[0.003, 0.001, -0.002, 0.006, 0.004, -0.001, -0.003, 0.002, 0.005, 0.000, 0.002, -0.004],
)
r, m, s = (np.array(SERIES[k]) for k in 'rms')
RF = 0.0001

def ols(y, *columns):
    X = np.column_stack([np.ones(len(y)), *columns])
    b, *_ = np.linalg.lstsq(X, y, rcond=None)
    e = y - X @ b
    n, k = X.shape
    se = np.sqrt(np.diag(np.linalg.inv(X.T @ X)) * (e @ e) / (n - k))
    r2 = 1 - e @ e / ((y - y.mean()) @ (y - y.mean()))
    return dict(values=list(b), stderr=list(se), p=list(2 * stats.t.sf(abs(b / se), n - k)), r2=r2,
                adjusted=1 - (1 - r2) * (n - 1) / (n - k), residual=float(np.sqrt(e @ e / (n - k))))

w = np.array([0.5, 0.3, -0.2])
R = np.vstack([r, m, s])
S = np.cov(R)
z = stats.norm.ppf(0.05)
marginal = R.mean(1) + z * S @ w / np.sqrt(w @ S @ w)
# Two assets, two factors; a loading and a weight are missing.
dates = pd.date_range("2020-01-01", periods=12)
index = pd.MultiIndex.from_product([dates, ["A", "B"]], names=["dt", "ticker"])
weights = pd.Series([x for i in range(12) for x in (0.5 + 0.02 * i, 0.3 - 0.01 * i)], index=index)
weights.iloc[7] = np.nan
loadings = pd.DataFrame(
    {"market": [x for i in range(12) for x in (1.0 + 0.05 * i, 0.8)], "size": [x for i in range(12) for x in (-0.2, 0.1 * i)]},
    index=index)
loadings.iloc[4, 1] = np.nan
factors = pd.DataFrame({"market": m, "size": s}, index=dates)
exposures, attributed = empyrical.perf_attrib(pd.Series(r, index=dates), weights, factors, loadings)
print(json.dumps(dict(
    exposures={k: list(exposures[k]) for k in exposures}, attributed={k: list(attributed[k]) for k in attributed},
    market=ols(r - RF, m - RF), factors=ols(r, m, s), treynorMazuy=ols(r, m, m * m),
    henrikssonMerton=ols(r, m, np.maximum(0, -m)),
    componentVaR=dict(total=float(w @ R.mean(1) + z * np.sqrt(w @ S @ w)), parts=list(w * marginal)),
    correlation=np.corrcoef(R).tolist(),
), indent=1))
