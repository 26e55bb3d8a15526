import { askedWait } from '../../core/data/remote/retry.js'

/** `fetch` for ccxt, which remembers how long the exchange asked to be left alone. */
export class PatientFetch {
  /** Epoch ms until which it did. */
  until = 0

  /** Redirects are not followed: they would take the keys along. */
  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const response = await globalThis.fetch(url, { ...init, redirect: 'error' })
    if (response.status === 429 || response.status === 418) {
      const asked = askedWait(response.headers, Date.now())
      if (asked !== undefined) this.until = Math.max(this.until, Date.now() + asked)
    }
    return response
  }
}
