import { describe, expect, it } from '@jest/globals'
import type { PluginHost } from '../../../core/kernel/plugin.js'
import { Broker, kernelOf, Observer, type Part, Portal, plugin, refused, start, wait } from './harness.js'

const simple = (host: PluginHost) => {
  for (const name of ['simulated', 'ccxt', 'acme']) host.provide(Broker, name, () => ({ id: name }))
  host.provide(Portal, 'plain', () => ({ id: 'portal' }), { summary: 'reads bars', capabilities: ['daily'] })
  for (const name of ['metrics', 'journal']) host.provide(Observer, name, () => ({ id: name }))
}

describe('a run', () => {
  it('binds each role to what was chosen, one or a list', async () => {
    const kernel = await kernelOf(simple)
    const run = await kernel.boot({ [Broker]: 'acme', [Observer]: ['journal', { use: 'metrics' }, 'journal'] })
    expect(run.get(Broker).id).toBe('acme')
    expect(run.all(Observer).map(({ id }) => id)).toEqual(['journal', 'metrics', 'journal'])
    expect(run.all(Broker)).toEqual([run.get(Broker)])
    expect(run.all(Portal)).toEqual([])
    expect([run.has(Broker), run.has(Portal)]).toEqual([true, false])
    const unbound = await refused(() => run.get(Portal))
    expect(unbound.code).toBe('ROLE_UNBOUND')
    expect(unbound.message).toBe('this run has no Portal; it has: Broker, Observer')
    expect((await refused(() => run.get(Observer))).code).toBe('ROLE_LIST')
  })

  it('shares no instance with another run of the same choices', async () => {
    const kernel = await kernelOf(simple)
    const choices = new Map([[Broker, 'acme']])
    const [one, two] = await Promise.all([kernel.boot(choices), kernel.boot(choices)])
    expect(one.get(Broker)).toBe(one.get(Broker))
    expect(one.get(Broker)).not.toBe(two.get(Broker))
  })

  it('takes an object that is there already', async () => {
    const kernel = await kernelOf(() => {})
    const broker = { id: 'mine' }
    expect((await kernel.boot(new Map([[Broker, { useValue: broker }]]))).get(Broker)).toBe(broker)
  })

  it('makes each after those it asks for, and once for all who ask', async () => {
    const made: string[] = []
    const kernel = await kernelOf((host) => {
      host.provide(Broker, 'b', async (_, resolve) => {
        const [portal, again] = await Promise.all([resolve(Portal), resolve(Portal)])
        made.push(`broker on ${portal.id}`)
        return { id: portal === again ? 'one portal' : 'two portals' }
      })
      host.provide(Portal, 'p', async () => {
        await wait(1)
        made.push('portal')
        return { id: 'p' }
      })
    })
    const run = await kernel.boot(
      new Map([
        [Broker, 'b'],
        [Portal, 'p'],
      ]),
    )
    expect(made).toEqual(['portal', 'broker on p'])
    expect(run.get(Broker).id).toBe('one portal')
  })

  it('lists the offers', async () => {
    const kernel = await start([
      plugin('acme', simple),
      plugin('other', (host) => host.provide(Portal, 'x', () => ({ id: 'x' }))),
    ])
    expect(kernel.offers(Portal)).toEqual([
      { role: 'Portal', name: 'plain', plugin: 'acme', summary: 'reads bars', capabilities: ['daily'] },
      { role: 'Portal', name: 'x', plugin: 'other', capabilities: [] },
    ])
    expect(kernel.offers().map(({ role, name }) => `${role} ${name}`)).toHaveLength(7)
  })

  it('makes one instance outside of a run, under the same checks', async () => {
    const kernel = await kernelOf(simple)
    expect((await kernel.create(Portal, 'plain')).id).toBe('portal')
    expect((await refused(() => kernel.create(Portal, 'plane'))).code).toBe('UNKNOWN_NAME')
  })
})

