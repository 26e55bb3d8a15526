import type { BarData, PipelineOutput } from 'rustybt/compat'

/** The session and its rows by symbol, as a case logs them: numbers, missing ones NaN. */
export function logged(data: BarData, output: PipelineOutput): unknown[] {
  const rows = Array.from(output.iterrows(), ([asset, row]) => [asset.symbol, Object.fromEntries(row.to_dict())])
  return [data.current_session.isoformat().slice(0, 10), Object.fromEntries(rows)]
}
