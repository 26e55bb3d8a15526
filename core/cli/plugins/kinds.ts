/** What `rustybt new --template plugin --kind` can begin: a role, and what the example does. */
export interface PluginKind {
  readonly role: string
  readonly summary: string
  /** What `npm start` runs, where it is not a run. */
  readonly start?: string
}

/** `{{short}}` in `start` is the name of what is offered. */
export const PLUGIN_KINDS: Readonly<Record<string, PluginKind>> = {
  broker: { role: 'Broker', summary: 'fills whole orders at the close' },
  stream: {
    role: 'MarketStream',
    summary: 'bars by chance while a run goes on, a seed a market',
    start: 'rustybt paper',
  },
  source: { role: 'DataSource', summary: 'daily bars out of a JSON file' },
  commission: { role: 'CommissionModel', summary: 'a fraction of the value traded, with a minimum an order' },
  slippage: { role: 'SlippageModel', summary: 'half the spread off the price, up to a share of the volume' },
  calendar: { role: 'Calendar', summary: 'the sessions of a market, by rule' },
  analytics: {
    role: 'Report',
    summary: 'a page of Markdown about a run',
    start: 'rustybt run --report report.md',
  },
  observer: { role: 'Observer', summary: 'how far the account lies below its highest value' },
  'pipeline-loader': { role: 'PipelineLoader', summary: 'a column of scores for pipelines out of a JSON file' },
  search: {
    role: 'SearchMethod',
    summary: 'climbs: the best so far, with one parameter drawn anew',
    start: 'rustybt optimize',
  },
  command: { role: 'Command', summary: 'adds up numbers', start: 'rustybt {{short}} 1 2 3' },
}
