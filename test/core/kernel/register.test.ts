import { describe, expect, it } from '@jest/globals'
import { createKernel } from '../../../core/kernel/kernel.js'
import type { PluginHost } from '../../../core/kernel/plugin.js'
import { Broker, kernelOf, Observer, plugin, refused, start, wait } from './harness.js'

describe('registering plugins', () => {
  it('lets each plugin register once, right after those it names', async () => {
    const order: string[] = []
    const named = (name: string, ...after: string[]) => plugin(name, () => void order.push(name), { after })
    const twice = named('twice')
    const kernel = await start([named('a', 'c'), twice, named('b'), named('c', 'd'), twice, named('d')])
    expect(order).toEqual(['d', 'c', 'a', 'twice', 'b'])
    expect(kernel.plugins.map(({ name }) => name)).toEqual(order)
  })

  it('refuses a plugin whose range this version is not in', async () => {
    const error = await refused(() => start([plugin('acme', undefined, { requires: '^2.0.0' })]))
    expect(error.code).toBe('PLUGIN_VERSION')
    expect(error.message).toBe("plugin 'acme' requires rustybt ^2.0.0, this is 1.2.3")
  })

  it.each([
    ['1.3.0-beta.1', '^1.2.0', true],
    ['1.2.0-beta.1', '^1.2.0', false],
    ['1.2.0-beta.2', '^1.2.0-beta.1', true],
    ['2.0.0-beta.1', '^1.2.0', false],
    ['1.2.0+build.5', '1.2.0', true],
  ])('takes version %s for %s: %s', async (version, requires, fits) => {
    const work = () => createKernel({ version, plugins: [plugin('acme', undefined, { requires })] })
    if (fits) await expect(work()).resolves.toBeDefined()
    else expect((await refused(work)).code).toBe('PLUGIN_VERSION')
  })

  it('refuses a plugin that comes after one that is not there', async () => {
    const error = await refused(() => start([plugin('acme', undefined, { after: ['binanse'] }), plugin('binance')]))
    expect(error.code).toBe('PLUGIN_MISSING')
    expect(error.message).toBe(
      "plugin 'acme' comes after 'binanse', which is not there; known: binance. Did you mean 'binance'?",
    )
  })

  it('shows the way round a cycle', async () => {
    const named = (name: string, after: string) => plugin(name, undefined, { after: [after] })
    const error = await refused(() => start([named('x', 'a'), named('a', 'b'), named('b', 'a')]))
    expect(error.code).toBe('PLUGIN_CYCLE')
    expect(error.message).toContain('a → b → a')
    expect(error.message).not.toContain('x')
  })

  it('refuses two plugins of one name', async () => {
    const error = await refused(() => start([plugin('acme'), plugin('acme')]))
    expect([error.code, error.message]).toEqual(['PLUGIN_DUPLICATE', "two plugins are named 'acme'"])
  })

  it('refuses one name offered twice for a role, and names both plugins', async () => {
    const offering = (name: string) => plugin(name, (host) => host.provide(Broker, 'sim', () => ({ id: name })))
    const error = await refused(() => start([offering('one'), offering('two')]))
    expect(error.code).toBe('OFFER_DUPLICATE')
    expect(error.message).toBe("Broker 'sim' is offered twice: by plugin 'one' and by plugin 'two'")
    const other = plugin('two', (host) => host.provide(Observer, 'sim', () => ({ id: 'two' })))
    await expect(start([offering('one'), other])).resolves.toBeDefined()
  })

  it.each([
    [() => {}, 'a function'],
    ['acme', "the text 'acme'"],
    [null, 'null'],
    [[], 'a list'],
    [{ default: 1 }, 'an object without a name (it has default)'],
    [{ name: 'acme', requires: '*' }, "an object named 'acme' without a function register"],
    [{ name: 'acme', register() {} }, "an object named 'acme' without requires, a version range"],
    [{ name: 'acme', register() {}, requires: 'new' }, "whose requires is no version range: 'new'"],
    [{ name: 'acme', register() {}, requires: '*', after: 'b' }, 'whose after is not a list of names'],
  ])('says of %p that it is no plugin but what it is', async (value, what) => {
    const error = await refused(() => start([plugin('good'), value as never]))
    expect(error.code).toBe('PLUGIN_INVALID')
    expect(error.message).toContain('number 2 of the plugins is not a plugin: it is ')
    expect(error.message).toContain(what)
  })

  it.each([
    ['Broker' as never, 'x', () => 1, 'for something that is not a role'],
    [Broker, '', () => 1, 'for Broker without a name'],
    [Broker, 'x', {}, "for Broker 'x' without a function that makes it"],
  ])('refuses the half offer %p, %p, %p', async (role, name, create, what) => {
    const error = await refused(() => kernelOf((host) => host.provide(role, name as string, create as never)))
    expect([error.code, error.message]).toEqual(['OFFER_INVALID', `plugin 'acme' offers something ${what}`])
  })

  it('takes no offer after the register phase', async () => {
    let kept!: PluginHost
    await kernelOf((host) => void (kept = host))
    const error = await refused(() => kept.provide(Broker, 'late', () => ({ id: 'late' })))
    expect(error.code).toBe('KERNEL_SEALED')
    expect(error.message).toContain("plugin 'acme' offers 'late' after all plugins have registered")
  })
})

describe('a plugin that fails to register', () => {
  const opening = (name: string, closed: string[], release?: () => void) =>
    plugin(name, (host) => host.onClose(release ?? (() => void closed.push(name))))

  it('is named, its cause kept, and what was opened before is closed, the last first', async () => {
    const closed: string[] = []
    const cause = new Error('no route to host')
    const failing = plugin('broken', async (host) => {
      host.onClose(() => void closed.push('broken'))
      await wait(1)
      throw cause
    })
    const never = plugin('never', () => void closed.push('registered never'))
    const plugins = [opening('one', closed), opening('two', closed), failing, never]
    const error = await refused(() => start(plugins))
    expect(error.code).toBe('PLUGIN_FAILED')
    expect(error.message).toBe("plugin 'broken' failed to register: no route to host")
    expect(error.cause).toBe(cause)
    expect(closed).toEqual(['broken', 'two', 'one'])
  })

  it('tells what could not be closed, and closes the others', async () => {
    const closed: string[] = []
    const stuck = opening('two', closed, () => {
      throw new Error('still busy')
    })
    const broken = plugin('broken', () => Promise.reject(new Error('boom')))
    const error = await refused(() => start([opening('one', closed), stuck, broken]))
    expect(error.code).toBe('PLUGIN_FAILED')
    expect(error.message).toBe("plugin 'broken' failed to register: boom; closing plugin 'two' failed: still busy")
    expect(closed).toEqual(['one'])
    const codes = (error.cause as AggregateError).errors.map(({ code }) => code)
    expect(codes).toEqual(['PLUGIN_FAILED', 'CLOSE_FAILED'])
  })

  it('is given up when it hangs', async () => {
    const closed: string[] = []
    const hanging = plugin('slow', () => new Promise<void>(() => {}))
    const error = await refused(() => start([opening('one', closed), hanging]))
    expect([error.code, error.message]).toEqual(['PLUGIN_TIMEOUT', "plugin 'slow' did not register within 50 ms"])
    expect(closed).toEqual(['one'])
  })
})
