import { describe, expect, it } from '@jest/globals'
import type { DataSource as Source } from '../../../core/data/source.js'
import { DataSource } from '../../../core/data/source.js'
import type { About } from '../../../core/kernel/plugin.js'
import type { Token } from '../../../core/kernel/token.js'
import csv from '../../../plugins/csv/plugin.js'

interface Offer {
  readonly role: Token<unknown>
  readonly name: string
  readonly create: (options: never, resolve: never) => unknown
  readonly about?: About
}

async function offers(): Promise<Offer[]> {
  const offered: Offer[] = []
  await csv.register({
    provide: (role, name, create, about) => void offered.push({ role, name, create, about: about as About }),
    onClose: () => {},
  })
  return offered
}

describe('the csv plugin', () => {
  it('offers a data source called csv', async () => {
    const [{ role, name, create, about }, ...others] = await offers()
    expect([role, name, others]).toEqual([DataSource, 'csv', []])
    expect(about?.summary).toMatch(/CSV/)
    const source = create(about!.options!.parse({ dir: '.' }) as never, undefined as never) as Source
    expect(typeof source.fetch).toBe('function')
  })

  it('wants a folder, and refuses options that it does not know', async () => {
    const options = (await offers())[0].about!.options!
    expect(options.safeParse({}).error?.issues[0].path).toEqual(['dir'])
    expect(options.safeParse({ dir: '.', folder: '.' }).success).toBe(false)
    expect(options.parse({ dir: '.' })).toEqual({ dir: '.', currency: 'USD', country: 'US' })
  })
})
