import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { loadPlugins } from '../../../core/kernel/config.js'
import { inject, injectable, injected, Options } from '../../../core/kernel/container.js'
import { token } from '../../../core/kernel/token.js'
import { Broker, kernelOf, type Part, Portal, refused, start } from './harness.js'

const Strategy = token<{ onBar(): string }>('Strategy')

@injectable()
class Notebook {
  readonly lines: string[] = []
}

@injectable()
class Momentum {
  constructor(
    @inject(Broker) private readonly broker: Part,
    private readonly notebook: Notebook,
  ) {}

  onBar(): string {
    this.notebook.lines.push(this.broker.id)
    return this.notebook.lines.join()
  }
}

@injectable()
class AcmeBroker implements Part {
  readonly id: string
  constructor(@inject(Portal) portal: Part, @inject(Options) options: { mark: string }) {
    this.id = portal.id + options.mark
  }
}

describe("users' decorated classes", () => {
  const withAcme = () =>
    kernelOf((host) => {
      host.provide(Broker, 'acme', injected(AcmeBroker, Portal))
      host.provide(Broker, 'forgetful', injected(AcmeBroker))
      host.provide(Portal, 'p', () => ({ id: 'portal' }))
    })

  it('are made by a plugin with the roles they inject and their options', async () => {
    const kernel = await withAcme()
    const run = await kernel.boot({ [Broker]: { use: 'acme', mark: '!' }, [Portal]: 'p' })
    expect(run.get(Broker)).toBeInstanceOf(AcmeBroker)
    expect(run.get(Broker).id).toBe('portal!')
    const error = await refused(() => kernel.boot({ [Broker]: 'forgetful', [Portal]: 'p' }))
    expect(error.code).toBe('FACTORY_FAILED')
    expect(error.message).toContain('rustybt:Portal')
  })

  it('are chosen themselves, and made last, one for each run', async () => {
    const kernel = await withAcme()
    const choices = { [Strategy]: { useClass: Momentum }, [Broker]: { use: 'acme', mark: '?' }, [Portal]: 'p' }
    const [one, two] = [await kernel.boot(choices), await kernel.boot(choices)]
    expect(one.get(Strategy).onBar()).toBe('portal?')
    expect(one.get(Strategy).onBar()).toBe('portal?,portal?')
    expect(two.get(Strategy).onBar()).toBe('portal?')
  })
})

describe('plain JavaScript', () => {
  it('is enough for a plugin and a strategy', async () => {
    const plugins = await loadPlugins(['./fixtures/plain.mjs'], fileURLToPath(new URL('.', import.meta.url)))
    const run = await (await start(plugins)).boot({ [Strategy]: 'plain', [Broker]: { useValue: { id: 'b' } } })
    expect(run.get(Strategy).onBar()).toBe('bar on b')
  })
})
