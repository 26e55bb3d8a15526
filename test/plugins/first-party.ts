import compat from '../../compat/plugin.js'
import { createKernel, type Kernel } from '../../core/kernel/kernel.js'
import { VERSION } from '../../core/version.js'
import { firstPartyPlugins } from '../../plugins/index.js'

/** A kernel as the command has it. */
export const firstPartyKernel = async (): Promise<Kernel> =>
  createKernel({ version: VERSION, plugins: [...(await firstPartyPlugins()), compat] })
