import { RustybtError } from '../kernel/errors.js'
import { isoText } from '../time/instant.js'
import { controlLabel } from './control-label.js'
import type { AccountControl, ControlView } from './controls.js'

/** Gross leverage at the end of a session is at most this. */
export class MaxLeverage implements AccountControl {
  readonly label: string

  constructor(readonly maxLeverage: number) {
    this.label = controlLabel('MaxLeverage', { maxLeverage })
    checkLeverage('MaxLeverage', maxLeverage)
  }

  isViolated({ ledger }: ControlView): boolean {
    return ledger.grossLeverage > this.maxLeverage
  }
}

/** After `deadline` (epoch ms), gross leverage at the end of a session is at least this. */
export class MinLeverage implements AccountControl {
  readonly label: string

  constructor(
    readonly minLeverage: number,
    readonly deadline: number,
  ) {
    checkLeverage('MinLeverage', minLeverage)
    this.label = controlLabel('MinLeverage', { minLeverage, deadline: isoText(deadline) })
  }

  isViolated({ ledger, now }: ControlView): boolean {
    return now > this.deadline && ledger.grossLeverage < this.minLeverage
  }
}

function checkLeverage(name: string, leverage: number): void {
  if (!(leverage >= 0))
    throw new RustybtError('CONTROL_INVALID', `${name} needs a leverage of 0 or more, was ${String(leverage)}`)
}
