import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { apiOf, changesBetween, reportText, strayDeprecations, unannounced } from './report.js'

const folder = mkdtempSync(join(tmpdir(), 'rustybt-api-'))
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
write(
  'a.d.ts',
  `/** Said of it. */\nexport interface Order {\n    /** units */\n    readonly amount: number;\n}\nexport declare const Order: symbol;\nexport declare class Book {\n    #own;\n    add(order: Order): void;\n}\n`,
)
write(
  'b.d.ts',
  `export { Order as Ticket } from './a.js';\nexport declare function make(options: {\n    a: number;\n}): void;\n`,
)
write(
  'index.d.ts',
  `export { type Order, Book } from './a.js';\nexport { Ticket, make } from './b.js';\nexport type Side = 'buy' | 'sell';\n`,
)

describe('the report of the public API', () => {
  const api = apiOf(join(folder, 'index.d.ts'))

  it('has each name with its declarations, wherever they stand', () => {
    expect(Object.fromEntries(api)).toEqual({
      Book: 'class Book { #own; add(order: Order): void; }',
      Order: 'interface Order { readonly amount: number; }\nconst Order: symbol;',
      Side: "type Side = 'buy' | 'sell';",
      Ticket: 'interface Order { readonly amount: number; }\nconst Order: symbol;',
      make: 'function make(options: { a: number; }): void;',
    })
  })

  it('tells what is added, gone and changed', () => {
    const after = new Map([...api].filter(([name]) => name !== 'Side'))
      .set('make', 'function make(): void;')
      .set('New', 'type New = 1;')
    const changes = changesBetween(reportText({ rustybt: api }), reportText({ rustybt: after }))
    expect(changes).toEqual({ added: ['rustybt: New'], removed: ['rustybt: Side'], changed: ['rustybt: make'] })
    const changelog = '# Changelog\n\n## Unreleased\n\n### Removed\n\n- `Side`: write it out.\n\n## 0.1.0\n\n- `make`\n'
    expect(unannounced(changes, changelog)).toEqual(['rustybt: make'])
  })

  it('lists what is deprecated, with its code and its date, and knows each by a public name', () => {
    const deprecation = { code: 'DEP_SIDE', since: '0.2.0', until: '2027-06-01', instead: 'write it out' }
    const old = [
      { ...deprecation, name: 'Side' },
      { ...deprecation, code: 'DEP_KEY', name: 'config.side' },
    ]
    expect(reportText({ rustybt: api }, old)).toMatch(
      /## Deprecated\n\n- DEP_SIDE: Side is deprecated since 0\.2\.0, and may be gone from 2027-06-01 on: write it out\n- DEP_KEY/,
    )
    expect(reportText({ rustybt: api }, [])).toMatch(/## Deprecated\n\nNothing\.\n$/)
    expect(strayDeprecations({ rustybt: api }, old)).toEqual([])
    expect(strayDeprecations({ rustybt: api }, [{ ...deprecation, name: 'Sides' }])).toEqual(['Sides'])
  })
})
