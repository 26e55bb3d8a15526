import { definePlugin, Report } from 'rustybt'

/** A page of Markdown: what was run, how it ended, and how far it fell in between. */
export const report = (): Report => ({
  render({ performance: { columns, length, transactions }, interrupted }, about) {
    const values = columns.portfolio_value.subarray(0, length)
    let peak = Number(about.capital)
    let fall = 0
    for (const value of values) {
      peak = Math.max(peak, value)
      fall = Math.max(fall, 1 - value / peak)
    }
    const lines = [
      `# ${about.strategy.replace(/[<>&]/g, '')}${interrupted ? ' (interrupted)' : ''}`,
      '',
      `| ${about.start} to ${about.end} | |`,
      '|---|---|',
      `| start | ${about.capital} |`,
      `| end | ${values[length - 1].toFixed(2)} |`,
      `| deepest fall | ${(100 * fall).toFixed(2)} % |`,
      `| fills | ${transactions.flat().length} |`,
    ]
    return [{ name: 'report.md', mediaType: 'text/markdown', content: `${lines.join('\n')}\n` }]
  },
})

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register(host) {
    host.provide(Report, '{{short}}', report, { summary: '{{summary}}' })
  },
})
