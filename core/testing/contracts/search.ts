import { Random } from '../../kernel/random.js'
import { SearchMethod, type SearchSession, type Trial } from '../../optimize/search.js'
import { faultOfSet, type ParameterSet, type ParameterValue, type SearchSpace } from '../../optimize/space.js'
import { type Behaviour, type Make, type Subject, testContract } from './contract.js'
import { demand, isPromise, leavesAlone, shown, untouchedByClockAndChance, written } from './deeds.js'
import { hasFunctions } from './functions.js'

/** What the search is tested on. */
export interface SearchSubject {
  /** A space that it can search; lists, steps and ranges of both scales, where left out. */
  readonly space?: SearchSpace
  /** How many trials are looked at, at most; 24 where left out. */
  readonly trials?: number
}

/** What a search method promises: `searchContract({ plugin, use: 'acme' })`. */
export function searchContract(subject: Subject<SearchMethod> & SearchSubject): void {
  testContract(SearchMethod, subject, searchBehaviours(subject))
}

const EVERY_KIND: SearchSpace = {
  days: { from: 5, to: 20, step: 5 },
  kind: ['simple', 'weighted'],
  isShort: [true, false],
  threshold: { from: -1, to: 1 },
  rate: { from: 0.001, to: 1, scale: 'log' },
}

/** Sets are asked for by threes. */
const ASKED = 3

interface Answers {
  readonly seed?: number
  readonly trials?: number
  readonly space?: SearchSpace
  readonly state?: SearchSession['state']
  readonly value?: (set: ParameterSet, number: number) => number
  /** Called between two questions. */
  readonly between?: (method: SearchMethod) => void
}

/** A peak somewhere in the space: an answer that depends on each value. */
const peak = (set: ParameterSet): number =>
  -Object.values(set).reduce<number>((sum, value) => sum + Math.abs(numberOf(value) - 0.3), 0)
const numberOf = (value: ParameterValue): number => (typeof value === 'string' ? value.length / 10 : Number(value))

