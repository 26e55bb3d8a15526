import { describe, expect, it } from '@jest/globals'
import { RustybtError } from '../../../core/kernel/errors.js'
import { createLog, type LogRecord } from '../../../core/kernel/log.js'
import type { Plugin, PluginHost } from '../../../core/kernel/plugin.js'
import { Broker, kernelOf, Observer, Portal, plugin, refused, start, wait } from './harness.js'

const CHOICES = new Map([
  [Broker, 'b'],
  [Portal, 'p'],
  [Observer, 'o'],
])

/** Three roles, the broker on the portal; each says when it is closed, or fails as told. */
function three(closed: string[], failing: Record<string, () => unknown> = {}): Plugin {
  const part = (id: string) => ({ id, close: failing[id] ?? (() => void closed.push(id)) })
  return plugin('acme', (host) => {
    host.provide(Broker, 'b', async (_, resolve) => (await resolve(Portal)) && part('broker'))
    host.provide(Portal, 'p', () => part('portal'))
    host.provide(Observer, 'o', () => (failing.observer === undefined ? part('observer') : failing.observer()) as never)
    host.onClose(() => void closed.push('acme'))
  })
}

describe('release', () => {
  it('closes what a run made, the last made first, once', async () => {
    const closed: string[] = []
    const run = await (await start([three(closed)])).boot(CHOICES)
    await Promise.all([run.close(), run.close()])
    await run.close()
    expect(closed).toEqual(['observer', 'broker', 'portal'])
  })

  it('closes the runs that are open, then the plugins, each the last first', async () => {
    const closed: string[] = []
    const more = plugin('more', (host) => host.onClose(() => wait(1).then(() => void closed.push('more'))))
    const kernel = await start([three(closed), more])
    const done = await kernel.boot(CHOICES)
    await kernel.boot(new Map([[Portal, 'p']]))
    await kernel.boot(new Map([[Observer, 'o']]))
    await done.close()
    closed.length = 0
    await Promise.all([kernel.close(), kernel.close()])
    expect(closed).toEqual(['observer', 'portal', 'more', 'acme'])
    expect((await refused(() => kernel.boot(CHOICES))).code).toBe('KERNEL_CLOSED')
    expect((await refused(() => kernel.create(Portal, 'p'))).code).toBe('KERNEL_CLOSED')
  })

  it('waits for a run that is being made when the kernel closes', async () => {
    const closed: string[] = []
    const kernel = await kernelOf((host) =>
      host.provide(Broker, 'b', () => wait(5).then(() => ({ id: 'b', close: () => void closed.push('b') }))),
    )
    const booting = kernel.boot(new Map([[Broker, 'b']]))
    await kernel.close()
    expect(closed).toEqual(['b'])
    await booting
  })

  it('goes on when one fails or hangs, and tells all failures', async () => {
    const closed: string[] = []
    const fail = () => {
      throw new Error('still busy')
    }
    const kernel = await start([three(closed, { broker: fail, portal: () => new Promise(() => {}) })])
    await kernel.boot(CHOICES)
    const error = await refused(() => kernel.close())
    expect(error.code).toBe('CLOSE_FAILED')
    expect(error.message).toBe(
      "closing Broker 'b' of plugin 'acme' failed: still busy; " +
        "closing Portal 'p' of plugin 'acme' failed: not done within 50 ms",
    )
    expect(closed).toEqual(['observer', 'acme'])
  })

  it('leaves an object that was given to who gave it', async () => {
    const closed: string[] = []
    const kernel = await start([three(closed)])
    const given = { id: 'given', close: () => closed.push('given') }
    await (await kernel.boot({ [Broker]: { useValue: given }, [Portal]: 'p' })).close()
    expect(closed).toEqual(['portal'])
  })
})

describe('a factory that fails', () => {
  it('is named with plugin, role and name, and what was made is closed, the last first', async () => {
    const closed: string[] = []
    const cause = new RustybtError('WIRE', 'no route to host', { hint: 'check the cable' })
    const fail = () => {
      throw cause
    }
    const kernel = await start([three(closed, { observer: fail })])
    const error = await refused(() => kernel.boot(CHOICES))
    expect(error.code).toBe('FACTORY_FAILED')
    expect(error.message).toBe("Observer 'o' of plugin 'acme' failed: no route to host")
    expect([error.cause, error.hint]).toEqual([cause, 'check the cable'])
    expect(closed).toEqual(['broker', 'portal'])
  })

  it('is told as itself by those who need it', async () => {
    const kernel = await kernelOf((host) => {
      host.provide(Broker, 'b', (_, resolve) => resolve(Portal))
      host.provide(Portal, 'p', () => Promise.reject('boom'))
    })
    const error = await refused(() =>
      kernel.boot(
        new Map([
          [Broker, 'b'],
          [Portal, 'p'],
        ]),
      ),
    )
    expect(error.message).toBe("Portal 'p' of plugin 'acme' failed: boom")
  })

  it('may not answer nothing', async () => {
    const kernel = await kernelOf((host) => host.provide(Broker, 'b', () => undefined as never))
    const error = await refused(() => kernel.create(Broker, 'b'))
    expect(error.message).toBe("Broker 'b' of plugin 'acme' failed: its factory answered undefined")
  })

  it('does not leave behind what another made meanwhile', async () => {
    const closed: string[] = []
    const kernel = await kernelOf((host) => {
      host.provide(Broker, 'b', async (_, resolve) => (await Promise.all([resolve(Portal), resolve(Observer)]))[0])
      host.provide(Portal, 'p', () => Promise.reject(new Error('boom')))
      host.provide(Observer, 'o', () => wait(5).then(() => ({ id: 'o', close: () => void closed.push('o') })))
    })
    expect((await refused(() => kernel.boot(CHOICES))).message).toContain("Portal 'p'")
    expect(closed).toEqual(['o'])
  })
})

describe('a factory that hangs', () => {
  it('is given up and named; what it makes later is closed, its failures logged', async () => {
    let finish = () => {}
    let tell: (record: LogRecord) => void
    const told = new Promise<LogRecord>((accept) => void (tell = accept))
    const late = new Promise<void>((accept) => void (finish = accept)).then(() => ({
      id: 'late',
      close: () => Promise.reject(new Error('too late')),
    }))
    const log = createLog({ sinks: [(record) => tell(record)] })
    const kernel = await kernelOf((host) => host.provide(Broker, 'b', () => late), { log })
    const error = await refused(() => kernel.create(Broker, 'b'))
    expect(error.code).toBe('PLUGIN_TIMEOUT')
    expect(error.message).toBe("Broker 'b' of plugin 'acme' was not made within 50 ms")
    finish()
    expect((await told).message).toBe("closing Broker 'b' of plugin 'acme' failed: too late")
  })

  it('is not held to account for the time of those it waits for', async () => {
    const slow = (id: string) => wait(160).then(() => ({ id }))
    const register = (host: PluginHost) => {
      host.provide(Broker, 'b', async (_, resolve) => resolve(Portal).then(() => slow('b')))
      host.provide(Portal, 'p', async (_, resolve) => resolve(Observer).then(() => slow('p')))
      host.provide(Observer, 'o', () => slow('o'))
    }
    const kernel = await kernelOf(register, { timeout: 400 })
    await expect(kernel.boot(CHOICES)).resolves.toBeDefined()
  })
})
