import { dirname } from 'node:path'
import { type LoadedConfig, loadPlugins } from '../../kernel/config.js'
import { createKernel, type Kernel } from '../../kernel/kernel.js'
import type { Plugin } from '../../kernel/plugin.js'
import type { Environment } from '../../kernel/reference.js'
import { enableTypeScript } from '../strategy/typescript.js'

/** First-party plugins, then those that the config names, as seen from its folder. */
export async function startKernel(
  version: string,
  firstParty: readonly Plugin[],
  loaded: LoadedConfig | undefined,
  environment: Environment,
): Promise<Kernel> {
  const names = loaded?.config.plugins ?? []
  if (names.length > 0) enableTypeScript()
  const plugins = loaded === undefined ? [] : await loadPlugins(names, dirname(loaded.file))
  return createKernel({ version, plugins: [...firstParty, ...plugins], environment })
}
