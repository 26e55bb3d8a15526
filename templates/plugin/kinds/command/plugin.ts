import { Command, definePlugin, RustybtError } from 'rustybt'

/** `rustybt {{short}} 1 2 3` adds up what it is given. */
const command = (): Command => ({
  name: '{{short}}',
  summary: '{{summary}}',
  describe(flags) {
    flags.argument('<number...>', 'what to add up').option('--json', 'print the sum as JSON')
  },
  async run({ shell, operands, options }) {
    const wrong = operands.find((text) => !Number.isFinite(Number(text)))
    if (wrong !== undefined) throw new RustybtError('NUMBER_EXPECTED', `'${wrong}' is no number`)
    const sum = operands.reduce((total, text) => total + Number(text), 0)
    shell.print(options.json ? JSON.stringify({ sum }) : String(sum))
    return 0
  },
})

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register(host) {
    host.provide(Command, '{{short}}', command, { summary: '{{summary}}' })
  },
})
