/** How often a strategy has been tried, as the local ledger has counted. */
export interface TrialsAbout {
  /** Runs of the lineage, this one among them. */
  readonly runs: number
  /** Sharpe ratios of the different trials, a session, not annualized; null where one is not defined. */
  readonly sharpes: readonly (number | null)[]
  /** By combinatorially symmetric cross-validation over the trials of the same sessions; left out where they are too few. */
  readonly overfitting?: {
    readonly trials: number
    readonly probability: number
    readonly probabilityOfLoss: number
    readonly degradation: number | null
    readonly splits: number
  }
  /** A sealed holdout, and how many runs have seen it. */
  readonly holdout?: { readonly from: string; readonly peeks: number }
}
