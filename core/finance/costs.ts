import type { AssetKind } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import type { AccountModel } from './account.js'
import type { CommissionModel } from './commission.js'
import type { FillModel } from './fill-model.js'
import type { FinancingModel } from './financing.js'
import type { LatencyModel } from './latency.js'
import type { SlippageModel } from './slippage.js'

/** What trading and holding costs in a run: commission and slippage models, one of each for each kind of asset, and what is beside them. */
export class Costs {
  /** How long orders are on their way; undefined: no time. */
  latency: LatencyModel | undefined
  /** How much orders get of what slippage offers; undefined: all of it. */
  fills: FillModel | undefined
  /** What holding costs, each charged for itself. */
  financing: readonly FinancingModel[] = []
  /** What the account may do; undefined: anything, as in Zipline. */
  account: AccountModel | undefined
  readonly #commission = new Map<AssetKind, CommissionModel>()
  readonly #slippage = new Map<AssetKind, SlippageModel>()

  /** Uses a model for one kind of asset, or for each kind that it knows. Throws `INCOMPATIBLE_COMMISSION_MODEL`. */
  setCommission(model: CommissionModel, kind?: AssetKind): void {
    assign(this.#commission, model, kind, 'COMMISSION')
  }

  setSlippage(model: SlippageModel, kind?: AssetKind): void {
    assign(this.#slippage, model, kind, 'SLIPPAGE')
  }

  commission(kind: AssetKind): CommissionModel {
    return required(this.#commission, kind, 'commission')
  }

  slippage(kind: AssetKind): SlippageModel {
    return required(this.#slippage, kind, 'slippage')
  }
}

const KINDS: readonly AssetKind[] = ['equity', 'future']

/** Coins and currency pairs cost what shares do, unless they have a model of their own. */
const tradedAs = (kind: AssetKind): AssetKind => (kind === 'future' ? kind : 'equity')

function assign<M extends { readonly assetKinds?: readonly AssetKind[]; readonly name?: string }>(
  models: Map<AssetKind, M>,
  model: M,
  kind: AssetKind | undefined,
  role: string,
) {
  const known = model.assetKinds ?? KINDS
  if (kind !== undefined && !known.includes(tradedAs(kind))) {
    throw new RustybtError(
      `INCOMPATIBLE_${role}_MODEL`,
      `${model.name ?? model.constructor.name} is for ${known.join(' and ')} assets; it cannot be the ${role.toLowerCase()} model of ${kind} assets`,
    )
  }
  for (const each of kind === undefined ? known : [kind]) models.set(each, model)
}

function required<M>(models: Map<AssetKind, M>, kind: AssetKind, role: string): M {
  const model = models.get(kind) ?? models.get(tradedAs(kind))
  if (!model)
    throw new RustybtError('MODEL_MISSING', `this run has no ${role} model for ${kind} assets`, {
      hint: `choose one by config or with set_${role}`,
    })
  return model
}
