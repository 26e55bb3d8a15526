import { describe } from '@jest/globals'
import { Random } from '../../../../core/kernel/random.js'
import { SearchMethod, type SearchSession } from '../../../../core/optimize/search.js'
import { type ParameterSet, rangeDraw } from '../../../../core/optimize/space.js'
import { searchBehaviours, searchContract } from '../../../../core/testing/contracts/search.js'
import optimizers from '../../../../plugins/optimizers/plugin.js'
import { testCatches } from './wrong.js'

for (const name of ['grid', 'random', 'latin-hypercube']) searchContract({ plugin: optimizers, use: name })
searchContract({ create: () => climbing() })

interface Stand {
  next: number
  best?: ParameterSet
  value: number | null
}

type Chance = (session: SearchSession, next: number) => Random

/** Learns: each set is the best so far with one parameter drawn anew. */
function climbing(chance: Chance = ({ random }, next) => random.fork(next)): SearchMethod {
  let session: SearchSession
  let stand: Stand
  return {
    begin(given) {
      session = given
      stand = { ...((given.state as Stand | undefined) ?? { next: 0, value: null }) }
    },
    ask() {
      const { space } = session
      const random = chance(session, stand.next++)
      const drawn = Object.entries(space).map(([name, range]) => [name, rangeDraw(range, random.next())] as const)
      return [
        { ...Object.fromEntries(drawn), ...stand.best, ...Object.fromEntries([drawn[random.integer(drawn.length)]]) },
      ]
    },
    tell([{ parameters, value }]) {
      if (Number.isFinite(value) && value > (stand.value ?? Number.NEGATIVE_INFINITY))
        stand = { ...stand, best: parameters, value }
    },
    state: () => ({ ...stand }) as never,
  }
}

/** The climbing search, with other sets in its answers. */
const proposing = (change: (set: ParameterSet, number: number) => object) => () => {
  const right = climbing()
  let number = 0
  const ask = (most: number) => right.ask(most).map((set) => change(set, number++) as ParameterSet)
  return { ...right, ask }
}
const but =
  (over: (right: SearchMethod) => Partial<SearchMethod>): (() => SearchMethod) =>
  () => {
    const right = climbing()
    return { ...right, ...over(right) }
  }
let together = 0

describe('what is wrong with a search method', () => {
  testCatches(SearchMethod, searchBehaviours(), {
    'has begin, ask, tell and state': () => ({ ...climbing(), state: undefined as never }),
    'answers at once, with a list of sets': but((right) => ({
      ask: (async (most: number) => right.ask(most)) as never,
    })),
    'proposes something to begin with': but(() => ({ ask: () => [] })),
    'proposes no more sets than it is asked for': but((right) => ({
      ask: (most) => [...right.ask(most), ...right.ask(most), ...right.ask(most)],
      tell: (trials) => right.tell(trials.slice(0, 1)),
    })),
    'proposes a value for each parameter, and for nothing else': proposing(({ kind: _, ...set }) => ({
      ...set,
      more: 1,
    })),
    'proposes what lies in the space: what is listed, on a step, between the ends': proposing((set) => ({
      ...set,
      days: 7,
    })),
    'proposes more than one thing, where there is more': proposing(() => ({
      days: 5,
      kind: 'simple',
      isShort: true,
      threshold: 0,
      rate: 1,
    })),
    'searches a space with a single set in it': proposing((set) => ('only' in set ? { only: 'that', one: 2 } : set)),
    'proposes the same again for the same seed and the same values': () =>
      climbing(({ random }) => random.fork(together++)),
    'asks neither the clock nor any chance but its own': () => climbing(() => new Random(String(Math.random()))),
    'is not disturbed by another search that goes on beside it': () => {
      const right = climbing(({ random }) => random.fork(together++))
      const begin = (session: SearchSession) => {
        together = 0
        right.begin(session)
      }
      return { ...right, begin }
    },
    'goes on after trials that failed': but((right) => {
      let failed = 0
      return {
        ask: (most) => (failed > 1 ? [] : right.ask(most)),
        tell(trials) {
          failed += trials.filter(({ value }) => Number.isNaN(value)).length
          right.tell(trials)
        },
      }
    }),
    'goes on where all values are equal, and where they have no end': but((right) => {
      let worst = 0
      return {
        ask: (most) =>
          right.ask(most).map((set) => ({ ...set, threshold: worst === Number.NEGATIVE_INFINITY ? worst : 0 })),
        tell(trials) {
          worst = trials[0].value
          right.tell(trials)
        },
      }
    }),
    'leaves the space and what it is told as they are': but((right) => ({
      tell(trials) {
        right.tell(trials)
        ;(trials[0] as { value: number }).value = 0
      },
    })),
    'never writes again into a set that it has proposed': but((right) => {
      const set: Record<string, unknown> = {}
      return { ask: (most) => [Object.assign(set, right.ask(most)[0]) as ParameterSet] }
    }),
    'says where it stands as JSON can hold it': but((right) => ({
      state: () => new Map([['next', right.state()]]) as never,
    })),
    'is not moved by being asked where it stands': but((right) => ({
      state() {
        right.ask(1)
        return right.state()
      },
    })),
    'goes on from where another stood as that one would have': but((right) => ({
      begin: ({ space, random }) => right.begin({ space, random }),
    })),
    'stays over once it is over': but((right) => {
      let asked = 0
      return { ask: (most) => (asked++ % 30 === 29 ? [] : right.ask(most)) }
    }),
  })
})
