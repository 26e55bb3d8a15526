import { describe, expect, it } from '@jest/globals'
import { keyPlace } from '../../../core/kernel/key-place.js'

const config = `import { defineConfig } from 'rustybt'

// capital: not this one
export default defineConfig({
  profiles: {
    live: { broker: { use: 'acme', url: 'http://x/{broker}' }, capital: 5 },
  },
  observers: ['a', { use: 'b', /* of: */ every: 3 }],
  broker: 'simulated', // the key, not that of the profile
  'capital': \`1\${'}'}0\`,
  start() {},
})
`
const at = (path: string, text = config) => {
  const place = keyPlace(text, path)
  return place && `${place.line}:${place.column}`
}

describe('the place of a key in the text of a config', () => {
  it.each([
    ['profiles', '5:3'],
    ['profiles.live.capital', '6:64'],
    ['profiles.live.broker.url', '6:36'],
    ['broker', '9:3'],
    ['capital', '10:3'],
    ['observers[1].every', '8:42'],
    ['observers[0]', '8:15'],
    ['start', '11:3'],
  ])('%s is at %s', (path, place) => expect(at(path)).toBe(place))

  it('goes as far as it can be followed', () => {
    expect(at('broker.url')).toBe('9:3')
    expect(at('profiles.paper')).toBe('5:3')
    expect(at('seed')).toBeUndefined()
    expect(at('seed', 'export default make()')).toBeUndefined()
  })

  it('is found in JSON', () => {
    const json = '{\n  "a": {"capital": 1},\n  "capital": "x"\n}'
    expect(at('capital', json)).toBe('3:3')
    expect(at('a.capital', json)).toBe('2:9')
  })

  it('is found where the object is exported itself', () => {
    expect(at('seed', 'export default {\n  seed: 5 }')).toBe('2:3')
    expect(at('seed', 'export default defineConfig<Config>({ seed: 5 })')).toBe('1:39')
  })
})
