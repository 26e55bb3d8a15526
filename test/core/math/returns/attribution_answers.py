"""What attribution.test.ts expects of regressions and of covariances, by numpy and scipy: python attribution_answers.py"""
import json
import numpy as np
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
print(json.dumps(dict(
    market=ols(r - RF, m - RF), factors=ols(r, m, s), treynorMazuy=ols(r, m, m * m),
    henrikssonMerton=ols(r, m, np.maximum(0, -m)),
    componentVaR=dict(total=float(w @ R.mean(1) + z * np.sqrt(w @ S @ w)), parts=list(w * marginal)),
    correlation=np.corrcoef(R).tolist(),
), indent=1))