describe('a refused run', () => {
  it('names what is known, and what was probably meant', async () => {
    const kernel = await kernelOf(simple)
    const error = await refused(() => kernel.boot({ [Broker]: 'acmee' }))
    expect(error.code).toBe('UNKNOWN_NAME')
    expect(error.message).toBe("no Broker called 'acmee'; known: simulated, ccxt, acme. Did you mean 'acme'?")
    const far = await refused(() => kernel.boot({ [Broker]: 'kraken' }))
    expect(far.message).toBe("no Broker called 'kraken'; known: simulated, ccxt, acme")
  })

  it('is refused before anything is made', async () => {
    const made: string[] = []
    const kernel = await kernelOf((host) => host.provide(Broker, 'b', () => ({ id: String(made.push('b')) })))
    expect(
      (
        await refused(() =>
          kernel.boot(
            new Map([
              [Broker, 'b'],
              [Portal, 'p'],
            ]),
          ),
        )
      ).code,
    ).toBe('UNKNOWN_NAME')
    expect(made).toEqual([])
  })

  it.each([
    [5, 'broker: expected a name or { use: name, …options }, was 5'],
    [{ cost: 1 }, 'broker: expected a name or { use: name, …options }, was an object without use'],
    [['acme', null], 'broker[1]: expected a name or { use: name, …options }, was null'],
  ])('says of %p that it is no choice', async (choice, message) => {
    const kernel = await kernelOf(simple)
    const error = await refused(() => kernel.boot(new Map([[Broker, choice as never]])))
    expect([error.code, error.message]).toEqual(['CHOICE_INVALID', message])
  })

  it('names the roles that need each other', async () => {
    const asking = (role: typeof Broker) => async (_: unknown, resolve: (role: typeof Broker) => Promise<Part>) =>
      resolve(role)
    const kernel = await kernelOf((host) => {
      host.provide(Broker, 'b', asking(Portal))
      host.provide(Portal, 'p', asking(Broker))
      host.provide(Observer, 'o', asking(Observer))
    })
    const error = await refused(() =>
      kernel.boot(
        new Map([
          [Broker, 'b'],
          [Portal, 'p'],
        ]),
      ),
    )
    expect([error.code, error.message]).toEqual(['ROLE_CYCLE', 'roles need each other: Broker → Portal → Broker'])
    const alone = await refused(() => kernel.create(Observer, 'o'))
    expect(alone.message).toBe('roles need each other: Observer → Observer')
  })

  it('finds a cycle through roles that are awaited side by side', async () => {
    const kernel = await kernelOf((host) => {
      host.provide(Broker, 'b', async (_, resolve) => (await Promise.all([resolve(Portal), resolve(Observer)]))[0])
      host.provide(Portal, 'p', (_, resolve) => wait(1).then(() => resolve(Observer)))
      host.provide(Observer, 'o', (_, resolve) => wait(3).then(() => resolve(Portal)))
    })
    const choices = new Map([
      [Broker, 'b'],
      [Portal, 'p'],
      [Observer, 'o'],
    ])
    expect((await refused(() => kernel.boot(choices))).message).toContain('Portal → Observer → Portal')
  })

  it('names who asked for a role that none was chosen for', async () => {
    const kernel = await kernelOf((host) => host.provide(Broker, 'b', (_, resolve) => resolve(Portal)))
    const error = await refused(() => kernel.boot(new Map([[Broker, 'b']])))
    expect(error.code).toBe('ROLE_UNBOUND')
    expect(error.message).toBe("Broker 'b' of plugin 'acme' needs a Portal, and none is chosen")
  })

  it('lets a factory do without a role that none was chosen for', async () => {
    const alone = { id: 'alone' }
    const kernel = await kernelOf((host) =>
      host.provide(Broker, 'b', (_, resolve) => resolve(Portal).catch(() => alone)),
    )
    expect((await kernel.boot(new Map([[Broker, 'b']]))).get(Broker)).toBe(alone)
  })

  it('lets nothing resolve after it was made', async () => {
    let late!: () => Promise<Part>
    const kernel = await kernelOf((host) => {
      simple(host)
      host.provide(Broker, 'b', (_, resolve) => {
        late = () => resolve(Portal)
        return { id: 'b' }
      })
    })
    await kernel.boot(
      new Map([
        [Broker, 'b'],
        [Portal, 'plain'],
      ]),
    )
    expect((await refused(late)).code).toBe('RESOLVE_LATE')
  })
})
