// Written by generate.py: the exchanges known, and where the table of each is.
import type { PackedRules } from '../packed.js'

export interface Listing {
  readonly name: string
  readonly aliases: readonly string[]
  readonly zone: string
  readonly load: () => Promise<{ readonly rules: PackedRules }>
}

export const catalog: readonly Listing[] = [
  {
    name: 'XNYS',
    aliases: ['NYSE', 'NASDAQ', 'BATS', 'XNAS', 'ARCX', 'OOTC', 'XASE'],
    zone: 'America/New_York',
    load: () => import('./xnys.js'),
  },
]
