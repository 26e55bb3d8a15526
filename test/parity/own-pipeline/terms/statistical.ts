import { factors as f, EquityPricing as P } from 'rustybt/compat'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('beta', 'statistical', "f.SimpleBeta(target=A('BASE'), regression_length=20)", 'SimpleBeta', ({ A }) =>
    f.SimpleBeta({ target: A('BASE'), regression_length: 20 }),
  ),
  row(
    'beta_strict',
    'statistical',
    "f.SimpleBeta(target=A('TIES'), regression_length=12, allowed_missing_percentage=0.0)",
    'SimpleBeta allowed_missing_percentage',
    ({ A }) => f.SimpleBeta({ target: A('TIES'), regression_length: 12, allowed_missing_percentage: 0 }),
  ),
  row(
    'pearson_of_returns',
    'statistical',
    "f.RollingPearsonOfReturns(target=A('BASE'), returns_length=3, correlation_length=12)",
    'RollingPearsonOfReturns',
    ({ A }) => f.RollingPearsonOfReturns({ target: A('BASE'), returns_length: 3, correlation_length: 12 }),
  ),
  row(
    'spearman_of_returns',
    'statistical',
    "f.RollingSpearmanOfReturns(target=A('BASE'), returns_length=2, correlation_length=10, mask=big)",
    'RollingSpearmanOfReturns',
    ({ A, big }) =>
      f.RollingSpearmanOfReturns({ target: A('BASE'), returns_length: 2, correlation_length: 10, mask: big }),
  ),
  row(
    'regression_of_returns_alpha',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).alpha",
    'RollingLinearRegressionOfReturns.alpha',
    ({ A }) =>
      f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).alpha,
  ),
  row(
    'regression_of_returns_beta',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).beta",
    'RollingLinearRegressionOfReturns.beta',
    ({ A }) => f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).beta,
  ),
  row(
    'regression_of_returns_r_value',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).r_value",
    'RollingLinearRegressionOfReturns.r_value',
    ({ A }) =>
      f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).r_value,
  ),
  row(
    'regression_of_returns_p_value',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).p_value",
    'RollingLinearRegressionOfReturns.p_value',
    ({ A }) =>
      f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).p_value,
  ),
  row(
    'regression_of_returns_stderr',
    'statistical',
    "f.RollingLinearRegressionOfReturns(target=A('BASE'), returns_length=2, regression_length=15).stderr",
    'RollingLinearRegressionOfReturns.stderr',
    ({ A }) =>
      f.RollingLinearRegressionOfReturns({ target: A('BASE'), returns_length: 2, regression_length: 15 }).stderr,
  ),
  row(
    'pearsonr_slice',
    'statistical',
    "r2.pearsonr(target=r2[A('WILD')], correlation_length=10)",
    'Factor.pearsonr; slice',
    ({ A, r2 }) => r2.pearsonr(r2.slice(A('WILD')), 10),
  ),
  row(
    'pearsonr_factor',
    'statistical',
    'r2.pearsonr(target=v.rank(), correlation_length=8, mask=big)',
    'Factor.pearsonr; RollingPearson',
    ({ r2, v, big }) => r2.pearsonr(v.rank(), 8, { mask: big }),
  ),
  row(
    'spearmanr_factor',
    'statistical',
    'r2.spearmanr(target=v.rank(), correlation_length=8)',
    'Factor.spearmanr; RollingSpearman',
    ({ r2, v }) => r2.spearmanr(v.rank(), 8),
  ),
  row(
    'spearman_class',
    'statistical',
    "f.RollingSpearman(base_factor=r2, target=r2[A('BASE')], correlation_length=6)",
    'RollingSpearman',
    ({ A, r2 }) => f.RollingSpearman({ base_factor: r2, target: r2.slice(A('BASE')), correlation_length: 6 }),
  ),
  row(
    'pearson_class',
    'statistical',
    "f.RollingPearson(base_factor=r2, target=r2[A('BASE')], correlation_length=6)",
    'RollingPearson',
    ({ A, r2 }) => f.RollingPearson({ base_factor: r2, target: r2.slice(A('BASE')), correlation_length: 6 }),
  ),
  row(
    'regression_beta',
    'statistical',
    "r2.linear_regression(target=r2[A('WILD')], regression_length=9).beta",
    'Factor.linear_regression',
    ({ A, r2 }) => r2.linear_regression(r2.slice(A('WILD')), 9).beta,
  ),
  row(
    'regression_stderr',
    'statistical',
    "r2.linear_regression(target=r2[A('WILD')], regression_length=9).stderr",
    'Factor.linear_regression',
    ({ A, r2 }) => r2.linear_regression(r2.slice(A('WILD')), 9).stderr,
  ),
  row(
    'regression_class',
    'statistical',
    'f.RollingLinearRegression(dependent=r2, independent=f.Returns(inputs=[P.volume], window_length=2), regression_length=9, mask=big).alpha',
    'RollingLinearRegression',
    ({ r2, big }) =>
      f.RollingLinearRegression({
        dependent: r2,
        independent: f.Returns({ inputs: [P.volume], window_length: 2 }),
        regression_length: 9,
        mask: big,
      }).alpha,
  ),
  row(
    'regression_two',
    'statistical',
    "r2.linear_regression(target=r2[A('WILD')], regression_length=2).p_value",
    'RollingLinearRegression of two points',
    ({ A, r2 }) => r2.linear_regression(r2.slice(A('WILD')), 2).p_value,
  ),
  row(
    'pearson_prices',
    'statistical',
    'f.RollingPearson(base_factor=P.close, target=P.open, correlation_length=10)',
    'RollingPearson; adjusted windows of two columns',
    () => f.RollingPearson({ base_factor: P.close, target: P.open, correlation_length: 10 }),
  ),
]
