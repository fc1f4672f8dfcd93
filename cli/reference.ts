// The reference pages of the command line and of the configuration, rendered from the registry and
// the list of variables: scripts/docs.js writes them, a test holds them to this text.
import { describeConfig } from '../config.ts'
import type { Command } from './command.ts'
import { describeOptions, renderUsage } from './help.ts'

export function renderCliReference(commands: readonly Command[]): string {
  const parts = [cliHead, renderCommandList(commands), ...commands.map(renderCommand)]
  return `${parts.join('\n\n')}\n`
}

export function renderConfigReference(): string {
  const rows = describeConfig().map(({ name, meaning, fallback, secret, reserved }) => {
    const names = secret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``
    const mark = reserved ? ' †' : ''
    return row(names + mark, fallback ? `\`${fallback}\`` : '', meaning.en, meaning.es)
  })
  const table = [
    row('variable', 'default', 'meaning', 'significado'),
    row('---', '---', '---', '---'),
  ]
  return `${configHead}\n\n${[...table, ...rows].join('\n')}\n\n${configNotes}\n`
}

function renderCommandList(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) =>
    row(`[\`${name}\`](#${name.replaceAll(' ', '-')})`, summary.en, summary.es),
  )
  return [row('command', 'does', 'hace'), row('---', '---', '---'), ...rows].join('\n')
}

function renderCommand(command: Command): string {
  const { name, summary, notes, arguments: declared } = command
  const usage = renderUsage(command, '').replace(/^: /, '')
  const argumentRows = declared.map((one) => row(`\`${one.name}\``, one.meaning.en, one.meaning.es))
  const optionRows = describeOptions(command).map(([text, { meaning, variable }]) => {
    const over = variable === undefined ? '' : ` (\`${variable}\`)`
    return row(`\`${text.replaceAll('|', '\\|')}\``, meaning.en + over, meaning.es + over)
  })
  const table = [
    row('', 'English', 'español'),
    row('---', '---', '---'),
    ...argumentRows,
    ...optionRows,
  ]
  const said = notes === undefined ? '' : `\n\n${notes.en}\n\n${notes.es}`
  return `## ${name}\n\n${sentence(summary.en)} ${sentence(summary.es)}\n\n\`\`\`\n${usage}\n\`\`\`\n\n${table.join('\n')}${said}`
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

const cliHead = `# Command line

\`acervo <command>\`, in the tree \`npx acervo <command>\`. Written by \`node scripts/docs.js\` from the commands themselves.

- While a process holds an embedded data directory, every other command on that directory runs inside that process, through \`control.sock\` in the directory (mode 600): \`acervo import\` works while \`acervo start\` serves. Input, output, Ctrl-C and the exit code travel along.
- \`--json\` prints one JSON value; errors then are one JSON value on the error output: \`{ "error": { code, message, details, hint } }\`.
- The language follows \`LC_ALL\`, \`LC_MESSAGES\`, \`LANG\`: Spanish for \`es*\`, else English. / El idioma sigue a \`LC_ALL\`, \`LC_MESSAGES\`, \`LANG\`: español con \`es*\`, si no inglés.
- Exit codes: 0 done, 1 failed, 2 wrong use or configuration, 3 rows were rejected, 130 cancelled, 141 the reader of the output went away.
- The first Ctrl-C asks the command to stop, the second ends the process at once.`

const configHead = `# Configuration

Read from the environment, once, at the start. \`acervo config\` prints what is in force, with secrets masked. Written by \`node scripts/docs.js\` from the list of variables.`

const configNotes = `† Checked and shown, but nothing of this version acts on it; \`acervo doctor\` says so when it is set.

- A variable with \`_FILE\` may instead stand in the file that \`<name>_FILE\` names; both at once are refused.
- An unknown \`ACERVO_\` name is refused with the nearest known one (\`ACV606\`), and so is a wrong value, all of them at once. \`ACERVO_TEST_*\` belong to the test suite.
- Neither URL: the embedded database in \`ACERVO_DATA_DIR\`. Only \`ACERVO_MIGRATE_URL\`: a runtime login is made at first start and kept in \`runtime-login.json\` of the data directory (mode 600).
- Connection strings take \`sslmode\`, \`pgbouncer=true\`, \`connection_limit\`, \`pool_timeout\`. A plain connection to a remote host is refused unless \`ACERVO_PLAIN_HOSTS\` names it.
- \`ACERVO_PLACEMENT\` names a JSON file: logical database (\`insurance\` or \`ss_insurance\`) or glob over schemas (\`sf_*\`) -> the URL it runs on, or \`{ "run": "postgres://app@b/two", "migrate": "postgres://migrator@b/two" }\`. An exact name wins over a glob; what no entry names stays where the other variables say. Databases that a system declares \`together\` are never placed apart (\`ACV317\`).
- \`acervo.config.ts\` (or \`.js\`, \`.mjs\`) in the working directory replaces the bundled systems: \`export default defineConfig({ systems: [clinic] })\`.`
