import { Command as Flags } from 'commander'
import { RustybtError } from '../kernel/errors.js'
import { nearest } from '../kernel/nearest.js'
import type { Command } from './command.js'
import { COMMANDS } from './commands.js'
import { errorLines } from './error-lines.js'
import { type Composition, Shell } from './terminal/shell.js'
import { processWorld, type World } from './terminal/terminal.js'
import { UsageError } from './usage.js'

/** Runs one command line; answers the exit code. Nothing is thrown: what fails is told on stderr. */
export async function main(
  args: readonly string[],
  composition: Composition,
  world: World = processWorld(),
): Promise<number> {
  const shell = new Shell(world, composition)
  const tell = (error: unknown) => {
    for (const { text, style } of errorLines(error, args.includes('--debug'), shell.cwd)) shell.tell(text, style)
  }
  let code: number
  try {
    code = await dispatch(args, shell)
  } catch (error) {
    tell(error)
    code = error instanceof UsageError ? 2 : 1
  }
  await shell.close().catch((error) => {
    tell(error)
    code = Math.max(code, 1)
  })
  return code
}

/** Flags before the command's name are the program's own, all after it the command's. */
async function dispatch(args: readonly string[], shell: Shell): Promise<number> {
  const { before, at, taking } = splitLine(args)
  for (const flag of before) if (!ROOT_FLAGS.includes(flag)) throw unknownFlag(flag)
  await takeExtensions(before, taking, shell)
  if (before.some((flag) => flag === '-V' || flag === '--version')) {
    shell.print(shell.version)
    return 0
  }
  const name = args[at]
  if (name === undefined || before.some((flag) => flag === '-h' || flag === '--help')) {
    shell.print(rootHelp())
    return 0
  }
  if (name === 'help') return dispatch([...args.slice(at + 1, at + 2), '--help'], shell)
  return runCommand(await findCommand(name, shell), args.slice(at + 1), shell)
}

const EXTENSION_FLAGS = [
  '--strict-extensions',
  '--non-strict-extensions',
  '--default-extension',
  '--no-default-extension',
]
const ROOT_FLAGS = ['-h', '--help', '-V', '--version', '--debug', ...EXTENSION_FLAGS]

const EXTENSION_HELP = `Extensions, before the command:
  -e, --extension FILE      run a file that registers bundles, metrics sets, plugins
  -x KEY=VALUE              a value for extensions: extension_args.KEY
  --strict-extensions       stop where one cannot be loaded (it is told, and left out)
  --no-default-extension    without extension.ts in RUSTYBT_ROOT
`

/** Flags before the command that are followed by a value. */
const TAKING: Readonly<Record<string, 'files' | 'values'>> = { '-e': 'files', '--extension': 'files', '-x': 'values' }

/** The flags before the command's name, which stands at `at` (-1: nowhere), without those that take a value. */
function splitLine(args: readonly string[]) {
  const before: string[] = []
  const taking = { files: [] as string[], values: [] as string[] }
  let at = 0
  for (; at < args.length && args[at].startsWith('-'); at++) {
    const [flag, inline] = /^(--extension)=(.*)$/s.exec(args[at])?.slice(1) ?? [args[at]]
    const kind = TAKING[flag]
    if (kind === undefined) before.push(flag)
    else if (inline === undefined && at + 1 >= args.length)
      throw new UsageError(`option '${flag}' needs a value`, { code: 'OPTION_MISSING_ARGUMENT' })
    else taking[kind].push(inline ?? args[++at])
  }
  return { before, at: at < args.length ? at : -1, taking }
}

/** The last of two flags that contradict each other counts. */
async function takeExtensions(
  before: readonly string[],
  { files, values }: { readonly files: readonly string[]; readonly values: readonly string[] },
  shell: Shell,
): Promise<void> {
  const last = (on: string, off: string, fallback: boolean) => {
    const given = before.findLast((flag) => flag === on || flag === off)
    return given === undefined ? fallback : given === on
  }
  shell.extensions = {
    files,
    byDefault: last('--default-extension', '--no-default-extension', true),
    strict: last('--strict-extensions', '--non-strict-extensions', false),
  }
  if (values.length === 0) return
  const { addExtensionArgument } = await import('./strategy/extensions.js')
  for (const value of values) addExtensionArgument(value)
}

function rootHelp(): string {
  const program = new Flags('rustybt')
    .description('Zipline, carried on in TypeScript')
    .usage('[options] <command> …')
    .option('-V, --version', 'show the version')
    .option('--debug', 'show the stack of an error')
    .helpOption('-h, --help', 'show this help')
  for (const { name, summary } of COMMANDS) program.addCommand(new Flags(name).description(summary))
  program.helpCommand('help [command]', 'show the help of a command')
  return `${program.helpInformation()}\n${EXTENSION_HELP}\nPlugins may bring commands of their own: see \`rustybt plugins\`.`
}

async function runCommand(command: Command, args: readonly string[], shell: Shell): Promise<number> {
  const flags = new Flags(`rustybt ${command.name}`)
    .description(command.summary)
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void shell.stdout.write(text), writeErr: () => {} })
  command.describe(flags)
  flags.option('--debug', 'show the stack of an error')
  try {
    flags.parse(expanded(args), { from: 'user' })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'commander.helpDisplayed') return 0
    throw asUsageError(error, flags)
  }
  return command.run({ shell, operands: flags.args, options: flags.opts() })
}

/** Zipline's `-bf`, a short flag of two letters. */
const expanded = (args: readonly string[]): string[] => args.map((arg) => (arg === '-bf' ? '--benchmark-file' : arg))

function unknownFlag(flag: string): UsageError {
  const meant = nearest(flag, [...ROOT_FLAGS, ...Object.keys(TAKING)])
  const hint = meant === undefined ? 'see `rustybt --help`' : `did you mean ${meant}?`
  return new UsageError(`unknown option '${flag}'`, { code: 'UNKNOWN_OPTION', hint })
}

/** commander says `error: what is wrong\n(Did you mean this?)` under codes such as `commander.unknownOption`. */
function asUsageError(error: unknown, flags: Flags): unknown {
  const { code, message } = error as { code?: unknown; message: string }
  if (error instanceof RustybtError || typeof code !== 'string' || !code.startsWith('commander.')) return error
  const [what, suggestion] = message.replace(/^error: /, '').split('\n')
  const hint =
    suggestion === undefined ? `see \`${flags.name()} --help\`` : suggestion.replace(/^\(Did/, 'did').replace(/\)$/, '')
  const upper = code.slice('commander.'.length).replace(/[A-Z]/g, (letter) => `_${letter}`)
  return new UsageError(what.replace(/\.$/, ''), { code: upper.toUpperCase(), hint, cause: error })
}

/** One of core's by the light table; else the kernel is asked, with the plugins of the config in it. */
async function findCommand(name: string, shell: Shell): Promise<Command> {
  const known = COMMANDS.find((listing) => listing.name === name)
  if (known !== undefined) return known.load()
  const { Command } = await import('./command.js')
  const kernel = await shell.kernel(await shell.config())
  const names = kernel.offers(Command).map((offer) => offer.name)
  if (names.includes(name)) return kernel.create(Command, name)
  const meant = nearest(name, names)
  throw new UsageError(`no command called '${name}'; there are ${names.join(', ')}`, {
    code: 'UNKNOWN_COMMAND',
    hint: meant === undefined ? 'see `rustybt --help`' : `did you mean '${meant}'?`,
  })
}
