/** Whether open orders are cancelled when a session ends. */
export interface CancelPolicy {
  readonly cancelsAtSessionEnd: boolean
  readonly warnOnCancel: boolean
}

export const NEVER_CANCEL: CancelPolicy = { cancelsAtSessionEnd: false, warnOnCancel: false }

/** Orders live for the day. */
export const endOfDayCancel = (warnOnCancel = true): CancelPolicy => ({ cancelsAtSessionEnd: true, warnOnCancel })
