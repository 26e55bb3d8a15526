import { RustybtError } from '../../../core/kernel/errors.js'
import { createKernel, type Kernel, type KernelOptions } from '../../../core/kernel/kernel.js'
import type { Plugin, PluginHost } from '../../../core/kernel/plugin.js'
import { token } from '../../../core/kernel/token.js'

export interface Part {
  readonly id: string
}

export const Broker = token<Part>('Broker')
export const Portal = token<Part>('Portal')
export const Observer = token<Part>('Observer')

export function plugin(name: string, register: Plugin['register'] = () => {}, more: Partial<Plugin> = {}): Plugin {
  return { name, requires: '^1.0.0', register, ...more }
}

/** A kernel of one plugin called 'acme', impatient. */
export function kernelOf(register: (host: PluginHost) => void | Promise<void>, more: Partial<KernelOptions> = {}) {
  return createKernel({ version: '1.2.3', plugins: [plugin('acme', register)], timeout: 50, environment: {}, ...more })
}

export function start(plugins: readonly Plugin[], more: Partial<KernelOptions> = {}): Promise<Kernel> {
  return createKernel({ version: '1.2.3', plugins, timeout: 50, environment: {}, ...more })
}

/** The coded error that the work ends in. */
export async function refused(work: () => unknown): Promise<RustybtError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof RustybtError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

export const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))