export function searchBehaviours(subject: SearchSubject = {}): readonly Behaviour<SearchMethod>[] {
  const { space = EVERY_KIND, trials: wanted = 24 } = subject
  const begun = async (make: Make<SearchMethod>, { seed = 7, space: other = space, state }: Answers = {}) => {
    const method = await make()
    method.begin({ space: other, random: new Random(seed), state })
    return method
  }
  /** Asks and answers until so many trials are made, or the search is over. */
  const answered = (method: SearchMethod, { trials: most = wanted, value = peak, between }: Answers = {}): Trial[] => {
    const all: Trial[] = []
    while (all.length < most) {
      between?.(method)
      const sets = method.ask(Math.min(ASKED, most - all.length))
      if (sets.length === 0) break
      const told = sets.map((parameters, i) => ({ parameters, value: value(parameters, all.length + i) }))
      method.tell(told)
      all.push(...told)
    }
    return all
  }
  const searched = async (make: Make<SearchMethod>, answers: Answers = {}) =>
    answered(await begun(make, answers), answers)
  const setsOf = (trials: readonly Trial[]) => written(trials.map(({ parameters }) => parameters))
  const eachSet = (name: string, check: (set: ParameterSet) => void): Behaviour<SearchMethod> => ({
    name,
    check: async (make) => {
      for (const { parameters } of await searched(make)) check(parameters)
    },
  })
  return [
    hasFunctions('begin, ask, tell and state', 'begin', 'ask', 'tell', 'state'),
    {
      name: 'answers at once, with a list of sets',
      check: async (make) => {
        const method = await begun(make)
        const sets: unknown = method.ask(ASKED)
        demand(
          !isPromise(sets) && Array.isArray(sets),
          () => `expected a list of sets, was ${isPromise(sets) ? 'a promise' : shown(sets)}`,
        )
        const answer: unknown = method.tell((sets as ParameterSet[]).map((parameters) => ({ parameters, value: 1 })))
        demand(!isPromise(answer), 'tell answers a promise, which nobody awaits')
      },
    },
    {
      name: 'proposes something to begin with',
      check: async (make) =>
        demand((await begun(make)).ask(ASKED).length > 0, 'the first answer is empty: nothing is ever tried'),
    },
    {
      name: 'proposes no more sets than it is asked for',
      check: async (make) => {
        for (const most of [1, 2, ASKED]) {
          const sets = (await begun(make)).ask(most)
          demand(sets.length <= most, () => `asked for ${most}, it proposes ${sets.length}`)
        }
      },
    },
    eachSet('proposes a value for each parameter, and for nothing else', (set) => {
      const [said, asked] = [Object.keys(set).sort(), Object.keys(space).sort()]
      demand(said.join() === asked.join(), () => `expected values for ${asked.join(', ')}, was ${shown(set)}`)
    }),
    eachSet('proposes what lies in the space: what is listed, on a step, between the ends', (set) => {
      const fault = faultOfSet(set, space)
      demand(fault === undefined, () => `${fault}`)
    }),
    {
      name: 'proposes more than one thing, where there is more',
      check: async (make) => {
        const different = new Set((await searched(make)).map(({ parameters }) => written(parameters)))
        demand(different.size > 1, () => `in ${wanted} trials it proposes ${[...different].join()} alone`)
      },
    },
    {
      name: 'searches a space with a single set in it',
      check: async (make) => {
        const trials = await searched(make, { space: { only: ['this'], one: { from: 2, to: 2, step: 1 } } })
        demand(trials.length > 0, 'it proposes nothing, where one set could be tried')
        const other = trials.find(({ parameters: { only, one } }) => only !== 'this' || one !== 2)
        demand(other === undefined, () => `expected { only: 'this', one: 2 }, was ${shown(other?.parameters)}`)
      },
    },
    {
      name: 'proposes the same again for the same seed and the same values',
      check: async (make) => {
        const [first, second] = [setsOf(await searched(make)), setsOf(await searched(make))]
        demand(first === second, () => `first ${first.slice(0, 100)}…, then ${second.slice(0, 100)}…`)
      },
    },
    {
      name: 'asks neither the clock nor any chance but its own',
      check: async (make) => {
        const method = await begun(make)
        untouchedByClockAndChance('the search', () => answered(method))
      },
    },
    {
      name: 'is not disturbed by another search that goes on beside it',
      check: async (make) => {
        const alone = setsOf(await searched(make))
        const other = await begun(make, { seed: 8 })
        const beside = setsOf(await searched(make, { between: () => void answered(other, { trials: 1 }) }))
        demand(alone === beside, 'with another search beside it, it proposes other sets: what is it that both share?')
      },
    },
    {
      name: 'goes on after trials that failed',
      check: async (make) => {
        const trials = await searched(make, { value: () => Number.NaN })
        const whole = await searched(make)
        demand(
          trials.length >= Math.min(whole.length, 2 * ASKED),
          () => `where every trial fails, it ends after ${trials.length}`,
        )
        for (const { parameters } of trials)
          demand(faultOfSet(parameters, space) === undefined, () => shown(parameters))
      },
    },
    {
      name: 'goes on where all values are equal, and where they have no end',
      check: async (make) => {
        for (const value of [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const trials = await searched(make, { value: () => value })
          const fault = trials.map(({ parameters }) => faultOfSet(parameters, space)).find((each) => each !== undefined)
          demand(
            trials.length > 0 && fault === undefined,
            () => `told ${value} each time: ${fault ?? 'it proposes nothing'}`,
          )
        }
      },
    },
    {
      name: 'leaves the space and what it is told as they are',
      check: async (make) => {
        const given = structuredClone(space) as SearchSpace
        const method = await make()
        leavesAlone('the space', given, () => {
          method.begin({ space: given, random: new Random(7) })
          answered(method)
        })
        const sets = method.ask(ASKED)
        const told = sets.map((parameters, i) => ({ parameters, value: 3 + i }))
        leavesAlone('what it is told', told, () => method.tell(told))
      },
    },
    {
      name: 'never writes again into a set that it has proposed',
      check: async (make) => {
        const method = await begun(make)
        const sets = method.ask(ASKED)
        const text = written(sets)
        method.tell(sets.map((parameters) => ({ parameters, value: peak(parameters) })))
        answered(method)
        demand(written(sets) === text, () => `a set was ${shown(text)}, and is ${shown(sets)} later`)
      },
    },
    {
      name: 'says where it stands as JSON can hold it',
      check: async (make) => {
        const method = await begun(make)
        for (const trials of [0, ASKED]) {
          answered(method, { trials })
          const state = method.state()
          const isPlain = state !== undefined && written(state) === written(JSON.parse(JSON.stringify(state)))
          demand(isPlain, () => `its state does not come back from JSON as it was: ${shown(state)}`)
        }
      },
    },
    {
      name: 'is not moved by being asked where it stands',
      check: async (make) => {
        const alone = setsOf(await searched(make))
        const watched = setsOf(await searched(make, { between: (method) => void method.state() }))
        demand(alone === watched, 'asked for its state in between, it proposes other sets')
      },
    },
    {
      name: 'goes on from where another stood as that one would have',
      check: async (make) => {
        const method = await begun(make)
        answered(method, { trials: 2 * ASKED })
        const state = JSON.parse(JSON.stringify(method.state())) as SearchSession['state']
        const rest = setsOf(answered(method, { trials: 2 * ASKED }))
        const resumed = setsOf(await searched(make, { state, trials: 2 * ASKED }))
        demand(rest === resumed, () => `it would have proposed ${shown(rest)}, and proposes ${shown(resumed)}`)
      },
    },
    {
      name: 'stays over once it is over',
      check: async (make) => {
        const method = await begun(make)
        const many = 40 * wanted
        if (answered(method, { trials: many }).length === many) return
        const again = method.ask(ASKED)
        demand(again.length === 0, () => `having proposed nothing, it proposes ${shown(again)}`)
      },
    },
  ]
}
