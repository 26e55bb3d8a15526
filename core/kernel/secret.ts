import { z } from 'zod'

const HIDDEN = '[secret]'

/** A text that is told only to who asks by `reveal()`; printed, joined into text or put into JSON it says `[secret]`. */
export class SecretText {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN
  }
}

/** For the options of a plugin: takes the text that `secret('NAME')` stands for and keeps it as a `SecretText`. */
export const secretText = () =>
  z
    .union([z.string(), z.instanceof(SecretText)])
    .transform((text) => (typeof text === 'string' ? new SecretText(text) : text))

/** Takes texts out of other texts, in the forms in which they come: as they are, in JSON, in a URL, in Base64. */
export class Redactor {
  #texts: readonly string[] = []

  hide(text: string): void {
    if (text === '') return
    const forms = [text, JSON.stringify(text).slice(1, -1), encodeForUrl(text), toBase64(text)]
    // The longest first: a secret that contains another one must not leave its rest behind.
    this.#texts = [...new Set([...this.#texts, ...forms])].sort((a, b) => b.length - a.length)
  }

  redact(text: string): string {
    return this.#texts.reduce((clean, hidden) => clean.replaceAll(hidden, HIDDEN), text)
  }
}

function encodeForUrl(text: string): string {
  // There and back makes half surrogates whole, which encodeURIComponent refuses.
  return encodeURIComponent(new TextDecoder().decode(new TextEncoder().encode(text)))
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
