import { type AddonAnswer, loadAddon } from './addon.js'
import { NativeError } from './errors.js'
import { guard } from './guard.js'
import type { Kernels } from './interface.js'
import { referenceKernels } from './reference/kernels.js'

/**
 * The addon's kernels where it loads, else the reference's; `wanted` (the environment's NATIVE) forces `js` or `rust`. Errors are
 * `NativeError`s.
 */
export function chooseKernels(wanted: string | undefined, load: () => AddonAnswer = loadAddon): Kernels {
  return guard(choose(wanted, load), NativeError.from)
}

function choose(wanted: string | undefined, load: () => AddonAnswer): Kernels {
  if (wanted === 'js') return referenceKernels('NATIVE=js')
  if (wanted && wanted !== 'rust') {
    throw new NativeError('NATIVE_MODE', undefined, undefined, {
      message: `NATIVE is '${wanted}'; known: js, rust`,
      hint: 'Unset NATIVE to take the addon where there is one.',
    })
  }
  const answer = load()
  if ('kernels' in answer) return answer.kernels
  if (wanted === 'rust') {
    throw new NativeError('NATIVE_MISSING', undefined, undefined, {
      message: `NATIVE=rust, but ${answer.missing}`,
      hint: 'Install Rust (https://rustup.rs) and run `node native/build.mjs`, or unset NATIVE.',
    })
  }
  return referenceKernels(answer.missing)
}

/** The kernels of this process. */
export const kernels: Kernels = chooseKernels(globalThis.process?.env.NATIVE)
